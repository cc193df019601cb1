"""Where webhooks may point to."""

from collections.abc import Sequence

import psycopg


def allow(
    dsn: str, host: str, tenants: str = "*", *, plain_http: bool, addresses: Sequence[str]
) -> None:
    """Let webhooks of some tenants (a pattern) point to a host.

    plain_http: http is good enough. addresses: networks that it may be in though not public.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "select statewave.allow_webhook_host(%s, %s, %s, %s)",
            [host, tenants, plain_http, list(addresses)],
        )


def refuse(dsn: str, host: str, tenants: str = "*") -> bool:
    """Take back what was allowed; whether it was."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(
            "select statewave.refuse_webhook_host(%s, %s)", [host, tenants]
        ).fetchone()
    return row == (True,)


def hosts(dsn: str) -> list[tuple[str, str, bool, list[str]]]:
    """What is allowed: (host, tenants, plain http, addresses)."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute("select * from statewave.webhook_hosts()").fetchall()
