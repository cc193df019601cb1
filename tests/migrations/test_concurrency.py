"""P19: installs at the same time all end well."""

import os
from functools import partial
from pathlib import Path

from statewave import deploy
from statewave.deploy.sources import packaged
from tests.migrations.support import (
    NewDatabase,
    Programs,
    copied,
    ledger,
    name_of,
    one,
    outcomes,
    run,
)


def test_twenty_first_installs_at_once_all_end_well(
    new_database: NewDatabase, programs: Programs
) -> None:
    dsn, alone = new_database(), new_database()

    def install() -> list[str]:
        deploy.bootstrap(dsn)
        return deploy.deploy(dsn)

    done = outcomes([install] * 20)

    every = [*(m.id for m in packaged().migrations()), "sql"]
    assert sorted(done, key=str) == sorted([every, *[[]] * 19], key=str)
    deploy.verify(dsn)
    deploy.bootstrap(alone)
    deploy.deploy(alone)
    assert ledger(dsn) == ledger(alone)
    assert programs.dump(dsn) == programs.dump(alone)


def test_four_databases_of_a_cluster_bootstrap_at_once(
    new_database: NewDatabase, superuser: str, tmp_path: Path
) -> None:
    """Roles belong to the cluster; with names of its own the test sees them made for the first
    time, whatever other databases there are."""
    sources = copied(tmp_path)
    roles = sources.root / "sql" / "bootstrap" / "10_roles.sql"
    prefix = f"mig{os.getpid()}_"
    roles.write_text(roles.read_text().replace("statewave_", prefix))
    databases = [new_database() for _ in range(4)]
    try:
        done = outcomes([partial(deploy.bootstrap, d, sources=sources) for d in databases] * 2)
        made = one(superuser, f"select count(*) from pg_roles where rolname like '{prefix}%'")
    finally:
        for dsn in databases:
            run(dsn, f"revoke create on database {name_of(dsn)} from {prefix}owner")
        for role in ("owner", "reader", "writer", "admin", "worker", "backup"):
            run(superuser, f"drop role {prefix}{role}")

    assert done == [None] * 8
    assert made == 6
    assert not any(deploy.needs_bootstrap(dsn, sources=sources) for dsn in databases)
