"""The deploy tool: what the command line, the local server and the tests call."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from yoyo.migrations import MigrationList

from statewave.deploy import statements
from statewave.deploy.backend import LOCK_SECONDS, Backend
from statewave.deploy.errors import DeployError
from statewave.deploy.sources import Migration, Sources, packaged

Echo = Callable[[str], None]
MAINTENANCE_LOCK = "hashtextextended('statewave.maintain', 0)"


def _quiet(_: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Part:
    """A migration, or the repeatable SQL (``sql``), and how the database stands to it."""

    name: str
    state: str  # deployed, pending or changed
    applied_at: datetime | None


def bootstrap(dsn: str, *, sources: Sources | None = None, echo: Echo = _quiet) -> None:
    """Install what needs a superuser: roles, extensions, the PL/Python functions. Idempotent.

    Args:
        dsn: a superuser's, of the database to prepare.

    Raises:
        DeployError: the login is no superuser, or an extension is missing.
    """
    sources = sources or packaged()
    with psycopg.connect(dsn, autocommit=True) as connection:
        if not _is_superuser(connection):
            raise DeployError(
                f"bootstrap needs a superuser, and {connection.info.user} is none: have a DBA run"
                " it, or apply what `statewave deploy --sql --bootstrap` prints"
            )
        if _bootstrapped(connection) == statements.bootstrap_digest(sources):
            return
        echo("bootstrap: roles, extensions, text functions")
        with connection.transaction(), _explained("bootstrap"):
            _run(connection, statements.bootstrap(sources))


def needs_bootstrap(dsn: str, *, sources: Sources | None = None) -> bool:
    """Whether a superuser has to run ``bootstrap`` (again) before a deploy."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return _bootstrapped(connection) != statements.bootstrap_digest(sources or packaged())


def deploy(
    dsn: str,
    *,
    sources: Sources | None = None,
    wait: float = LOCK_SECONDS,
    echo: Echo = _quiet,
) -> list[str]:
    """Bring a database to this version; returns what was done (nothing, when it was there).

    Args:
        dsn: a direct connection of a login that may ``set role statewave_owner``.
        wait: seconds to wait for another deploy of this database.

    Raises:
        DeployError: nothing was left half done; the message says what to do.
    """
    sources = sources or packaged()
    migrations = sources.migrations()
    done: list[str] = []
    with _session(dsn, sources, migrations) as backend, backend.lock(wait, echo):
        with _explained("ledger"):
            backend.make_ledger()
        pending = backend.to_apply(MigrationList([m.yoyo for m in migrations]))
        for migration in pending:
            echo(f"migration {migration.id}")
            with _explained(f"migration {migration.id}"):
                backend.apply_one(migration)
            done.append(migration.id)
        digest, _ = backend.ledger().get("sql", ("", None))
        if digest != statements.bundle_digest(sources):
            echo("functions and checks")
            with backend.connection.transaction():
                _run(backend.connection, statements.bundle(sources))
            done.append("sql")
    return done


def verify(dsn: str, *, sources: Sources | None = None, echo: Echo = _quiet) -> None:
    """Verify every migration and run every check; changes nothing.

    Raises:
        DeployError: what is not as deployed.
    """
    sources = sources or packaged()
    migrations = sources.migrations()
    with _session(dsn, sources, migrations) as backend:
        ledger = backend.ledger()
        backend.refuse_other_migrations()
        for name in [*(m.id for m in migrations), "sql"]:
            if name not in ledger:
                raise DeployError(f"{name} is not deployed: run `statewave deploy`")
        connection = backend.connection
        with connection.transaction(force_rollback=True):
            connection.execute("set transaction read only")
            _run(connection, [(f"verify/{m.id}.sql", m.proof) for m in migrations])
            _run(connection, [(n, statements.check(n, q)) for n, q in sources.checks()])
        echo(f"{len(migrations)} migrations and {len(sources.checks())} checks hold")


def revert(
    dsn: str, to: str | None = None, *, sources: Sources | None = None, echo: Echo = _quiet
) -> list[str]:
    """Undo migrations after ``to`` (all of them, and the schemas, when None); returns their ids.

    The functions go first: the database has no API until the next deploy. Data in the tables that
    a migration made is lost.

    Raises:
        DeployError: ``to`` is not a deployed migration.
    """
    sources = sources or packaged()
    migrations = sources.migrations()
    with _session(dsn, sources, migrations) as backend, backend.lock(echo=echo):
        ledger = backend.ledger()
        backend.refuse_other_migrations()
        if to is not None and to not in ledger:
            raise DeployError(f"{to} is not deployed; `statewave status` lists what is")
        with _explained("ledger"):
            backend.make_ledger()
        keep = {m.id for m in _with_dependencies(migrations, to)}
        with backend.connection.transaction():
            _run(backend.connection, statements.drop_bundle(sources))
        undone = []
        for migration in backend.to_rollback(MigrationList([m.yoyo for m in migrations])):
            if migration.id not in keep:
                echo(f"revert {migration.id}")
                with _explained(f"revert of {migration.id}"):
                    backend.rollback_one(migration)
                undone.append(migration.id)
        if to is None:
            with backend.connection.transaction():
                _run(backend.connection, [("drop schemas", statements.DROP_SCHEMAS)])
        return undone


def status(dsn: str, *, sources: Sources | None = None) -> list[Part]:
    """How the database stands to each part of this version; changes nothing."""
    sources = sources or packaged()
    wanted = [(m.id, m.sha256) for m in sources.migrations()]
    wanted.append(("sql", statements.bundle_digest(sources)))
    with psycopg.connect(dsn, autocommit=True) as connection:
        rows: list[tuple[str, str, datetime]] = []
        if connection.execute("select to_regclass('statewave_private.deployment')").fetchone() != (
            None,
        ):
            # For this transaction only: a pooler would hand the role to its next client.
            with _explained("status"), connection.transaction():
                connection.execute(f"set local role {statements.OWNER}")
                rows = connection.execute(
                    "select part, sha256, applied_at from statewave_private.deployment"
                ).fetchall()
    ledger = {part: (digest, at) for part, digest, at in rows}
    return [_part(name, digest, ledger.get(name)) for name, digest in wanted]


def maintenance_plan(dsn: str, promote_from: int = 20_000) -> list[tuple[str, str]]:
    """The statements that keep big subjects fast, each with its reason."""
    with psycopg.connect(dsn, autocommit=True) as connection, connection.transaction():
        with _explained("maintenance plan"):
            connection.execute(f"set local role {statements.OWNER}")
        return connection.execute(
            "select statement, reason from statewave.maintenance_plan(%s)", [promote_from]
        ).fetchall()


def maintain(dsn: str, promote_from: int = 20_000, *, echo: Echo = lambda _: None) -> list[str]:
    """Run the maintenance plan, a statement at a time, as none of them runs in a transaction.

    Nothing of it locks out readers or writers. What an interrupted run leaves behind, the next
    one's plan mends.

    Args:
        dsn: a direct connection of a login that may ``set role statewave_owner``.
        promote_from: memories from which on a subject gets indexes of its own.

    Returns:
        The statements.

    Raises:
        DeployError: another one is running.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        _refuse_pooler(connection)
        connection.execute(f"set role {statements.OWNER}")
        # Not waited for: who waits holds a snapshot, which the other's index would wait for.
        if connection.execute(f"select pg_try_advisory_lock({MAINTENANCE_LOCK})").fetchone() != (
            True,
        ):
            raise DeployError("maintenance is running already; let it end, then look at the plan")
        plan = maintenance_plan(dsn, promote_from)
        for statement, reason in plan:
            echo(f"{statement} ({reason})")
            with _explained("maintenance"):
                connection.execute(statement.encode())
    return [statement for statement, _ in plan]


def expire(dsn: str, *, echo: Echo = lambda _: None) -> dict[str, tuple[int, int]]:
    """Remove what the tenants' retention keeps no longer, a page of subjects at a time.

    Args:
        dsn: a login that may act for all tenants as an administrator, say who deployed.

    Returns:
        Episodes and memories removed, by tenant; tenants without retention are not in it.
    """
    removed: dict[str, tuple[int, int]] = {}
    with psycopg.connect(dsn, autocommit=True) as connection, _explained("expiry"):
        named = connection.execute("select distinct tenant from statewave.tenants() order by 1")
        for (tenant,) in named.fetchall():
            kept = connection.execute("select from statewave.retentions(%s)", [tenant])
            if kept.fetchall():
                removed[tenant] = _expired(connection, tenant, echo)
    return removed


def _expired(connection: psycopg.Connection[Any], tenant: str, echo: Echo) -> tuple[int, int]:
    """Expire a tenant's data, over all its subjects until a pass removes nothing."""
    episodes = memories = passed = 0
    after = None
    while True:
        (row,) = connection.execute(
            "select * from statewave.expire(%s, tenant => %s)", [after, tenant]
        ).fetchall()
        after, subjects = row[:2]
        episodes, memories, passed = episodes + row[2], memories + row[3], passed + subjects
        if subjects:
            echo(f"{tenant}: {episodes} episodes and {memories} memories expired")
        if after is None and not passed:
            return episodes, memories
        if after is None:  # a pass takes a limited number from each subject
            passed = 0


def scrub_plan(dsn: str, partition: int | None = None) -> list[tuple[str, str]]:
    """The statements that clear what is left of erased rows, each with its reason."""
    with psycopg.connect(dsn, autocommit=True) as connection, _explained("scrub plan"):
        return connection.execute(
            "select statement, reason from statewave.scrub_plan(%s)", [partition]
        ).fetchall()


def scrub(dsn: str, partition: int | None = None, *, echo: Echo = lambda _: None) -> list[str]:
    """Run the scrub plan, a statement at a time; each locks its table while it runs.

    Args:
        dsn: a direct connection of a member of statewave_owner, who may also vacuum pg_statistic
            (the database's owner, or a superuser).
        partition: as a proof of erasure has it; None for all.

    Returns:
        The statements.

    Raises:
        DeployError: the login may not run one of them. Those before it are done.
    """
    plan = scrub_plan(dsn, partition)
    skipped: list[str] = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        _refuse_pooler(connection)
        # PostgreSQL passes over what the login may not vacuum, with a warning.
        connection.add_notice_handler(lambda notice: skipped.append(notice.message_primary or ""))
        for statement, reason in plan:
            echo(f"{statement} ({reason})")
            with _explained("scrub"):
                connection.execute(statement.encode())
            if skipped:
                raise DeployError(f"not cleared: {skipped[0]}; run it as the database's owner")
    return [statement for statement, _ in plan]


def doctor(dsn: str) -> list[tuple[str, bool, str]]:
    """Whether a deployed database keeps what is promised: (check, whether it holds, detail)."""
    with psycopg.connect(dsn, autocommit=True) as connection, _explained("doctor"):
        return connection.execute("select * from statewave.doctor()").fetchall()


def _part(name: str, digest: str, row: tuple[str, datetime] | None) -> Part:
    if row is None:
        return Part(name, "pending", None)
    return Part(name, "deployed" if row[0] == digest else "changed", row[1])


def _with_dependencies(migrations: list[Migration], to: str | None) -> Iterator[Migration]:
    """The migrations up to ``to``, in their order."""
    if to is None:
        return
    for migration in migrations:
        yield migration
        if migration.id == to:
            return


@contextmanager
def _session(dsn: str, sources: Sources, migrations: list[Migration]) -> Iterator[Backend]:
    """A direct connection that acts as the owner, in a bootstrapped database."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        _refuse_pooler(connection)
        if _bootstrapped(connection) != statements.bootstrap_digest(sources):
            raise DeployError(
                "this database needs the bootstrap of this version first: as a superuser run"
                " `statewave deploy --bootstrap`, or apply what"
                " `statewave deploy --sql --bootstrap` prints"
            )
        with _explained("session"):
            connection.execute(f"set role {statements.OWNER}")
        connection.execute("set search_path = pg_catalog, pg_temp; set lock_timeout = '5s'")
        yield Backend(connection, migrations)


def _refuse_pooler(connection: psycopg.Connection[Any]) -> None:
    """Before any setting is made: the pooler would hand it to its next client."""
    row = connection.execute("select pg_backend_pid()").fetchone()
    if row != (connection.info.backend_pid,):
        raise DeployError(
            "a connection pooler is between; a deploy needs a direct connection:"
            " give the server's own address with --dsn or STATEWAVE_ADMIN_DSN"
        )


def _run(connection: psycopg.Connection[Any], parts: Iterable[tuple[str, str]]) -> None:
    for name, sql in parts:
        with _explained(name):
            connection.execute(sql.encode())


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Say what failed, and for a lock that somebody else holds, what to do."""
    try:
        yield
    except psycopg.errors.LockNotAvailable as error:
        raise DeployError(
            f"{what} waited 5 s for a lock that a running transaction holds; nothing of it was"
            " done: run the deploy again when it has ended"
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise DeployError(
            f"{what}: {error}; deploy as a superuser, or as a member of statewave_owner"
            " (grant statewave_owner to your_login)"
        ) from error
    except psycopg.Error as error:
        raise DeployError(f"{what}: {error}") from error


def _is_superuser(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute(
        "select rolsuper from pg_roles where rolname = current_user"
    ).fetchone()
    return row == (True,)


def _bootstrapped(connection: psycopg.Connection[Any]) -> str | None:
    """Digest of the bootstrap that this database has, from the comment on its schema."""
    row = connection.execute(
        "select obj_description(to_regnamespace('statewave_python'), 'pg_namespace')"
    ).fetchone()
    found = re.search(r"sha256: (\w+)", row[0] or "") if row else None
    return found[1] if found else None
