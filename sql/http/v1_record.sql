create or replace function statewave.v1_record(episodes jsonb, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(v1_record.tenant);
  v_subject record;
  v_written jsonb[] := '{}';
  v_ids     uuid[];
begin
  if jsonb_typeof(v1_record.episodes) is distinct from 'array' or jsonb_array_length(v1_record.episodes) not between 1 and 100 then
    perform statewave_private.fail('SW400', 'episodes is no array of 1 to 100', 'Send them in several calls.');
  end if;
  for v_subject in -- in the order in which all who lock several subjects lock them
    select k.key, g.name, g.places, (
             select jsonb_agg(jsonb_strip_nulls(e.episode - array['subject_id', 'session_id', 'payload', 'metadata', 'provenance'] || jsonb_build_object('session', e.episode -> 'session_id'))
                      || jsonb_build_object('payload', e.episode -> 'payload', 'metadata', e.episode -> 'metadata', 'provenance', e.episode -> 'provenance') order by e.place)
               from jsonb_array_elements(g.episodes) with ordinality e (episode, place)) as given
      from (select e.episode ->> 'subject_id' as name, jsonb_agg(e.episode order by e.place) as episodes, array_agg(e.place order by e.place) as places
              from jsonb_array_elements(v1_record.episodes) with ordinality e (episode, place)
             group by e.episode ->> 'subject_id') g
     cross join lateral statewave_private.key_of_call(v_tenant, g.name) k (key)
     order by k.key
  loop
    v_ids := statewave_private.v1_write(v_subject.key, v_tenant, v_subject.name, v_subject.given);
    v_written := v_written || array(
      select jsonb_build_object('place', p.place, 'episode', n.episode)
        from statewave_private.v1_episodes_named(v_subject.key, v_tenant, v_subject.name, v_ids, null) n
        join unnest(v_subject.places) with ordinality p (place, number) on p.number = n.place);
  end loop;
  return jsonb_build_object('episodes_created', jsonb_array_length(v1_record.episodes),
    'episodes', (select jsonb_agg(w.written -> 'episode' order by (w.written ->> 'place')::int) from unnest(v_written) w (written)));
end
$$;

comment on function statewave.v1_record(jsonb, text) is
  'HTTP: POST /v1/episodes/batch. Records 1 to 100 episodes of any subjects, all or none: {episodes_created, episodes} in their order. An idempotency key that its subject has already is that episode. Errors as record()''s.';

revoke all on function statewave.v1_record(jsonb, text) from public;
grant execute on function statewave.v1_record(jsonb, text) to statewave_writer;
