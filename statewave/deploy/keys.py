"""Keys of the HTTP API: made here, shown once, known to the database by their sha256 alone."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

PREFIX = "sw_"  # so that a leaked key is recognised as one
RANDOM_BYTES = 32


def digest(key: str) -> bytes:
    """What the database knows of a key."""
    return hashlib.sha256(key.encode()).digest()


def create(
    dsn: str,
    name: str,
    *,
    role: str = "reader",
    expires_at: datetime | None = None,
    rate_per_minute: int | None = None,
    tenant: str | None = None,
) -> str:
    """Make a key for a tenant and return it; nobody can be shown it again."""
    key = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "select statewave.set_api_key(%s, %s, %s, %s, %s, %s)",
            [name, digest(key), role, expires_at, rate_per_minute, tenant],
        )
    return key


def revoke(dsn: str, name: str, *, tenant: str | None = None) -> bool:
    """Take a key out of force; whether there was one of the name."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(
            "select statewave.revoke_api_key(%s, %s)", [name, tenant]
        ).fetchone()
    return row == (True,)


def keys(dsn: str, *, tenant: str | None = None) -> list[dict[str, Any]]:
    """A tenant's keys, as api_keys() lists them."""
    with psycopg.connect(dsn, autocommit=True, row_factory=dict_row) as connection:
        return connection.execute("select * from statewave.api_keys(%s)", [tenant]).fetchall()
