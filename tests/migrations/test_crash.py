"""P19: a crash at a statement boundary leaves nothing half done, and the next run succeeds.

An event trigger ends the connection after the n-th statement that changes the schema, so every
boundary of the real migrations, functions and grants can be met without changing a file. After
such a crash the catalogs must hold the very rows they held before, unless the ledger names a part
more; then the next run starts behind that part.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from psycopg import OperationalError

from statewave import deploy
from statewave.deploy.sources import Sources
from statewave.deploy.statements import LEDGER, OWNER
from tests.migrations.support import (
    NewDatabase,
    Programs,
    copied,
    ledger,
    name_of,
    one,
    run,
)

CRASH = """
create function public.crash() returns event_trigger language plpgsql
security definer set search_path = pg_catalog as $$
declare
  v_count int := coalesce(nullif(current_setting('crash.count', true), ''), '0')::int + 1;
begin
  perform set_config('crash.count', v_count::text, false);
  if v_count = current_setting('crash.at', true)::int then
    perform pg_terminate_backend(pg_backend_pid());
  end if;
end
$$;
create event trigger crash on ddl_command_end execute function public.crash();
"""
# Each row of the catalogs with the transaction that wrote it.
CATALOGS = """
select md5(string_agg(line, ' ' order by line))
  from (select concat_ws('/', tableoid, oid, xmin) from pg_class where relnamespace <> 'pg_toast'::regnamespace
        union all select concat_ws('/', tableoid, oid, xmin) from pg_proc
        union all select concat_ws('/', tableoid, oid, xmin) from pg_namespace
        union all select concat_ws('/', tableoid, oid, xmin) from pg_constraint
        union all select concat_ws('/', tableoid, oid, xmin) from pg_default_acl
        union all select concat_ws('/', tableoid, objoid, objsubid, xmin) from pg_description) c (line)
"""


def state(dsn: str) -> tuple[object, list[tuple[str, str]] | None]:
    """The catalogs' rows, and the ledger's where there is one."""
    has_ledger = one(dsn, "select to_regclass('statewave_private.deployment')")
    return one(dsn, CATALOGS), ledger(dsn) if has_ledger else None


def crash_along(dsn: str, install: Callable[[], object], every: int) -> int:
    """Crash an install at each ``every``-th boundary until it ends well; returns how many times."""
    run(dsn, CRASH)
    crashes, boundary = 0, 1
    while True:
        before = state(dsn)
        run(dsn, f"alter database {name_of(dsn)} set crash.at = {boundary}")
        try:
            install()
        except (deploy.DeployError, OperationalError) as error:
            assert "terminating connection" in str(error), error
            crashes += 1
        else:
            break
        after = state(dsn)
        if after[1] == before[1]:
            assert after == before, f"half done after a crash at boundary {boundary} of {before}"
            boundary += every
        else:
            boundary = 1
    run(dsn, f"alter database {name_of(dsn)} reset crash.at", "drop event trigger crash")
    run(dsn, "drop function public.crash()")
    return crashes


def toy(folder: Path) -> Sources:
    """Few small tables and functions, the whole real way."""
    sources = copied(folder)
    root = sources.root
    foundation = "create table statewave_private.{0} ({0}_id int not null);\n" + "\n".join(
        [
            "comment on table statewave_private.{0} is 'A toy.';",
            "comment on column statewave_private.{0}.{0}_id is 'Its number.';",
            "insert into statewave_private.{0} values (1);",
        ]
    )
    function = (
        "create or replace function statewave.{0}() returns int language sql return 1;\n"
        "comment on function statewave.{0}() is 'A toy.';\n"
    )
    for file in [*(root / "sql").glob("*/*.sql"), *(root / "migrations").glob("0*")]:
        if file.parent.name not in ("bootstrap", "lib", "python"):
            file.unlink()
    for kind in ("deploy", "revert", "verify"):
        for file in (root / "migrations" / kind).glob("*"):
            file.unlink()
    for id, after in (("0001_one", "set()"), ("0002_two", "{'0001_one'}")):
        name = id[5:]
        (root / "migrations" / f"{id}.py").write_text(
            f"from statewave import deploy\n__depends__ = {after}\nsteps = deploy.steps(__file__)\n"
        )
        (root / "migrations" / "deploy" / f"{id}.sql").write_text(foundation.format(name))
        undo = f"drop table statewave_private.{name};\n"
        (root / "migrations" / "revert" / f"{id}.sql").write_text(undo)
        (root / "migrations" / "verify" / f"{id}.sql").write_text("select 1;\n")
        (root / "sql" / "record" / f"{name}.sql").write_text(function.format(name))
    return sources


def test_a_crash_at_any_boundary_of_a_small_install_leaves_nothing_half_done(
    new_database: NewDatabase, programs: Programs, tmp_path: Path
) -> None:
    sources = toy(tmp_path)
    dsn, alone = new_database(), new_database()
    deploy.bootstrap(alone)
    deploy.deploy(alone, sources=sources)
    deploy.bootstrap(dsn)

    crashes = crash_along(dsn, lambda: deploy.deploy(dsn, sources=sources), every=1)

    # The ledger's statements, two tables with their comments, two functions with theirs.
    assert crashes > 15
    assert ledger(dsn) == ledger(alone)
    assert programs.dump(dsn) == programs.dump(alone)


CRASH_AT_MARK = """
create function public.crash_at_mark() returns trigger language plpgsql
security definer set search_path = pg_catalog as $$
begin
  if new.part = current_setting('crash.part', true) then
    perform pg_terminate_backend(pg_backend_pid());
  end if;
  return null;
end
$$;
create trigger crash after insert or update on statewave_private.deployment
  for each row execute function public.crash_at_mark();
"""


def test_a_crash_after_a_mark_leaves_nothing_half_done(bootstrapped: str, tmp_path: Path) -> None:
    """The last statement before each commit."""
    sources = toy(tmp_path)
    run(bootstrapped, f"begin; set local role {OWNER}; {LEDGER} commit")
    run(bootstrapped, CRASH_AT_MARK)
    done: list[str] = []
    for part in ("0001_one", "0002_two", "sql"):
        run(bootstrapped, f"alter database {name_of(bootstrapped)} set crash.part = '{part}'")
        with pytest.raises(deploy.DeployError, match="terminating connection"):
            deploy.deploy(bootstrapped, sources=sources)
        assert [p for p, _ in ledger(bootstrapped)] == done
        states = [p.state for p in deploy.status(bootstrapped, sources=sources)]
        assert states == ["deployed"] * len(done) + ["pending"] * (3 - len(done))
        with pytest.raises(deploy.DeployError, match=f"{part} is not deployed"):
            deploy.verify(bootstrapped, sources=sources)
        done.append(part)
    run(bootstrapped, f"alter database {name_of(bootstrapped)} reset crash.part")
    assert deploy.deploy(bootstrapped, sources=sources) == ["sql"]
    deploy.verify(bootstrapped, sources=sources)


def crash_a_real_install(
    new_database: NewDatabase, programs: Programs, every: int, bootstrap_every: int
) -> int:
    dsn, alone = new_database(), new_database()
    deploy.bootstrap(alone)
    deploy.deploy(alone)

    crashes = crash_along(dsn, lambda: deploy.bootstrap(dsn), bootstrap_every)
    crashes += crash_along(dsn, lambda: deploy.deploy(dsn), every)

    deploy.verify(dsn)
    assert ledger(dsn) == ledger(alone)
    assert programs.dump(dsn) == programs.dump(alone)
    return crashes


def test_a_crash_at_some_boundaries_of_the_real_install_leaves_nothing_half_done(
    new_database: NewDatabase, programs: Programs
) -> None:
    assert crash_a_real_install(new_database, programs, 149, 5) >= 8


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_crash_at_every_boundary_of_the_real_install_leaves_nothing_half_done(
    new_database: NewDatabase, programs: Programs
) -> None:
    assert crash_a_real_install(new_database, programs, 1, 1) > 500
