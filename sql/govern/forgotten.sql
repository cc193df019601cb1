create or replace function statewave_private.forgotten(
  p_subject statewave_private.subject, p_ids uuid[], p_seqs int[], p_receipts int[], p_action text,
  out rows jsonb, out audit_seq int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_key     constant uuid := p_subject.subject_key;
  v_subject statewave_private.subject;
  v_erases  int[];
begin
  rows := statewave_private.forget_rows(v_key, p_ids, p_seqs);
  delete from statewave_private.receipt r where r.subject_key = v_key and r.seq = any (p_receipts);
  rows := rows || case when p_receipts = '{}' then '{}' else jsonb_build_object('receipt', cardinality(p_receipts)) end;
  -- What was recorded by calls of which nothing is left, and the entries of those receipts.
  v_erases := p_receipts || array(select e.seq from statewave_private.audit_entry e
                     where e.subject_key = v_key and e.action = 'record' and e.detail is not null
                       and not exists (select from statewave_private.episode x
                                        where x.subject_key = v_key and x.seq between (e.detail -> 'episodes' ->> 0)::int and (e.detail -> 'episodes' ->> 1)::int)
                     order by e.seq);
  update statewave_private.audit_entry e set salt = null, detail = null where e.subject_key = v_key and e.seq = any (v_erases);
  v_subject := statewave_private.audited(p_subject, p_action, jsonb_build_object('episodes', cardinality(p_ids), 'rows', rows), v_erases);
  audit_seq := v_subject.audit_seq;
  update statewave_private.subject s
     set last_recorded_at = v_subject.last_recorded_at, audit_seq = v_subject.audit_seq, audit_head = v_subject.audit_head,
         episode_count = s.episode_count - cardinality(p_ids), memory_count = s.memory_count - (rows ->> 'memory')::int,
         first_occurred_at = x.first_at, last_occurred_at = x.last_at
    from (select min(e.occurred_at) as first_at, max(e.occurred_at) as last_at from statewave_private.episode e where e.subject_key = v_key) x
   where s.subject_key = v_key;
end
$$;

comment on function statewave_private.forgotten(statewave_private.subject, uuid[], int[], int[], text) is
  'Removes episodes by id, with all that has no other source, memories by number and receipts by their entries from a locked subject, with an audit entry of that action; gives the rows removed, by table, and the entry''s number.';

revoke all on function statewave_private.forgotten(statewave_private.subject, uuid[], int[], int[], text) from public;
