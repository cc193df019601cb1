"""Repeatable functions, and migrations that cannot run in a transaction."""

from pathlib import Path

import pytest

from statewave import deploy
from statewave.deploy.sources import Sources, packaged
from tests.migrations.support import (
    NewDatabase,
    Programs,
    add_migration,
    copied,
    ledger,
    name_of,
    one,
    run,
)

LAST = packaged().migrations()[-1].id
EXTRA = """
create or replace function statewave.extra() returns int language sql return 1;
comment on function statewave.extra() is 'A function of the tests.';
revoke all on function statewave.extra() from public;
create or replace function statewave_private.extra() returns int language sql return 1;
comment on function statewave_private.extra() is 'A function of the tests.';
"""


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """A copy of the real sources, to change."""
    return copied(tmp_path)


def test_functions_that_have_no_file_any_more_are_dropped(
    deployed: str, programs: Programs, sources: Sources
) -> None:
    before = programs.dump(deployed), ledger(deployed)
    file = sources.root / "sql" / "govern" / "extra.sql"
    file.write_text(EXTRA)
    assert deploy.deploy(deployed, sources=sources) == ["sql"]
    assert one(deployed, "select statewave.extra() + statewave_private.extra()") == 2

    file.unlink()
    assert deploy.deploy(deployed, sources=sources) == ["sql"]

    assert (programs.dump(deployed), ledger(deployed)) == before


def test_grants_on_public_functions_and_views_that_use_them_survive_a_redeploy(
    deployed: str, sources: Sources
) -> None:
    run(
        deployed,
        "grant execute on function statewave.erase(text, text) to statewave_worker",
        "create view public.mine as select statewave.erase('nobody') as erased",
    )
    (sources.root / "sql" / "govern" / "extra.sql").write_text(EXTRA)

    deploy.deploy(deployed, sources=sources)

    may = "has_function_privilege('statewave_worker', 'statewave.erase(text, text)', 'execute')"
    assert one(deployed, f"select {may}")
    assert one(deployed, "select to_regclass('public.mine')::text") == "mine"


FUNCTIONS = """
select string_agg(p.oid::text || ' ' || p.oid::regprocedure::text, ', ' order by p.oid)
  from pg_proc p
 where p.pronamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace)
"""


def test_a_redeploy_keeps_every_function_so_that_running_calls_find_them(
    deployed: str, sources: Sources
) -> None:
    """A dropped function is "cache lookup failed" to a call that has planned with it."""
    before = one(deployed, FUNCTIONS)
    for file in (sources.root / "sql" / "rank").glob("*.sql"):
        file.write_text(file.read_text() + "-- a remark\n")
    assert deploy.deploy(deployed, sources=sources) == ["sql"]
    assert one(deployed, FUNCTIONS) == before


INNER = """
create or replace function statewave_private.inner() returns {type} language sql return {value};
comment on function statewave_private.inner() is 'A function of the tests.';
"""
OUTER = """
create or replace function statewave_private.outer() returns text
language sql
begin atomic
  select statewave_private.inner()::text;
end;
comment on function statewave_private.outer() is 'Its body depends on inner.';
"""


def test_a_private_function_may_change_its_signature(
    deployed: str, new_database: NewDatabase, programs: Programs, sources: Sources
) -> None:
    folder = sources.root / "sql" / "record"
    (folder / "outer.sql").write_text("-- requires: record/inner.sql\n" + OUTER)
    for type, value in (("int", "1"), ("text", "'one'")):
        (folder / "inner.sql").write_text(INNER.format(type=type, value=value))
        assert deploy.deploy(deployed, sources=sources) == ["sql"]
    assert one(deployed, "select statewave_private.outer()") == "one"

    fresh = new_database()
    deploy.bootstrap(fresh)
    deploy.deploy(fresh, sources=sources)
    assert programs.dump(deployed) == programs.dump(fresh)


def test_a_grant_on_a_private_function_goes_with_the_next_deploy(
    deployed: str, programs: Programs, sources: Sources
) -> None:
    before = programs.dump(deployed)
    run(
        deployed,
        "grant execute on function statewave_private.erase_rows(uuid, boolean) to statewave_reader",
    )
    (sources.root / "sql" / "record" / "record.sql").open("a").write("-- a remark\n")
    deploy.deploy(deployed, sources=sources)
    assert programs.dump(deployed) == before


VIEW = """
create or replace view statewave.numbers with (security_barrier) as select {number} as number;
comment on view statewave.numbers is 'A view of the tests.';
comment on column statewave.numbers.number is 'A number.';
"""


def test_views_are_replaced_with_their_grants_and_go_with_their_file(
    deployed: str, programs: Programs, sources: Sources
) -> None:
    before = programs.dump(deployed)
    file = sources.root / "sql" / "operate" / "numbers.sql"
    file.parent.mkdir(exist_ok=True)
    for number in (1, 2):
        file.write_text(VIEW.format(number=number))
        deploy.deploy(deployed, sources=sources)
        run(deployed, "grant select on statewave.numbers to statewave_reader")
    (sources.root / "sql" / "record" / "record.sql").open("a").write("-- a remark\n")
    deploy.deploy(deployed, sources=sources)
    assert one(deployed, "select number from statewave.numbers") == 2
    assert one(
        deployed, "select has_table_privilege('statewave_reader', 'statewave.numbers', 'select')"
    )

    file.unlink()
    deploy.deploy(deployed, sources=sources)
    assert programs.dump(deployed) == before


def test_nothing_is_done_twice(deployed: str) -> None:
    said: list[str] = []
    assert deploy.deploy(deployed, echo=said.append) == []
    deploy.bootstrap(deployed, echo=said.append)
    assert said == []


CONCURRENT = """
drop index concurrently if exists statewave_private.tenant_by_time;
create index concurrently tenant_by_time on statewave_private.tenant (created_at);
"""


def test_a_migration_that_cannot_run_in_a_transaction_works_in_both_ways(
    deployed: str, template: str, new_database: NewDatabase, programs: Programs, sources: Sources
) -> None:
    add_migration(
        sources,
        "9001_index",
        LAST,
        install=CONCURRENT,
        undo="drop index concurrently statewave_private.tenant_by_time;",
        proof="select 'statewave_private.tenant_by_time'::regclass;",
        transactional=False,
    )
    before = programs.dump(deployed)
    by_psql = new_database(template)
    run(by_psql, f"grant create on database {name_of(by_psql)} to statewave_owner")

    assert deploy.deploy(deployed, sources=sources) == ["9001_index"]
    programs.psql(by_psql, deploy.script(sources=sources))

    assert programs.dump(by_psql) == programs.dump(deployed)
    assert ledger(by_psql) == ledger(deployed)
    deploy.verify(deployed, sources=sources)
    assert deploy.revert(deployed, LAST, sources=sources) == ["9001_index"]
    deploy.deploy(deployed)
    assert programs.dump(deployed) == before


def test_a_migration_without_transaction_that_failed_half_way_is_run_again(
    deployed: str, sources: Sources
) -> None:
    add_migration(
        sources, "9001_index", LAST, install=f"{CONCURRENT}\nselect 1 / 0;", transactional=False
    )
    with pytest.raises(deploy.DeployError, match="9001_index: division by zero"):
        deploy.deploy(deployed, sources=sources)
    assert "9001_index" not in dict(ledger(deployed))

    (sources.root / "migrations" / "deploy" / "9001_index.sql").write_text(CONCURRENT)
    assert deploy.deploy(deployed, sources=sources) == ["9001_index"]
