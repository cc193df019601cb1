create or replace function statewave_private.check_imported(p_key uuid)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject;
begin
  select s.* into v_subject from statewave_private.subject s where s.subject_key = p_key;
  if v_subject.last_episode_seq < (select max(e.seq) from statewave_private.episode e where e.subject_key = p_key)
     or v_subject.last_memory_seq < (select max(m.seq) from statewave_private.memory m where m.subject_key = p_key)
     or v_subject.audit_seq is distinct from (select coalesce(max(a.seq), 0) from statewave_private.audit_entry a where a.subject_key = p_key)
     or v_subject.last_recorded_at > clock_timestamp() + interval '1 day'
     or exists (select from (select array_agg(statewave_private.line_of(m.kind, m.speaker, m.content, m.valid_from, m.valid_to, m.claim_qualifiers) || E'\n' order by m.seq) as lines,
                                    array_agg(m.token_count order by m.seq) as counts
                               from statewave_private.memory m where m.subject_key = p_key group by m.seq / 200) b
                 where statewave_python.tokens(b.lines) <> b.counts) then
    perform statewave_private.fail('SW422', 'the document does not fit together: its counts, times or tokens are not those of its rows',
                                   'Nothing of it was stored. Export the subject again.');
  end if;
end
$$;

comment on function statewave_private.check_imported(uuid) is
  'Raises SW422 unless a subject that was just written counts its rows right and its lines'' tokens are theirs: what later writes and every budget rest on and no constraint can hold.';

revoke all on function statewave_private.check_imported(uuid) from public;
