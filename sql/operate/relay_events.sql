create or replace function statewave_private.relay_events(p_tenant text)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_most    constant int := 20; -- subjects in a turn: who writes about them waits until it ends
  v_start   constant uuid := '00000000-0000-0000-0000-000000000000';
  v_before  timestamptz;
  v_counter statewave_private.event_counter;
  v_first   bigint;
  v_keys    uuid[];
  v_key     uuid;
  v_last    bigint;
  v_done    int := 0;
begin
  select c.* into v_counter from statewave_private.event_counter c where c.tenant_id = p_tenant for no key update;
  if v_counter.since is null or v_counter.since = 'infinity' then
    return 0;
  end if;
  v_first := v_counter.position;
  v_before := clock_timestamp();
  v_keys := statewave_private.subjects_with_news(p_tenant, coalesce(v_counter.next_key, v_start), v_most);
  if cardinality(v_keys) < v_most and v_counter.next_key is not null then -- and from the start, none twice
    v_keys := v_keys || array(select k.key from unnest(statewave_private.subjects_with_news(p_tenant, v_start, v_most - cardinality(v_keys))) k (key)
                               where k.key <= v_counter.next_key);
  end if;
  -- After the subjects were found and before they are relayed: one that came anew after it was erased
  -- is never told of before its erasure.
  v_counter.position := statewave_private.relay_erasures(v_counter);
  v_done := v_counter.position - v_first;
  foreach v_key in array v_keys loop
    v_last := statewave_private.relay_subject(v_key, v_counter, v_before);
    v_counter.position := coalesce(v_last, v_counter.position);
    v_done := v_done + (v_last is not null)::int;
    v_counter.next_key := v_key;
  end loop;
  update statewave_private.event_counter c set position = v_counter.position, next_key = v_counter.next_key where c.tenant_id = p_tenant;
  if v_counter.position > v_first then
    notify statewave;
  end if;
  return v_done;
end
$$;

comment on function statewave_private.relay_events(text) is
  'Makes events of what was recorded, compiled, forgotten, … of up to 20 of the tenant''s subjects, and of erasures, and wakes who listens to the channel statewave. Holds the tenant''s counter until the transaction ends: one relays at a time, so whoever reads behind a position misses nothing. Returns how many subjects and erasures it dealt with; 0: there is nothing now.';

revoke all on function statewave_private.relay_events(text) from public;
