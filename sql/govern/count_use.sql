create or replace function statewave_private.count_use(p_key_hash bytea, p_rate int, p_cost int)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
#variable_conflict error
declare
  v_now  constant timestamptz := clock_timestamp();
  v_used bigint;
  v_ends timestamptz;
begin
  -- Clocks of two requests may differ by what one of them waited: the later minute holds.
  insert into statewave_private.api_key_use as u (key_hash, window_at, used)
  values (p_key_hash, date_trunc('minute', v_now), p_cost)
      on conflict on constraint api_key_use_pkey do update
         set used = case when u.window_at >= excluded.window_at then u.used + excluded.used else excluded.used end,
             window_at = greatest(u.window_at, excluded.window_at)
  returning u.used, u.window_at + interval '1 minute' into v_used, v_ends;
  if v_used > p_rate then
    perform statewave_private.refuse('SW429', format('more than %s requests in this minute', p_rate), 'Come again when the minute is over.',
                                     greatest(1, ceil(extract(epoch from v_ends - v_now)))::int::text);
  end if;
end
$$;

comment on function statewave_private.count_use(bytea, int, int) is
  'Counts p_cost on a key in this minute of the clock. Raises SW429 above p_rate, with the seconds until the next minute as its detail; what is refused is not counted.';

revoke all on function statewave_private.count_use(bytea, int, int) from public;
