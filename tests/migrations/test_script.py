"""The printed SQL does with psql alone what the tool does."""

from concurrent import futures
from pathlib import Path

import psycopg
import pytest

from statewave import deploy
from tests.migrations.support import (
    NewDatabase,
    Programs,
    add_migration,
    copied,
    ledger,
    name_of,
    run,
)

FIRST = "0001_foundation"
TOY = """
create table statewave_private.toy (toy_id int not null, constraint toy_pkey primary key (toy_id));
comment on table statewave_private.toy is 'A toy.';
comment on column statewave_private.toy.toy_id is 'Its number.';
"""


def test_printed_scripts_leave_the_same_dump_and_ledger_as_the_tool(
    new_database: NewDatabase, programs: Programs
) -> None:
    by_psql, by_tool = new_database(), new_database()
    deploy.bootstrap(by_tool)
    deploy.deploy(by_tool)

    for _ in range(2):
        assert programs.psql(by_psql, deploy.script(bootstrap=True)) == ""
        assert programs.psql(by_psql, deploy.script()) == ""
        assert programs.dump(by_psql) == programs.dump(by_tool)
        assert ledger(by_psql) == ledger(by_tool)

    assert not deploy.needs_bootstrap(by_psql)
    assert deploy.deploy(by_psql) == []
    deploy.verify(by_psql)


@pytest.mark.parametrize("setting", ["ON_ERROR_ROLLBACK on", "AUTOCOMMIT off", "ON_ERROR_STOP off"])
def test_settings_of_a_psqlrc_do_no_harm(
    bootstrapped: str, deployed: str, programs: Programs, setting: str
) -> None:
    for dsn in (bootstrapped, deployed):
        programs.psql(dsn, f"\\set {setting}\n{deploy.script()}")
    assert programs.dump(bootstrapped) == programs.dump(deployed)
    deploy.verify(bootstrapped)
    deploy.verify(deployed)


def test_scripts_applied_at_once_all_end_well(
    bootstrapped: str, deployed: str, programs: Programs
) -> None:
    """Longer together than a statement waits for a lock: the scripts' own lock has more time."""
    with psycopg.connect(bootstrapped, autocommit=True) as other:
        other.execute("select pg_advisory_lock(hashtextextended('statewave.deploy', 0))")
        with futures.ThreadPoolExecutor(4) as pool:
            runs = [pool.submit(programs.psql, bootstrapped, deploy.script()) for _ in range(4)]
            futures.wait(runs, 5.5)
            other.execute("select pg_advisory_unlock_all()")
            assert [run.result() for run in runs] == [""] * 4
    assert programs.dump(bootstrapped) == programs.dump(deployed)


def test_a_script_upgrades_what_the_tool_installed(
    deployed: str, new_database: NewDatabase, programs: Programs, template: str, tmp_path: Path
) -> None:
    sources = copied(tmp_path)
    add_migration(sources, "9001_toy", FIRST, install=TOY)
    by_tool = new_database(template)
    run(by_tool, f"grant create on database {name_of(by_tool)} to statewave_owner")
    deploy.deploy(by_tool, sources=sources)

    programs.psql(deployed, deploy.script(sources=sources))

    assert programs.dump(deployed) == programs.dump(by_tool)
    assert ledger(deployed) == ledger(by_tool)


def test_a_script_refuses_an_edited_migration_and_changes_nothing(
    deployed: str, programs: Programs, tmp_path: Path
) -> None:
    sources = copied(tmp_path)
    edited = sources.root / "migrations" / "deploy" / f"{FIRST}.sql"
    edited.write_text(edited.read_text() + "-- a remark\n")
    before = programs.dump(deployed), ledger(deployed)

    with pytest.raises(RuntimeError, match="0001_foundation was edited after it was deployed"):
        programs.psql(deployed, deploy.script(sources=sources))

    assert (programs.dump(deployed), ledger(deployed)) == before


def test_a_script_refuses_an_unknown_deployed_migration_and_changes_nothing(
    deployed: str, programs: Programs
) -> None:
    run(deployed, "insert into statewave_private.deployment values ('0999_later', 'digest')")
    before = programs.dump(deployed), ledger(deployed)
    with pytest.raises(RuntimeError, match="0999_later"):
        programs.psql(deployed, deploy.script())
    assert (programs.dump(deployed), ledger(deployed)) == before


def test_a_script_asks_for_the_bootstrap(empty: str, programs: Programs) -> None:
    run(empty, "create schema statewave_python", "comment on schema statewave_python is 'old'")
    with pytest.raises(RuntimeError, match="needs the bootstrap of this version first"):
        programs.psql(empty, deploy.script())
