create or replace function statewave.expire(after uuid default null, page int default 100, tenant text default null)
returns table (next uuid, subjects int, episodes bigint, memories bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(expire.tenant);
  v_now     constant timestamptz := statement_timestamp();
  v_expired record;
  v_subject statewave_private.subject;
  v_rows    jsonb;
begin
  perform statewave_private.check_page(expire.page);
  if expire.after is null then
    perform statewave_private.drop_finished(v_tenant);
  end if;
  subjects := 0;
  episodes := 0;
  memories := 0;
  for next in -- in the order in which all who lock several subjects lock them
    select s.subject_key from statewave_private.subject s
     where s.tenant_id = v_tenant and (expire.after is null or s.subject_key > expire.after)
     order by s.subject_key
     limit expire.page
  loop
    v_expired := statewave_private.expired(next, v_tenant, v_now);
    continue when v_expired = row('{}'::uuid[], '{}'::int[], '{}'::int[]);
    v_subject := statewave_private.lock_subject(next, null, null);
    v_expired := statewave_private.expired(next, v_tenant, v_now); -- as it is behind the lock
    continue when v_subject.subject_key is null or v_expired = row('{}'::uuid[], '{}'::int[], '{}'::int[]);
    v_rows := (statewave_private.forgotten(v_subject, v_expired.ids, v_expired.seqs, v_expired.receipts, 'expire')).rows;
    subjects := subjects + 1;
    episodes := episodes + (v_rows ->> 'episode')::bigint;
    memories := memories + (v_rows ->> 'memory')::bigint;
  end loop;
  return query select expire.next, expire.subjects, expire.episodes, expire.memories;
end
$$;

comment on function statewave.expire(uuid, int, text) is
  'Removes what the tenant''s retention (set_retention) keeps no longer from the next page (1 to 1,000) subjects, in one transaction, at most 10,000 episodes, memories and receipts of each: how many subjects lost something, and how much. Call it again with after => next until next is null, and from the start until nothing is removed: "statewave maintain" does. The first page also removes jobs done a week ago and events that everyone has read. Raises SW400, SW403.';

revoke all on function statewave.expire(uuid, int, text) from public;
grant execute on function statewave.expire(uuid, int, text) to statewave_admin;
