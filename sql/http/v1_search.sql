create or replace function statewave.v1_search(
  subject text, query text default null, kind text default null, page int default 20, caller jsonb default null, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(v1_search.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, v1_search.subject);
  v_asks   constant boolean := btrim(coalesce(v1_search.query, ''), E' \t\r\n') <> '';
  v_kinds  constant text[] := array(select k.kind from unnest(array['passage', 'fact', 'preference', 'instruction', 'procedure', 'summary']) k (kind)
                                     where v1_search.kind is null or v1_search.kind in (k.kind, statewave_private.rest_kind_of(k.kind)));
  v_ids    uuid[];
begin
  perform statewave_private.check_page(v1_search.page);
  if v_asks and v_kinds <> '{}' then
    v_ids := array(select s.memory_id
                     from statewave.search(v1_search.subject, v1_search.query, v1_search.page, v_kinds, profile => 'rest-v1', tenant => v_tenant, caller => v1_search.caller) s
                    order by s.rank);
  else
    v_ids := array(select m.id from statewave_private.memory m
                    where m.subject_key = v_key and m.kind = any (v_kinds) and m.recorded_to is null and (m.valid_to is null or m.valid_to > statement_timestamp())
                    order by m.valid_from desc, m.id desc
                    limit v1_search.page);
  end if;
  return jsonb_build_object('search_mode', case when v_asks then 'hybrid' else 'list' end, 'memories', (
    select coalesce(jsonb_agg(n.memory order by n.place), '[]')
      from statewave_private.v1_memories_named(v_key, v_tenant, v1_search.subject, v_ids, v1_search.caller) n));
end
$$;

comment on function statewave.v1_search(text, text, text, int, jsonb, text) is
  'HTTP: GET /v1/memories/search. The memories that are best for a query as search() ranks them, or without one the newest: {memories, search_mode}. kind: one of the API''s (profile_fact, procedure, episode_summary) or of the database''s; another finds nothing. page: at most so many, 1 to 1,000. caller: as retrieve()''s. Raises SW400, SW403, SW413.';

revoke all on function statewave.v1_search(text, text, text, int, jsonb, text) from public;
grant execute on function statewave.v1_search(text, text, text, int, jsonb, text) to statewave_reader;
