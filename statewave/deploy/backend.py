"""yoyo's PostgreSQL backend with what it lacks: one transaction, a lock, a ledger with digests."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlparse
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import parse_uri
from yoyo.migrations import get_migration_hash

from statewave.deploy import statements
from statewave.deploy.errors import DeployError
from statewave.deploy.sources import Migration

LOCK = "hashtextextended('statewave.deploy', 0)"
LOCK_SECONDS = 600


class Backend(PostgresqlPsycopgBackend):  # type: ignore[misc]
    """yoyo on a direct connection of ours.

    yoyo commits a migration and its mark apart, ignores edited files and leaves a lock row behind
    when it is killed. Here a migration, its verification and its mark are one transaction, the
    ledger keeps digests, and the lock is an advisory one, which ends with the connection.
    """

    def __init__(self, connection: psycopg.Connection[Any], migrations: list[Migration]) -> None:
        """``connection``: direct (no pooler between), in autocommit, with the owner's role set."""
        self._given = connection
        self._ours = {m.id: m for m in migrations}
        super().__init__(parse_uri("postgresql+psycopg://"), "deployment")

    def connect(self, dburi: object) -> psycopg.Connection[Any]:
        """The connection that was given."""
        return self._given

    def copy(self) -> "Backend":
        """This backend itself: a migration runs on the connection that holds the lock."""
        return self

    def ensure_internal_schema_updated(self) -> None:
        """Nothing: yoyo calls this also where nothing may change; see ``make_ledger``."""

    def make_ledger(self) -> None:
        """Make the ledger where there is none."""
        if not self._has_ledger():
            with self.transaction():
                self.execute(statements.LEDGER)

    def _has_ledger(self) -> bool:
        row = self.execute("select to_regclass('statewave_private.deployment')").fetchone()
        return bool(row != (None,))

    @contextmanager
    def lock(
        self, timeout: float = LOCK_SECONDS, echo: Callable[[str], None] = lambda _: None
    ) -> Iterator[None]:
        """One deploy at a time in a database.

        Raises:
            DeployError: another deploy holds the lock for too long.
        """
        end, waiting = time.monotonic() + timeout, False
        while self.execute(f"select pg_try_advisory_lock({LOCK})").fetchone() != (True,):
            if time.monotonic() > end:
                raise DeployError(f"another deploy has held the lock for {timeout:.0f} s")
            if not waiting:
                echo("waiting for another deploy")
            waiting = True
            time.sleep(0.2)
        try:
            yield
        finally:
            if not self._given.closed:
                self.execute(f"select pg_advisory_unlock({LOCK})")

    def ledger(self) -> dict[str, tuple[str, Any]]:
        """What is deployed: digest and time by part."""
        if not self._has_ledger():
            return {}
        rows = self.execute("select part, sha256, applied_at from statewave_private.deployment")
        return {part: (digest, at) for part, digest, at in rows.fetchall()}

    def get_applied_migration_hashes(self) -> list[str]:
        """yoyo's names for the applied migrations."""
        return [get_migration_hash(part) for part in self.refuse_other_migrations()]

    def refuse_other_migrations(self) -> list[str]:
        """The ids of the applied migrations, when they are the ones known here.

        Raises:
            DeployError: an applied migration's text was edited, or it is unknown here.
        """
        applied = {part: row for part, row in self.ledger().items() if part != "sql"}
        for part, (digest, _) in applied.items():
            if part not in self._ours:
                raise DeployError(
                    f"migration {part} is deployed, but not known here: upgrade statewave-pg"
                )
            if digest != self._ours[part].sha256:
                raise DeployError(
                    f"migration {part} was edited after it was deployed: restore its text (and that"
                    " of the sql/lib files it installs), and put the change in a new migration"
                )
        return list(applied)

    def apply_one(self, migration: Any, force: bool = False, mark: bool = True) -> None:
        """Apply, verify and mark: one transaction, unless the migration says it cannot be."""
        ours = self._ours[migration.id]
        if ours.transactional:
            with self.transaction():
                migration.process_steps(self, "apply", force=force)
                self.execute(ours.proof)
                self.mark_one(migration)
        else:
            self._one_by_one(ours.install)
            self.execute(ours.proof)
            self.mark_one(migration)

    def rollback_one(self, migration: Any, force: bool = False) -> None:
        """Undo and unmark: one transaction, unless the migration says it cannot be."""
        if self._ours[migration.id].transactional:
            with self.transaction():
                migration.process_steps(self, "rollback", force=force)
                self.unmark_one(migration)
        else:
            self._one_by_one(self._ours[migration.id].undo)
            self.unmark_one(migration)

    def _one_by_one(self, sql: str) -> None:
        """As psql does: several statements sent together would be a transaction."""
        for statement in sqlparse.split(sql):
            self.execute(statement)

    def mark_one(self, migration: Any, log: bool = True) -> None:
        """Put a migration into the ledger."""
        ours = self._ours[migration.id]
        self.execute(statements.mark(ours.id, ours.sha256))

    def unmark_one(self, migration: Any, log: bool = True) -> None:
        """Take a migration out of the ledger."""
        self.execute(statements.unmark(migration.id))

    def rollback(self) -> None:
        """Roll back; a lost connection has done so, and its own error is the one to report."""
        if not self._given.closed:
            super().rollback()

    def savepoint_rollback(self, id: str) -> None:
        """The same for a savepoint."""
        if not self._given.closed:
            super().savepoint_rollback(id)

    def execute(self, sql: str, params: Any = None) -> Any:
        """Run SQL as it is, any number of statements; yoyo would look for parameters in it."""
        cursor = self._given.cursor()
        cursor.execute(sql.encode())
        return cursor
