-- requires: http/v1_memory_of.sql
create or replace function statewave_private.v1_compiled(p_key uuid, p_subject text, p_run_id uuid, p_after int, p_through int)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_labels constant jsonb := statewave_private.v1_labels(p_key);
begin
  return coalesce((
    select jsonb_agg(statewave_private.v1_memory_of(m, p_subject, statewave_private.sources_of(m, 'infinity'), v_labels, statement_timestamp(), false)
                     order by m.kind = 'passage', m.seq)
      from (select r.* from statewave_private.memory r
             where r.subject_key = p_key and r.run_id = p_run_id and r.corrects is null and (r.recorded_to is null or r.recorded_to > r.recorded_at)
            union all
            select p.* from statewave_private.episode e
              join statewave_private.memory p on p.subject_key = p_key and p.source_episode_id = e.id and p.kind = 'passage'
             where e.subject_key = p_key and e.seq > p_after and e.seq <= p_through) m), '[]');
end
$$;

comment on function statewave_private.v1_compiled(uuid, text, uuid, int, int) is
  'What a compile run over episodes made, as the HTTP API shows it: its facts, then the passages of those episodes.';

revoke all on function statewave_private.v1_compiled(uuid, text, uuid, int, int) from public;
