"""The local server."""

from typing import Annotated

import typer

from statewave import demo as story
from statewave import deploy
from statewave.cli import show
from statewave.cli.deployment import given_dsn
from statewave.local import LocalServer


def demo() -> None:
    """Start the local server, deploy, and watch a conversation become memory."""
    story.run()


def up(
    admin: Annotated[
        bool, typer.Option("--admin", help="Print the superuser's DSN instead.")
    ] = False,
    json: show.Json = False,
) -> None:
    """Start the local server, deploy, and print the DSN to connect with."""
    server = LocalServer().up(echo=show.progress)
    if json:
        show.print_json({"dsn": server.dsn, "admin_dsn": server.admin_dsn})
    else:
        print(server.admin_dsn if admin else server.dsn)


def down() -> None:
    """Stop the local server; its data stays."""
    LocalServer().down()
    show.progress("the local server is stopped")


def status(dsn: show.Dsn = None, json: show.Json = False) -> None:
    """What is deployed, and whether the local server runs."""
    local = LocalServer().status()
    target = given_dsn(dsn) or local.admin_dsn
    parts = deploy.status(target) if target else []
    if json:
        show.print_json({"local": local, "parts": parts})
        return
    state = f"running on port {local.port}" if local.running else "not running"
    show.out.print(f"local server: {state}, data in {local.home}")
    if parts:
        show.table(
            "deployment",
            ["part", "state", "applied at"],
            [(p.name, p.state, p.applied_at) for p in parts],
        )


def destroy(
    yes: Annotated[bool, typer.Option("--yes", help="Really: all its data is lost.")] = False,
) -> None:
    """Stop the local server and remove its data folder."""
    if not yes:
        show.fail(
            "destroy removes the local server's data folder for good",
            "Say so: statewave destroy --yes",
        )
    LocalServer().destroy(yes=True)
    show.progress("the local server and its data are gone")


commands = (demo, up, down, status, destroy)
