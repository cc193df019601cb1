create or replace function statewave.citing(subject text, episode_id uuid, tenant text default null, caller jsonb default null)
returns table (memory_id uuid, kind text, content text, valid_from timestamptz, valid_to timestamptz, recorded_at timestamptz,
               recorded_to timestamptz, ordinal int)
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
  v_tenant text := statewave_private.tenant_of_call(citing.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, citing.subject);
  v_withheld jsonb := statewave_private.withheld_ids(v_key, v_tenant, citing.caller);
begin
  if not exists (select from statewave_private.episode e where e.subject_key = v_key and e.id = citing.episode_id)
     or v_withheld ->> citing.episode_id::text is not distinct from 'deny' then
    perform statewave_private.fail('SW404', 'the subject has no episode with this id', 'List them: select * from statewave.timeline(subject).');
  end if;
  return query
  select m.id, m.kind::text, case when v_withheld ? m.id::text then '[redacted]' else m.content end, m.valid_from, m.valid_to, m.recorded_at, m.recorded_to, m.ordinal
    from statewave_private.memory m
   where m.subject_key = v_key and v_withheld ->> m.id::text is distinct from 'deny'
     and (m.source_episode_id = citing.episode_id
          or m.id in (select s.memory_id from statewave_private.memory_source s
                       where s.subject_key = v_key and s.episode_id = citing.episode_id))
   order by m.seq;
end
$$;

comment on function statewave.citing(text, uuid, text, jsonb) is
  'The memories that name an episode as a source, in the order of writing; ordinal is a passage''s place in the episode. What a policy withholds from the caller (as retrieve()''s) is not there, or redacted. Raises SW404, SW400, SW403.';

revoke all on function statewave.citing(text, uuid, text, jsonb) from public;
grant execute on function statewave.citing(text, uuid, text, jsonb) to statewave_reader;
