"""Which login roles may act for which tenants."""

import psycopg


def grant(
    dsn: str, role: str, tenant: str, *, default: bool | None = None, gateway: bool | None = None
) -> None:
    """Let a role act for a tenant, made known if it is new.

    default: it is the one that calls without a tenant mean. gateway: what the role says of its
    caller is believed. None leaves it as it is; a new grant has neither.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "select statewave.grant_tenant(%s, %s, %s, %s)", [role, tenant, default, gateway]
        )


def revoke(dsn: str, role: str, tenant: str) -> bool:
    """Take a tenant from a role; whether it had it."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(
            "select statewave.revoke_tenant(%s, %s)", [role, tenant]
        ).fetchone()
    return row == (True,)


def tenants(dsn: str) -> list[tuple[str, str | None, bool | None, bool | None]]:
    """Tenants with the roles that may act for them: (tenant, role, is default, is gateway)."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute("select * from statewave.tenants()").fetchall()
