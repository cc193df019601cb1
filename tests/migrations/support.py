"""What the tests of the deploy tool share: databases, programs of PostgreSQL, toy sources."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from statewave.deploy.sources import Sources, packaged

NewDatabase = Callable[..., str]


def one(dsn: str, query: str) -> object:
    """The first column of a query's first row."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def run(dsn: str, *statements: str) -> None:
    """Statements, each in a transaction of its own."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def as_login(dsn: str, login: str, password: str) -> str:
    """The DSN of the same database for another login."""
    return make_conninfo(dsn, user=login, password=password)


def name_of(dsn: str) -> str:
    """The database's name."""
    return str(conninfo_to_dict(dsn)["dbname"])


def ledger(dsn: str) -> list[tuple[str, str]]:
    """What the ledger says is deployed."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        rows = connection.execute(
            "select part, sha256 from statewave_private.deployment order by part"
        )
        return [(part, digest) for part, digest in rows]


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's own programs, of the server's version."""

    folder: Path

    def run(self, name: str, *arguments: str, text: str | None = None) -> str:
        """Run one; a failure raises with what it said.

        Raises:
            RuntimeError: it ended with another code than 0.
        """
        done = subprocess.run(
            [self.folder / name, *arguments], input=text, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{name} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def dump(self, dsn: str) -> str:
        """The database's schema; pg_dump's random \\restrict keys are taken out."""
        text = self.run("pg_dump", "--schema-only", "-d", dsn)
        return re.sub(r"^\\(un)?restrict .*\n", "", text, flags=re.MULTILINE)

    def psql(self, dsn: str, script: str) -> str:
        """Apply a script; returns what psql printed."""
        return self.run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", dsn, text=script)


def copied(folder: Path) -> Sources:
    """A copy of this checkout's SQL and migrations, to change."""
    root = packaged().root
    for name in ("sql", "migrations"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return Sources(folder)


def add_migration(
    sources: Sources,
    id: str,
    after: str,
    *,
    install: str,
    undo: str = "select 1;",
    proof: str = "select 1;",
    transactional: bool = True,
) -> None:
    """Write a migration of the tests' own."""
    folder = sources.root / "migrations"
    (folder / f"{id}.py").write_text(
        "from statewave import deploy\n\n"
        f"__depends__ = {{{after!r}}}\n__transactional__ = {transactional}\n"
        "steps = deploy.steps(__file__)\n"
    )
    for kind, sql in (("deploy", install), ("revert", undo), ("verify", proof)):
        (folder / kind / f"{id}.sql").write_text(sql + "\n")


def outcomes(calls: Iterable[Callable[[], object]]) -> list[object]:
    """What calls at the same time return or raise, one thread each."""
    calls = list(calls)
    with futures.ThreadPoolExecutor(len(calls)) as pool:
        started = [pool.submit(call) for call in calls]
        return [f.exception() or f.result() for f in started]
