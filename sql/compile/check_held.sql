create or replace function statewave_private.check_held(p_run statewave_private.compile_run, p_worker text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_run.id is null then
    perform statewave_private.fail('SW404', 'there is no such run', 'Its subject was erased, or it is another tenant''s: claim again.');
  elsif p_run.claimed_by is distinct from session_user or p_worker is not null and p_worker is distinct from p_run.worker then
    perform statewave_private.fail('SW403', 'another worker claimed this run', 'Only who claimed it may extend, apply or fail it.');
  elsif p_run.state <> 'claimed' then
    perform statewave_private.fail('SW409', format('the run is %s', case p_run.state when 'lapsed' then 'lapsed: its lease ended and another took over' else p_run.state end),
                                   'Nothing of this call was stored: claim again.');
  elsif p_run.lease_until <= clock_timestamp() then
    perform statewave_private.fail('SW409', 'the run''s lease has ended', 'Nothing of this call was stored: claim again, and extend_claim() in time.');
  end if;
end
$$;

comment on function statewave_private.check_held(statewave_private.compile_run, text) is
  'Raises SW404, SW403 or SW409 unless a run is claimed, for now, by the login role and (if named) the worker of this call.';

revoke all on function statewave_private.check_held(statewave_private.compile_run, text) from public;
