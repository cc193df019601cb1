-- requires: compile/likeness.sql
create or replace function statewave_private.write_supersessions(
  p_subject statewave_private.subject, p_run_id uuid, p_id uuid, p_new statewave_private.memory, p_before statewave_private.memory, p_after statewave_private.memory)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_count int;
begin
  insert into statewave_private.supersession
    (subject_key, superseded_id, superseding_id, tenant_id, run_id, rule, reason, score, threshold, recorded_at)
  select p_subject.subject_key, s.older, s.newer, p_subject.tenant_id, p_run_id, s.rule,
         format('%s of %s: %s, stated for %s, after %s, stated for %s', p_new.claim_key, coalesce(p_new.claim_entity, p_new.speaker),
                s.newer_value, to_char(s.newer_from, 'YYYY-MM-DD HH24:MI'), s.older_value, to_char(s.older_from, 'YYYY-MM-DD HH24:MI')),
         s.likeness, 1, p_subject.last_recorded_at
    from (values
           ('newer_value', p_before.id, p_before.claim_value, p_before.valid_from, p_id, p_new.claim_value, p_new.valid_from,
            p_before.claim_canonical <> p_new.claim_canonical, statewave_private.likeness(p_before.claim_canonical, p_new.claim_canonical)),
           ('older_value', p_id, p_new.claim_value, p_new.valid_from, p_after.id, p_after.claim_value, p_after.valid_from,
            p_new.claim_canonical <> p_after.claim_canonical, statewave_private.likeness(p_new.claim_canonical, p_after.claim_canonical)))
         s (rule, older, older_value, older_from, newer, newer_value, newer_from, is_other, likeness)
   where s.older is not null and s.newer is not null and s.is_other
      on conflict (subject_key, superseded_id, superseding_id) do nothing;
  get diagnostics v_count = row_count;
  return least(v_count, 1);
end
$$;

comment on function statewave_private.write_supersessions(statewave_private.subject, uuid, uuid, statewave_private.memory, statewave_private.memory, statewave_private.memory) is
  'Writes that a single-valued claim''s new memory replaced the one before it, and was replaced by the one after it: the rule, the reason, and as score how alike the words of the values are. Returns 1, or 0 when neither is there.';

revoke all on function statewave_private.write_supersessions(statewave_private.subject, uuid, uuid, statewave_private.memory, statewave_private.memory, statewave_private.memory) from public;
