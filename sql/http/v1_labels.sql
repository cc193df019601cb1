create or replace function statewave_private.v1_labels(p_key uuid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return coalesce((select jsonb_object_agg(l.episode_id, l.labels) from statewave_private.labels_in_force(p_key) l), '{}');
end
$$;

comment on function statewave_private.v1_labels(uuid) is
  'The labels in force for a subject''s episodes, by their ids.';

revoke all on function statewave_private.v1_labels(uuid) from public;
