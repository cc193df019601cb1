create or replace function statewave_private.renumbered_vectors(p_document jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return (
    with space as materialized (
      select (d.space ->> 'space_id')::int as space_id, e.space_id as here
        from jsonb_array_elements(p_document -> 'spaces') d (space)
        join statewave_private.embedding_space e on to_jsonb(e) @> (d.space - 'space_id')
    )
    select jsonb_agg(v.fields || jsonb_build_object('space_id', s.here))
      from jsonb_array_elements(p_document #> '{tables,embedding}') v (fields)
      left join space s on s.space_id = (v.fields ->> 'space_id')::int);
end
$$;

comment on function statewave_private.renumbered_vectors(jsonb) is
  'The vectors of a document with the numbers that their spaces, told by name, have in this database.';

revoke all on function statewave_private.renumbered_vectors(jsonb) from public;
