-- requires: operate/wants.sql
create or replace function statewave_private.events_after(p_tenant text, p_position bigint, p_events text[], p_since timestamptz, p_most int)
returns table (place bigint, event text, subject text, subject_key uuid, at timestamptz, data jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set plan_cache_mode = force_generic_plan
set enable_seqscan = off    -- a page of them is asked for, whatever the table holds
set enable_bitmapscan = off
set enable_hashjoin = off   -- and their subjects by key
set enable_mergejoin = off
as $$
#variable_conflict error
begin
  return query
  with of_subject as (
    select e.position, e as event from statewave_private.event e
     where e.tenant_id = p_tenant and e.position > p_position and e.recorded_at >= p_since and statewave_private.wants(p_events, e.event)
     order by e.position limit p_most
  ), of_erasure as (
    select e.position, e as erasure from statewave_private.erasure e
     where e.tenant_id = p_tenant and e.position > p_position and e.erased_key is not null and e.erased_at >= p_since
       and statewave_private.wants(p_events, 'subject.erased')
     order by e.position limit p_most
  ), next as (
    select o.position, o.event, null::statewave_private.erasure as erasure from of_subject o
    union all
    select o.position, null, o.erasure from of_erasure o
     order by 1 limit p_most
  )
  select n.position, coalesce((n.event).event, 'subject.erased')::text, s.subject::text, coalesce((n.event).subject_key, (n.erasure).erased_key),
         coalesce((n.event).recorded_at, (n.erasure).erased_at),
         case when (n.erasure).id is null then statewave_private.event_data(n.event)
              else jsonb_build_object('erasure', (n.erasure).id) end
    from next n
    left join statewave_private.subject s on s.subject_key = (n.event).subject_key
   order by n.position;
end
$$;

comment on function statewave_private.events_after(text, bigint, text[], timestamptz, int) is
  'A tenant''s next events after a position, of these names and patterns, recorded from p_since on.';

revoke all on function statewave_private.events_after(text, bigint, text[], timestamptz, int) from public;
