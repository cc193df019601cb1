create or replace function statewave_private.current_memory(p_key uuid, p_id uuid, p_idempotency_key text)
returns statewave_private.memory
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_memory statewave_private.memory;
begin
  select m.* into v_memory from statewave_private.memory m where m.subject_key = p_key and m.id = p_id;
  if not found then
    perform statewave_private.fail('SW404', 'the subject has no memory with this id', 'List them: select * from statewave.timeline(subject).');
  elsif v_memory.kind = 'passage' then
    perform statewave_private.fail('SW400', 'the memory is a passage, what was said word for word', 'Remember what it means, or forget its episode.');
  elsif v_memory.recorded_to is not null and not exists ( -- else the call is repeated
      select from statewave_private.episode e where e.subject_key = p_key and e.idempotency_key = p_idempotency_key collate "C") then
    perform statewave_private.fail('SW409', 'the memory is not in force any more', 'Take what is: select * from statewave.history(subject, claim_key), or timeline(subject).');
  end if;
  return v_memory;
end
$$;

comment on function statewave_private.current_memory(uuid, uuid, text) is
  'A compiled memory in force, of a locked subject; for a call that is repeated with its idempotency key also one that it has closed. Raises SW404, SW400 for a passage, SW409 for one that was corrected or retracted.';

revoke all on function statewave_private.current_memory(uuid, uuid, text) from public;
