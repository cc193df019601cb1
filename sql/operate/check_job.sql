create or replace function statewave_private.check_job(p_kind text, p_lane text, p_payload jsonb, p_run_at timestamptz)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_kind is null or p_kind !~ '^[a-z][a-z0-9_]{0,62}$' or p_kind = 'webhook' then
    perform statewave_private.fail('SW400', format('%L is no kind of job', left(p_kind, 64)), 'Give a lower-case word: compile, or what a worker of yours claims. Deliveries (webhook) are made from events.');
  elsif p_lane <> '' or p_lane is null then
    perform statewave_private.check_name('lane', p_lane, 128);
  end if;
  if coalesce(jsonb_typeof(p_payload), '') <> 'object' or octet_length(p_payload::text) > 8192 then
    perform statewave_private.fail('SW400', 'the payload is no object of at most 8 KiB', 'Give ids; the worker reads the rest.');
  elsif p_run_at > clock_timestamp() + interval '1 year' then
    perform statewave_private.fail('SW400', 'run_at is more than a year ahead', 'Give an earlier time.');
  end if;
end
$$;

comment on function statewave_private.check_job(text, text, jsonb, timestamptz) is
  'Raises SW400 unless these are a job''s kind, lane, payload and time.';

revoke all on function statewave_private.check_job(text, text, jsonb, timestamptz) from public;
