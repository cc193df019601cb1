"""What the deploy tool refuses, and that it then changes nothing."""

import os
from pathlib import Path

import psycopg
import pytest

from statewave import deploy
from statewave.deploy.sources import packaged
from tests.migrations.support import (
    Programs,
    add_migration,
    as_login,
    copied,
    ledger,
    one,
    run,
)

FIRST = "0001_foundation"


@pytest.mark.parametrize(
    "file", ["migrations/deploy/0001_foundation.sql", "sql/lib/subject_key.sql"]
)
def test_an_edited_applied_migration_is_refused_and_nothing_changes(
    deployed: str, programs: Programs, tmp_path: Path, file: str
) -> None:
    sources = copied(tmp_path)
    add_migration(sources, "0002_new", FIRST, install="create table statewave_private.new (n int);")
    edited = sources.root / file
    edited.write_text(edited.read_text() + "-- a remark\n")
    before = programs.dump(deployed), ledger(deployed)

    for call in (deploy.deploy, deploy.verify, deploy.revert):
        with pytest.raises(deploy.DeployError, match=rf"{FIRST} was edited .* new migration"):
            call(deployed, sources=sources)

    assert (programs.dump(deployed), ledger(deployed)) == before


def test_an_unknown_deployed_migration_is_refused_and_nothing_changes(
    deployed: str, programs: Programs
) -> None:
    run(deployed, "insert into statewave_private.deployment values ('0999_later', 'digest')")
    before = programs.dump(deployed), ledger(deployed)

    for call in (deploy.deploy, deploy.verify, deploy.revert):
        with pytest.raises(deploy.DeployError, match=r"0999_later .* upgrade statewave-pg"):
            call(deployed)

    assert (programs.dump(deployed), ledger(deployed)) == before


def test_a_database_without_bootstrap_is_refused_with_what_to_run(
    empty: str, programs: Programs
) -> None:
    before = programs.dump(empty)
    for call in (deploy.deploy, deploy.verify, deploy.revert):
        with pytest.raises(deploy.DeployError, match="statewave deploy --bootstrap"):
            call(empty)
    assert programs.dump(empty) == before


def test_verify_and_status_of_a_database_that_is_not_deployed_change_nothing(
    bootstrapped: str, programs: Programs
) -> None:
    before = programs.dump(bootstrapped)
    with pytest.raises(deploy.DeployError, match="not deployed: run `statewave deploy`"):
        deploy.verify(bootstrapped)
    assert {part.state for part in deploy.status(bootstrapped)} == {"pending"}
    assert programs.dump(bootstrapped) == before


def test_bootstrap_by_a_login_that_is_no_superuser_is_refused(empty: str, login: str) -> None:
    with pytest.raises(
        deploy.DeployError, match=f"needs a superuser, and {login} is none: have a DBA"
    ):
        deploy.bootstrap(as_login(empty, login, "secret"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "create schema elsewhere; create extension vector schema elsewhere",
            "in schema elsewhere",
        ),
        (
            "create extension vector; update pg_extension set extversion = '0.7.4' where extname = 'vector'",
            r"0\.8 or later .* this is 0\.7\.4",
        ),
    ],
)
def test_a_pgvector_that_does_not_fit_is_refused_with_what_to_run(
    empty: str, programs: Programs, given: str, said: str
) -> None:
    run(empty, given)
    before = programs.dump(empty)
    with pytest.raises(deploy.DeployError, match=rf"(?s){said}.*alter extension vector"):
        deploy.bootstrap(empty)
    assert programs.dump(empty) == before


def test_a_role_that_row_security_would_not_bind_is_refused(
    empty: str, superuser: str, tmp_path: Path
) -> None:
    """With roles of the test's own, since those of the cluster are in use."""
    sources = copied(tmp_path)
    file = sources.root / "sql" / "bootstrap" / "10_roles.sql"
    file.write_text(file.read_text().replace("statewave_", f"mig_bound{os.getpid()}_"))
    writer = f"mig_bound{os.getpid()}_writer"
    run(superuser, f"create role {writer} superuser")
    try:
        with pytest.raises(deploy.DeployError, match=f"(?s)not bind {writer}.*nosuperuser"):
            deploy.bootstrap(empty, sources=sources)
    finally:
        run(superuser, f"drop role {writer}")
    assert one(superuser, "select count(*) from pg_roles where rolname ~ '^mig_bound'") == 0


def test_a_login_that_may_not_act_as_the_owner_is_told_what_to_do(
    bootstrapped: str, programs: Programs, login: str
) -> None:
    before = programs.dump(bootstrapped)
    for call in (deploy.deploy, deploy.revert):
        with pytest.raises(deploy.DeployError, match="grant statewave_owner to"):
            call(as_login(bootstrapped, login, "secret"))
    assert programs.dump(bootstrapped) == before


def test_a_member_of_the_owner_deploys_what_a_superuser_does(
    bootstrapped: str, deployed: str, programs: Programs, login: str
) -> None:
    run(bootstrapped, f"grant statewave_owner to {login}")
    deploy.deploy(as_login(bootstrapped, login, "secret"))
    assert programs.dump(bootstrapped) == programs.dump(deployed)


def test_a_deploy_that_meets_a_lock_says_so_and_succeeds_later(
    deployed: str, programs: Programs, tmp_path: Path
) -> None:
    sources = copied(tmp_path)
    add_migration(
        sources,
        "0002_column",
        FIRST,
        install="alter table statewave_private.tenant add column note text;\n"
        "comment on column statewave_private.tenant.note is 'Anything.';",
    )
    before = programs.dump(deployed), ledger(deployed)
    with psycopg.connect(deployed) as writer:
        writer.execute("insert into statewave_private.tenant values ('busy')")
        with pytest.raises(deploy.DeployError, match=r"0002_column waited 5 s for a lock .* again"):
            deploy.deploy(deployed, sources=sources)
        assert (programs.dump(deployed), ledger(deployed)) == before

    assert deploy.deploy(deployed, sources=sources) == ["0002_column"]


def test_a_deploy_waits_for_another_and_gives_up_after_its_time(
    deployed: str,
) -> None:
    said: list[str] = []
    with psycopg.connect(deployed, autocommit=True) as other:
        other.execute("select pg_advisory_lock(hashtextextended('statewave.deploy', 0))")
        with pytest.raises(deploy.DeployError, match="another deploy has held the lock for 1 s"):
            deploy.deploy(deployed, wait=1, echo=said.append)
    assert said == ["waiting for another deploy"]
    assert deploy.deploy(deployed) == []


def test_a_check_that_finds_something_undoes_the_functions(
    deployed: str, programs: Programs, tmp_path: Path
) -> None:
    sources = copied(tmp_path)
    (sources.root / "sql" / "govern" / "open.sql").write_text(
        "create or replace function statewave.open_to_all() returns int language sql return 1;\n"
        "comment on function statewave.open_to_all() is 'Everyone may call it.';\n"
        "grant execute on function statewave.open_to_all() to public;\n"
    )
    before = programs.dump(deployed), ledger(deployed)

    with pytest.raises(deploy.DeployError, match=r"checks/public_execute.sql.*open_to_all"):
        deploy.deploy(deployed, sources=sources)

    assert (programs.dump(deployed), ledger(deployed)) == before
    assert one(deployed, "select to_regproc('statewave.open_to_all')") is None
    assert (
        ledger(deployed)
        == [(m.id, m.sha256) for m in packaged().migrations()] + ledger(deployed)[-1:]
    )


def test_a_bootstrap_without_the_python_packages_is_refused(empty: str, tmp_path: Path) -> None:
    """It says what to install, and leaves no function that would fail at the first record."""
    sources = copied(tmp_path)
    file = sources.root / "sql" / "python" / "tokens.py"
    file.write_text(file.read_text("utf-8").replace("import tiktoken\n", "import no_such_module\n"))
    with pytest.raises(deploy.DeployError, match=r"no_such_module.*[\s\S]*PYTHONPATH"):
        deploy.bootstrap(empty, sources=sources)
    assert one(empty, "select to_regnamespace('statewave_python')") is None
