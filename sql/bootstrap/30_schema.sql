-- Only the superuser can make PL/Python functions; the owner of the rest may call them.
create schema if not exists statewave_python;
revoke all on schema statewave_python from public;
grant usage on schema statewave_python to statewave_owner;

-- Of an earlier release: a function whose parameters or result were others is not replaced.
do $$
begin
  drop function if exists statewave_python.claims(text[]);
  if exists (select from pg_proc p
              where p.oid = to_regprocedure('statewave_python.cues(text[], date, int, int)') and 'past' <> all (p.proargnames)) then
    drop function statewave_python.cues(text[], date, int, int);
  end if;
end
$$;
