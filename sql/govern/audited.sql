-- requires: govern/audit_hash.sql
create or replace function statewave_private.audited(p_subject statewave_private.subject, p_action text, p_detail jsonb, p_erases int[] default '{}')
returns statewave_private.subject
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject := p_subject;
  v_salt    constant bytea := uuid_send(gen_random_uuid());
  v_detail  constant jsonb := jsonb_build_object('by', session_user) || p_detail;
  v_digest  constant bytea := sha256(v_salt || convert_to(v_detail::text, 'UTF8'));
begin
  v_subject.audit_seq := p_subject.audit_seq + 1;
  v_subject.audit_head := statewave_private.audit_hash(p_subject.audit_head, v_subject.audit_seq, p_subject.last_recorded_at, p_action, p_erases, v_digest);
  insert into statewave_private.audit_entry (subject_key, seq, tenant_id, recorded_at, action, erases, digest, previous, hash, salt, detail)
  values (p_subject.subject_key, v_subject.audit_seq, p_subject.tenant_id, p_subject.last_recorded_at, p_action, p_erases, v_digest,
          p_subject.audit_head, v_subject.audit_head, v_salt, v_detail);
  return v_subject;
end
$$;

comment on function statewave_private.audited(statewave_private.subject, text, jsonb, int[]) is
  'Adds an entry to the audit chain of a subject, locked by lock_subject, and returns the subject with the chain''s new head, which the caller writes to its row.';

revoke all on function statewave_private.audited(statewave_private.subject, text, jsonb, int[]) from public;
