"""Embedding spaces: which there are, filling, switching and dropping them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, LiteralString, TypeAlias

import psycopg

from statewave.errors import translated

Space: TypeAlias = tuple[
    int, str, str, int, str, int, int, datetime | None, datetime | None
]  # as spaces() has them


def add(dsn: str, provider: str, model: str, dimensions: int) -> int:
    """Make a space that is filled beside the active one; its number."""
    with _connected(dsn) as connection:
        return _one(
            connection, "select statewave.add_space(%s, %s, %s)", provider, model, dimensions
        )


def spaces(dsn: str) -> list[Space]:
    """All spaces with their state, and how many memories have a vector in them or lack one."""
    with _connected(dsn) as connection:
        return connection.execute("select * from statewave.spaces()").fetchall()


def fill(dsn: str, space: int) -> int:
    """See to all memories that lack a vector in a space, page by page; how many did."""
    with _connected(dsn) as connection:
        return _paged(connection, "select * from statewave.fill_space(%s, %s)", space)


def fill_all(dsn: str) -> dict[int, int]:
    """Fill each space that is active or filling, where a memory lacks a vector: how many did."""
    return {
        space: fill(dsn, space)
        for space, _, _, _, state, _, missing, *_ in spaces(dsn)
        if missing and state in ("active", "filling")
    }


def activate(dsn: str, space: int, *, force: bool = False) -> int:
    """Ask questions in this space from now on; how many memories lack a vector in it."""
    with _connected(dsn) as connection:
        return _one(connection, "select statewave.activate_space(%s, %s)", space, force)


def drop(dsn: str, space: int) -> int:
    """Remove a space, page by page; how many vectors it had."""
    with _connected(dsn) as connection:
        return _paged(connection, "select * from statewave.drop_space(%s, %s)", space)


@contextmanager
def _connected(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose errors are the contract's."""
    try:
        with psycopg.connect(dsn, autocommit=True) as connection:
            yield connection
    except psycopg.Error as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error


def _one(connection: psycopg.Connection[Any], call: LiteralString, *given: Any) -> int:
    row = connection.execute(call, given).fetchone()
    assert row is not None
    number: int = row[0]
    return number


def _paged(connection: psycopg.Connection[Any], call: LiteralString, space: int) -> int:
    """All pages, each a transaction: of (next, subjects, how many) the sum of the last."""
    after = None
    found = 0
    while True:
        row = connection.execute(call, [space, after]).fetchone()
        assert row is not None
        after = row[0]
        found += int(row[2])
        if after is None:
            return found
