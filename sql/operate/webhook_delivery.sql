create or replace function statewave.webhook_delivery(job_id uuid, worker text, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant    text := statewave_private.tenant_of_call(webhook_delivery.tenant);
  v_job       statewave_private.job := statewave_private.held_job(v_tenant, webhook_delivery.job_id, webhook_delivery.worker);
  v_position  bigint := (v_job.payload ->> 'position')::bigint;
  v_now       constant bigint := extract(epoch from clock_timestamp())::bigint;
  v_webhook   statewave_private.webhook;
  v_addresses cidr[];
  v_body      text;
begin
  select w.* into v_webhook from statewave_private.webhook w where w.tenant_id = v_tenant and w.name = v_job.lane;
  select jsonb_build_object('type', e.event, 'timestamp', e.at, 'place', e.place, 'tenant', v_tenant, 'subject', e.subject,
                            'subject_key', e.subject_key, 'data', e.data)::text
    into v_body
    from statewave_private.events_after(v_tenant, v_position - 1, null, '-infinity', 1) e
   where e.place = v_position;
  if v_webhook.name is null or v_body is null then
    perform statewave_private.fail('SW404', format('there is no %s to deliver', case when v_body is null then 'event' else 'webhook' end), 'Give the job up: fail_job(…, retryable => false).');
  end if;
  v_addresses := statewave_private.webhook_target(v_tenant, v_webhook.url);
  return jsonb_build_object(
    'url', v_webhook.url, 'addresses', to_jsonb(v_addresses::text[]), 'body', v_body,
    'headers', jsonb_build_object(
      'content-type', 'application/json', 'user-agent', 'statewave', 'webhook-id', v_job.id, 'webhook-timestamp', v_now::text,
      'webhook-signature', 'v1,' || encode(statewave_private.hmac_sha256(v_webhook.secret, convert_to(format('%s.%s.%s', v_job.id, v_now, v_body), 'UTF8')), 'base64')));
end
$$;

comment on function statewave.webhook_delivery(uuid, text, text) is
  'What a worker that holds a job of kind webhook has to send: {url, headers, body, addresses}, signed; addresses are networks that the host may be in though they are not public. The secret does not leave the database. Raises SW409 where the worker does not hold the job, SW404 where event or webhook are gone, SW403 where the host is not allowed (any more).';

revoke all on function statewave.webhook_delivery(uuid, text, text) from public;
grant execute on function statewave.webhook_delivery(uuid, text, text) to statewave_worker;
