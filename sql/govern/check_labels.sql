-- requires: record/labels_fault.sql
create or replace function statewave_private.check_labels(p_labels text[])
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_fault constant text := case when cardinality(p_labels) > 1000 then 'there are more than 1,000 labels' else statewave_private.labels_fault(to_jsonb(p_labels)) end;
begin
  if p_labels is null or array_ndims(p_labels) > 1 or v_fault is not null then
    perform statewave_private.fail('SW400', coalesce(v_fault, 'labels is no array of one dimension'), 'Give an array of at most 1,000 labels of 1 to 128 characters.');
  end if;
end
$$;

comment on function statewave_private.check_labels(text[]) is
  'Raises SW400 unless it is an array of labels.';

revoke all on function statewave_private.check_labels(text[]) from public;
