create or replace function statewave_private.period_match(
  p_at timestamptz, p_until timestamptz, p_first_days date[], p_last_days date[], p_weights float8[], p_fading_days float8)
returns float8
language sql
stable
parallel safe
begin atomic
  select coalesce(max(p.weight * case when d.day <= p.last then 1 else 1 - (d.day - p.last) / (p_fading_days + 1) end), 0)
    from unnest(p_first_days, p_last_days, p_weights) p (first, last, weight)
   -- Of what held for a while its last day counts that is not behind the period.
   cross join lateral (select case when p_until is null then (p_at at time zone 'UTC')::date
                                   else greatest((p_at at time zone 'UTC')::date, least(p.last, (p_until at time zone 'UTC')::date)) end as day) d
   where d.day >= p.first and d.day <= p.last + p_fading_days::int;
end;

comment on function statewave_private.period_match(timestamptz, timestamptz, date[], date[], float8[], float8) is
  'How well an event time, or the time from p_at until p_until, fits periods, 0 to 1: the weight of the best period that holds its day (UTC), less with each day after it, nothing after p_fading_days of them.';

revoke all on function statewave_private.period_match(timestamptz, timestamptz, date[], date[], float8[], float8) from public;
