"""Which login roles may act for which tenants."""

from typing import Annotated

import typer

from statewave.cli import show
from statewave.cli.deployment import admin_dsn
from statewave.deploy import tenants

app = typer.Typer(help="Which login roles may act for which tenants.", no_args_is_help=True)

Role = Annotated[str, typer.Argument(help="A login role.")]
Tenant = Annotated[str, typer.Argument(help="A tenant.")]


@app.command("grant", cls=show.FriendlyCommand)
def grant(
    role: Role,
    tenant: Tenant,
    default: Annotated[
        bool | None,
        typer.Option(
            "--default/--no-default", help="Calls of the role without a tenant mean this one."
        ),
    ] = None,
    gateway: Annotated[
        bool | None,
        typer.Option("--gateway/--no-gateway", help="Believe what the role says of its caller."),
    ] = None,
    dsn: show.Dsn = None,
) -> None:
    """Let a role act for a tenant, made known if it is new; what is not said stays as it is."""
    tenants.grant(admin_dsn(dsn), role, tenant, default=default, gateway=gateway)
    show.out.print(f"{role} may act for {tenant}", markup=False)


@app.command("revoke", cls=show.FriendlyCommand)
def revoke(role: Role, tenant: Tenant, dsn: show.Dsn = None) -> None:
    """Take a tenant from a role, from the next statement on."""
    if not tenants.revoke(admin_dsn(dsn), role, tenant):
        show.fail(f"{role} had no right to {tenant}", "statewave tenant list shows who has.")
    show.out.print(f"{role} may no longer act for {tenant}", markup=False)


@app.command("list", cls=show.FriendlyCommand)
def list_tenants(dsn: show.Dsn = None, json: show.Json = False) -> None:
    """Show tenants with the roles that may act for them."""
    rows = tenants.tenants(admin_dsn(dsn))
    if json:
        names = ("tenant", "role", "is_default", "is_gateway")
        show.print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        show.table("", ["tenant", "role", "default", "gateway"], rows)
