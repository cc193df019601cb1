create or replace function statewave_private.end_memory(
  p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_memory statewave_private.memory, p_at timestamptz, p_episode_id uuid, p_until timestamptz default null,
  out last_seq int, out resumed statewave_private.memory)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_again constant record := statewave_private.stated_again(p_memory, greatest(p_at, p_until));
  v_ended statewave_private.memory := p_memory;
begin
  last_seq := p_last_seq;
  if v_again.episode_id is not null then
    last_seq := last_seq + 1;
    resumed := p_memory;
    resumed.seq := last_seq;
    resumed.id := gen_random_uuid();
    resumed.corrects := null;
    resumed.source_episode_id := v_again.episode_id;
    resumed.valid_from := v_again.stated_from;
    resumed.stated_from := v_again.stated_from;
    resumed.recorded_at := p_subject.last_recorded_at;
    resumed.run_id := p_run_id;
  end if;
  v_ended.valid_to := p_at;
  v_ended.ended_by := p_episode_id;
  last_seq := (statewave_private.revise_memory(p_memory, v_ended, p_subject.last_recorded_at, p_run_id, last_seq)).last_seq;
  if resumed.id is not null then
    perform statewave_private.write_memory(resumed, p_subject.text_config);
    insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at, stated_from)
    select p_subject.subject_key, resumed.id, s.episode_id, p_subject.tenant_id, p_subject.last_recorded_at, s.stated_from
      from (select p_memory.source_episode_id, p_memory.stated_from
            union all
            select x.episode_id, x.stated_from from statewave_private.memory_source x
             where x.subject_key = p_subject.subject_key and x.memory_id = p_memory.id) s (episode_id, stated_from)
     where s.stated_from >= v_again.stated_from and s.episode_id <> v_again.episode_id
        on conflict (subject_key, memory_id, episode_id) do nothing;
  end if;
end
$$;

comment on function statewave_private.end_memory(statewave_private.subject, uuid, int, statewave_private.memory, timestamptz, uuid, timestamptz) is
  'Ends a memory''s validity at a time, as an episode has it. Where a source states it for a later time (p_until: not before that), another memory takes it up from then on: resumed. Gives the last memory number used.';

revoke all on function statewave_private.end_memory(statewave_private.subject, uuid, int, statewave_private.memory, timestamptz, uuid, timestamptz) from public;
