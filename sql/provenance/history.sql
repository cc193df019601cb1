-- requires: provenance/versions_of.sql
create or replace function statewave.history(
  subject text, claim_key text, entity text default null, as_of timestamptz default null, caller jsonb default null, tenant text default null)
returns table (memory_id uuid, key text, holder text, value text, qualifiers jsonb, content text, valid_from timestamptz, valid_to timestamptz,
               recorded_at timestamptz, recorded_to timestamptz, status text, superseded_by uuid, rule text, reason text, score float8, threshold float8,
               ended_by uuid, run_id uuid, source_episode_ids uuid[])
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
  v_tenant   text := statewave_private.tenant_of_call(history.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, history.subject);
  v_withheld jsonb := statewave_private.withheld_ids(v_key, v_tenant, history.caller);
  v_as_of    timestamptz := (statewave_private.moment_of_call(v_key, history.as_of)).as_of;
begin
  perform statewave_private.check_name('claim_key', history.claim_key, 128);
  return query
  select m.id, m.claim_key::text, coalesce(m.claim_entity, m.speaker)::text, m.claim_value, m.claim_qualifiers, m.content, m.valid_from, m.valid_to,
         m.recorded_at, case when m.recorded_to <= v_as_of then m.recorded_to end,
         case when m.recorded_to <= v_as_of then 'corrected' when m.valid_to <= v_as_of then 'past' when m.valid_from > v_as_of then 'future' else 'current' end,
         s.superseding_id, s.rule, s.reason, s.score, s.threshold, m.ended_by, m.run_id, statewave_private.sources_of(m, v_as_of)
    from statewave_private.memory m
    left join lateral (
         select x.* from statewave_private.supersession x
          where x.subject_key = v_key and x.superseded_id = any (statewave_private.versions_of(v_key, m.id)) and x.recorded_at <= v_as_of
            and not v_withheld ? x.superseding_id::text
          order by x.recorded_at desc, x.superseding_id
          limit 1) s on true
   where m.subject_key = v_key and m.recorded_at <= v_as_of and not v_withheld ? m.id::text
     and (m.claim_key = history.claim_key collate "C" or history.claim_key like '%.*' and starts_with(m.claim_key, rtrim(history.claim_key, '*')))
     and (history.entity is null or lower(coalesce(m.claim_entity, m.speaker)) = lower(history.entity collate "C"))
   order by m.claim_key, lower(coalesce(m.claim_entity, m.speaker)), m.valid_from, m.seq;
end
$$;

comment on function statewave.history(text, text, text, timestamptz, jsonb, text) is
  'A fact''s life: every value that a claim key (or all that begin like it: family.*) ever had, by whom it is about and from when it holds. status: current, past, future, or corrected (known otherwise since recorded_to). superseded_by, rule, reason, score and threshold say what took its place and why, ended_by which episode ended it. entity: about whom alone; caller, as_of: as retrieve()''s; what is withheld from the caller is not there. Raises SW400, SW403.';

revoke all on function statewave.history(text, text, text, timestamptz, jsonb, text) from public;
grant execute on function statewave.history(text, text, text, timestamptz, jsonb, text) to statewave_reader;
