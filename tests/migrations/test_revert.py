"""P21: deploy, revert, deploy leaves the same database, and a full revert leaves none of it."""

from pathlib import Path

import pytest

from statewave import deploy
from statewave.deploy.sources import packaged
from tests.migrations.support import NewDatabase, Programs, add_migration, copied, ledger, one

MIGRATIONS = [m.id for m in packaged().migrations()]
TOY = """
create table statewave_private.toy (toy_id int not null, constraint toy_pkey primary key (toy_id));
comment on table statewave_private.toy is 'A toy.';
comment on column statewave_private.toy.toy_id is 'Its number.';
"""
FUNCTIONS = """
select count(*) from pg_proc
 where pronamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace)
"""


def test_full_revert_leaves_no_schema_and_a_new_deploy_the_same_dump(
    bootstrapped: str, programs: Programs
) -> None:
    before = programs.dump(bootstrapped)
    deploy.deploy(bootstrapped)
    first = programs.dump(bootstrapped), ledger(bootstrapped)

    assert deploy.revert(bootstrapped) == MIGRATIONS[::-1]
    assert programs.dump(bootstrapped) == before
    assert deploy.revert(bootstrapped) == []
    assert programs.dump(bootstrapped) == before

    assert deploy.deploy(bootstrapped) == [*MIGRATIONS, "sql"]
    assert (programs.dump(bootstrapped), ledger(bootstrapped)) == first


@pytest.mark.parametrize("migration", MIGRATIONS)
def test_revert_to_each_migration_and_deploy_leaves_the_same_dump(
    deployed: str, programs: Programs, migration: str
) -> None:
    before = programs.dump(deployed), ledger(deployed)
    later = MIGRATIONS[MIGRATIONS.index(migration) + 1 :]
    assert deploy.revert(deployed, migration) == later[::-1]
    deploy.deploy(deployed)
    assert (programs.dump(deployed), ledger(deployed)) == before


def test_revert_to_a_migration_undoes_what_came_after_it_and_the_functions(
    deployed: str, new_database: NewDatabase, programs: Programs, tmp_path: Path
) -> None:
    sources = copied(tmp_path)
    add_migration(
        sources, "9001_toy", MIGRATIONS[-1], install=TOY, undo="drop table statewave_private.toy;"
    )
    deploy.deploy(deployed, sources=sources)
    after = programs.dump(deployed), ledger(deployed)

    assert deploy.revert(deployed, MIGRATIONS[-1], sources=sources) == ["9001_toy"]

    assert [part for part, _ in ledger(deployed)] == MIGRATIONS
    assert one(deployed, "select to_regclass('statewave_private.toy')") is None
    assert one(deployed, FUNCTIONS) == len(sources.lib())
    assert deploy.deploy(deployed, sources=sources) == ["9001_toy", "sql"]
    assert (programs.dump(deployed), ledger(deployed)) == after


def test_revert_to_what_is_not_deployed_is_refused(deployed: str, programs: Programs) -> None:
    before = programs.dump(deployed)
    with pytest.raises(deploy.DeployError, match="0777_nothing is not deployed"):
        deploy.revert(deployed, "0777_nothing")
    assert programs.dump(deployed) == before
