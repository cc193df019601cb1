"""Keys of the HTTP API."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.text import Text

from statewave.cli import show
from statewave.cli.deployment import admin_dsn
from statewave.deploy import keys

app = typer.Typer(help="Keys of the HTTP API.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What people call the key.")]


@app.command("create", cls=show.FriendlyCommand)
def create(
    name: Name,
    role: Annotated[str, typer.Option(help="reader; writer: records too; admin: all.")] = "reader",
    days: Annotated[float | None, typer.Option(help="Days until it expires; else never.")] = None,
    rate: Annotated[
        int | None, typer.Option(help="Requests in a minute of the clock; else any number.")
    ] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Make a key for a tenant and print it: this once, only its sha256 is stored."""
    expires_at = None if days is None else datetime.now(UTC) + timedelta(days=days)
    key = keys.create(
        admin_dsn(dsn), name, role=role, expires_at=expires_at, rate_per_minute=rate, tenant=tenant
    )
    if json:
        show.print_json({"name": name, "key": key, "role": role, "expires_at": expires_at})
    else:
        show.progress("Keep it: it is not shown again.")
        show.out.print(Text(key))


@app.command("list", cls=show.FriendlyCommand)
def list_keys(dsn: show.Dsn = None, tenant: show.Tenant = None, json: show.Json = False) -> None:
    """Show a tenant's keys, revoked and expired ones too."""
    rows = keys.keys(admin_dsn(dsn), tenant=tenant)
    if json:
        show.print_json(rows)
    else:
        names = ["name", "role", "fingerprint", "created_at", "expires_at", "revoked_at"]
        shown = [*names, "rate_per_minute"]
        show.table("", [n.replace("_", " ") for n in shown], [[r[n] for n in shown] for r in rows])


@app.command("revoke", cls=show.FriendlyCommand)
def revoke(name: Name, dsn: show.Dsn = None, tenant: show.Tenant = None) -> None:
    """Take a key out of force, from the next request on."""
    if not keys.revoke(admin_dsn(dsn), name, tenant=tenant):
        show.fail(f"no key in force is called {name}", "statewave key list shows which there are.")
    show.out.print(f"{name} is revoked", markup=False)
