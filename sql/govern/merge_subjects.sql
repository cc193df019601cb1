create or replace function statewave.merge_subjects(subject text, into_subject text, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(merge_subjects.tenant);
  v_from_key uuid := statewave_private.key_of_call(v_tenant, merge_subjects.subject);
  v_into_key uuid := statewave_private.key_of_call(v_tenant, merge_subjects.into_subject);
  v_first    statewave_private.subject := statewave_private.lock_subject(least(v_from_key, v_into_key), null, null); -- of two merges one waits
  v_from     statewave_private.subject := statewave_private.lock_subject(v_from_key, null, null);
  v_into     statewave_private.subject := statewave_private.lock_subject(v_into_key, null, null);
  v_ids      uuid[] := array(select e.id from statewave_private.episode e where e.subject_key = v_from_key);
  v_counts   jsonb;
  v_rows     jsonb;
  v_id       uuid := gen_random_uuid();
begin
  if v_from_key = v_into_key then
    perform statewave_private.fail('SW400', 'a subject cannot be merged into itself', 'Name two subjects.');
  elsif v_from.subject_key is null or v_into.subject_key is null then
    perform statewave_private.fail('SW404', format('nothing is known about %L', case when v_from.subject_key is null then merge_subjects.subject else merge_subjects.into_subject end),
                                   'List them: select * from statewave.subjects(). To a new name a subject is brought by rename_subject().');
  elsif exists (select from statewave_private.episode e where e.subject_key = v_into_key and e.id = any (v_ids)) then
    perform statewave_private.fail('SW409', 'both have episodes of the same ids', 'One was imported from the other: erase the one that is not needed.');
  end if;
  v_counts := statewave_private.move_rows(v_from, v_into);
  v_rows := statewave_private.erase_rows(v_from_key, true);
  insert into statewave_private.erasure (id, tenant_id, erased_at, erased_by, row_counts, chain_length, chain_head)
  values (v_id, v_tenant, v_from.last_recorded_at, session_user, v_rows, v_from.audit_seq, v_from.audit_head);
  v_into := statewave_private.audited(v_into, 'merge', v_counts || jsonb_build_object('subject', merge_subjects.subject,
    'moved', jsonb_build_array(v_into.last_episode_seq + 1, v_into.last_episode_seq + (v_counts ->> 'episodes')::int),
    'chain_length', v_from.audit_seq, 'chain_head', encode(v_from.audit_head, 'hex')));
  perform statewave_private.advance_subject(v_into, (v_counts ->> 'episodes')::int, (v_counts ->> 'passages')::int, v_from.first_occurred_at, v_from.last_occurred_at);
  return v_counts || jsonb_build_object(
    'subject', merge_subjects.into_subject, 'tenant', v_tenant, 'merged', merge_subjects.subject, 'merged_at', v_into.last_recorded_at,
    'compiled', (select to_jsonb(c) from statewave_private.compile_episodes(v_into_key, null) c), 'rows', v_rows,
    'erasure', v_id, 'audit_seq', v_into.audit_seq, 'remains', statewave_private.what_remains());
end
$$;

comment on function statewave.merge_subjects(text, text, text) is
  'Makes a subject part of another of the same tenant (an anonymous visitor becomes an account), in one transaction. Its episodes keep ids, times and sources; their provenance gains merged: {subject, recorded_at}. They are known to the other subject from now on, and what was compiled from them is compiled anew, with all of both in the order of events. Its receipts go, and its audit chain ends: the other''s entry and the erasure record keep the chain''s head. Returns {subject, tenant, merged, merged_at, episodes, passages, compiled, rows, erasure, audit_seq, remains}. Raises SW404, SW409, SW400, SW403.';

revoke all on function statewave.merge_subjects(text, text, text) from public;
grant execute on function statewave.merge_subjects(text, text, text) to statewave_admin;
