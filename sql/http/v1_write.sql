create or replace function statewave_private.v1_write(p_key uuid, p_tenant text, p_subject text, p_episodes jsonb)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_known jsonb := '{}';
  v_new   uuid[];
begin
  if p_episodes @? '$[*].idempotency_key' then
    perform statewave_private.lock_subject(p_key, null, null); -- so that a key that is new now is new when it is written
    select coalesce(jsonb_object_agg(k.key, e.id), '{}') into v_known
      from (select distinct g.episode ->> 'idempotency_key' as key from jsonb_array_elements(p_episodes) g (episode)) k
     cross join lateral (select x.id from statewave_private.episode x where x.subject_key = p_key and x.idempotency_key = k.key limit 1) e;
  end if;
  with given as (
    select g.episode, g.place, g.episode ->> 'idempotency_key' as key,
           first_value(g.place) over (partition by coalesce('k' || (g.episode ->> 'idempotency_key'), 'n' || g.place) order by g.place) as first
      from jsonb_array_elements(p_episodes) with ordinality g (episode, place)
  )
  select statewave_private.write_episodes(p_key, p_tenant, p_subject, coalesce(jsonb_agg(g.episode order by g.place), '[]')) into v_new
    from given g
   where g.place = g.first and not coalesce(v_known ? g.key, false);

  return array(
    with given as (
      select g.place, g.episode ->> 'idempotency_key' as key,
             first_value(g.place) over (partition by coalesce('k' || (g.episode ->> 'idempotency_key'), 'n' || g.place) order by g.place) as first
        from jsonb_array_elements(p_episodes) with ordinality g (episode, place)
    ), written as (
      select g.place, row_number() over (order by g.place) as number from given g where g.place = g.first and not coalesce(v_known ? g.key, false)
    )
    select coalesce((v_known ->> g.key)::uuid, v_new[w.number])
      from given g left join written w on w.place = g.first
     order by g.place);
end
$$;

comment on function statewave_private.v1_write(uuid, text, text, jsonb) is
  'Stores a subject''s episodes as write_episodes(), but for what the HTTP API says of a repeated idempotency key: it is the episode that has it, whatever the body. Returns the ids in the order given.';

revoke all on function statewave_private.v1_write(uuid, text, text, jsonb) from public;
