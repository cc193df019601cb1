create or replace function statewave_private.v1_labels_of(p_labels jsonb, p_sources uuid[])
returns text[]
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return array(select distinct l.label from unnest(p_sources) s (id) cross join lateral jsonb_array_elements_text(p_labels -> s.id::text) l (label) order by l.label);
end
$$;

comment on function statewave_private.v1_labels_of(jsonb, uuid[]) is
  'The labels of episodes, each once, of those of all of a subject''s (v1_labels).';

revoke all on function statewave_private.v1_labels_of(jsonb, uuid[]) from public;
