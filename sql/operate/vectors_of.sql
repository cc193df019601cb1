-- requires: record/embedding_fault.sql
create or replace function statewave_private.vectors_of(p_vectors jsonb, p_job statewave_private.job)
returns public.halfvec[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_dimensions constant int := (select s.dimensions from statewave_private.embedding_space s where s.space_id = p_job.lane::int);
  v_wanted     constant int := coalesce(jsonb_array_length(p_job.payload -> 'memories'), 0);
  v_place      bigint;
  v_fault      text;
begin
  if jsonb_typeof(p_vectors) is distinct from 'array' or jsonb_array_length(p_vectors) <> v_wanted then
    perform statewave_private.fail('SW400', format('the vectors are no array of %s', v_wanted), 'Give one for each text of the claim, in their order; nothing of it was stored.');
  end if;
  select v.place, f.fault into v_place, v_fault
    from jsonb_array_elements(p_vectors) with ordinality v (vector, place)
   cross join lateral (select statewave_private.embedding_fault(v.vector, v_dimensions) as fault) f
   where v.vector <> 'null' and f.fault is not null
   order by v.place
   limit 1;
  if found then
    perform statewave_private.fail('SW400', format('vector %s: %s', v_place, v_fault), 'Give null for a text that has no direction; nothing of it was stored.');
  end if;
  return array(select coalesce(nullif(v.vector, 'null')::text::public.halfvec, array_fill(0, array[v_dimensions])::public.halfvec)
                 from jsonb_array_elements(p_vectors) with ordinality v (vector, place) order by v.place);
end
$$;

comment on function statewave_private.vectors_of(jsonb, statewave_private.job) is
  'A worker''s vectors for the texts that it claimed, all zero for null. Raises SW400 for the first that cannot be compared in the space.';

revoke all on function statewave_private.vectors_of(jsonb, statewave_private.job) from public;
