create or replace function statewave_private.check_subjects(p_subjects text[], p_weights float8[])
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_subjects is null or array_ndims(p_subjects) is distinct from 1 or cardinality(p_subjects) > 32 then
    perform statewave_private.fail('SW400', format('%s subjects', coalesce(cardinality(p_subjects), 0)), 'Name 1 to 32 subjects, in an array of one dimension.');
  elsif cardinality(p_subjects) <> (select count(distinct s.subject) from unnest(p_subjects) s (subject)) then
    perform statewave_private.fail('SW400', 'a subject is null or named twice', 'Name each subject once.');
  elsif array_ndims(p_weights) is distinct from 1 or cardinality(p_weights) <> cardinality(p_subjects)
        or exists (select from unnest(p_weights) w (weight) where w.weight is null or not w.weight > 0 or w.weight > 100) then
    perform statewave_private.fail('SW400', 'weights is no array of a number above 0 and at most 100 for each subject', 'Leave weights out to count all subjects alike.');
  end if;
end
$$;

comment on function statewave_private.check_subjects(text[], float8[]) is
  'Raises SW400 unless there are 1 to 32 different subjects with a weight each, above 0 and at most 100.';

revoke all on function statewave_private.check_subjects(text[], float8[]) from public;
