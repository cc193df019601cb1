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
  v_labels   constant jsonb := statewave_private.v1_labels(p_key);
  v_withheld constant jsonb := statewave_private.withheld_ids(p_key, (select s.tenant_id from statewave_private.subject s where s.subject_key = p_key), null);
begin
  return coalesce((
    with made as materialized (
      select y.m, statewave_private.sources_of(y.m, 'infinity') as sources, (y.m).kind = 'passage' as is_passage, (y.m).seq
        from (select r from statewave_private.memory r
               where r.subject_key = p_key and r.run_id = p_run_id and r.corrects is null and (r.recorded_to is null or r.recorded_to > r.recorded_at)
              union all
              select p from statewave_private.episode e
                join statewave_private.memory p on p.subject_key = p_key and p.source_episode_id = e.id and p.kind = 'passage'
               where e.subject_key = p_key and e.seq > p_after and e.seq <= p_through) y (m)
       where coalesce(v_withheld ->> (y.m).id::text, '') <> 'deny'
    ), labelled as materialized (
      select n.*, case when v_labels = '{}' then '{}' else statewave_private.v1_labels_of(v_labels, n.sources) end as labels, statement_timestamp() as now from made n
    )
    select jsonb_agg(statewave_private.v1_memory_of(l.m, p_subject, l.sources, l.labels, l.now, v_withheld ->> (l.m).id::text is not distinct from 'redact') order by l.is_passage, l.seq) from labelled l), '[]');
end
$$;

comment on function statewave_private.v1_compiled(uuid, text, uuid, int, int) is
  'What a compile run over episodes made, as the HTTP API shows it: its facts, then the passages of those episodes; but for what a policy withholds from the login role.';

revoke all on function statewave_private.v1_compiled(uuid, text, uuid, int, int) from public;
