create or replace function statewave_private.spread_of(p_seconds numeric[])
returns jsonb
language sql
immutable
parallel safe
begin atomic
  select jsonb_build_object(
           'p50', trim_scale(round((percentile_cont(.5) within group (order by s.seconds::float8))::numeric, 3)),
           'p90', trim_scale(round((percentile_cont(.9) within group (order by s.seconds::float8))::numeric, 3)),
           'p95', trim_scale(round((percentile_cont(.95) within group (order by s.seconds::float8))::numeric, 3)))
    from unnest(p_seconds) s (seconds);
end;

comment on function statewave_private.spread_of(numeric[]) is
  'Percentiles of durations in seconds, {p50, p90, p95}, interpolated and rounded to a millisecond; nulls where there are none.';

revoke all on function statewave_private.spread_of(numeric[]) from public;
