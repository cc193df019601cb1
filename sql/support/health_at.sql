create or replace function statewave_private.health_at(p_key uuid, p_subject text, p_as_of timestamptz, p_unseen uuid[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_healthy constant int := 70; -- from here up
  v_watch   constant int := 40; -- from here up; below, at risk
begin
  return (
    select jsonb_build_object('subject_id', p_subject, 'score', s.score,
             'state', case when s.score >= v_healthy then 'healthy' when s.score >= v_watch then 'watch' else 'at_risk' end, 'factors', s.factors)
      from (select least(100, greatest(0, 100 + coalesce(sum(f.impact), 0)))::int as score,
                   coalesce(jsonb_agg(jsonb_build_object('signal', f.signal, 'impact', f.impact, 'detail', f.detail) order by f.place), '[]') as factors
              from statewave_private.health_factors(p_key, p_as_of, p_unseen) f) s);
end
$$;

comment on function statewave_private.health_at(uuid, text, timestamptz, uuid[]) is
  'A subject''s health at a time: {subject_id, score (0 to 100), state, factors}.';

revoke all on function statewave_private.health_at(uuid, text, timestamptz, uuid[]) from public;
