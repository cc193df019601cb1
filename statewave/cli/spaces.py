"""Embedding spaces: which model's vectors questions are asked in."""

from typing import Annotated

import typer

from statewave.cli import show
from statewave.cli.deployment import admin_dsn
from statewave.deploy import spaces

app = typer.Typer(
    help="Embedding spaces: which model's vectors questions are asked in.", no_args_is_help=True
)

Number = Annotated[int, typer.Argument(help="The space's number, as the list has it.")]


@app.command("add", cls=show.FriendlyCommand)
def add(
    provider: Annotated[str, typer.Argument(help="builtin, or the embedder that a worker asks.")],
    model: Annotated[str, typer.Argument(help="The model's name.")],
    dimensions: Annotated[int, typer.Argument(help="Numbers of a vector, 1 to 4,000.")],
    dsn: show.Dsn = None,
) -> None:
    """Fill a space beside the active one: a new one, or one that was retired."""
    target = admin_dsn(dsn)
    space = spaces.add(target, provider, model, dimensions)
    _filled(target, space)


@app.command("list", cls=show.FriendlyCommand)
def list_spaces(dsn: show.Dsn = None, json: show.Json = False) -> None:
    """Show the spaces, and how many memories have a vector in each."""
    names = ("space_id", "provider", "model", "dimensions", "state", "filled", "missing",
             "activated_at", "retired_at")  # fmt: skip
    rows = spaces.spaces(admin_dsn(dsn))
    if json:
        show.print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        columns = ["", *names[1:7], "active from", "until"]
        show.table("", columns, rows)


@app.command("fill", cls=show.FriendlyCommand)
def fill(space: Number, dsn: show.Dsn = None) -> None:
    """See to the memories that have no vector in a space; again until there is none."""
    _filled(admin_dsn(dsn), space)


@app.command("activate", cls=show.FriendlyCommand)
def activate(
    space: Number,
    force: Annotated[
        bool, typer.Option("--force", help="Also where memories have no vector in it.")
    ] = False,
    dsn: show.Dsn = None,
) -> None:
    """Ask questions in this space from now on; the one before is kept for the past."""
    missing = spaces.activate(admin_dsn(dsn), space, force=force)
    show.out.print(f"space {space} is active; memories without a vector in it: {missing}")


@app.command("drop", cls=show.FriendlyCommand)
def drop(
    space: Number,
    yes: Annotated[bool, typer.Option("--yes", help="Do it.")] = False,
    dsn: show.Dsn = None,
) -> None:
    """Remove a space's vectors; bundles of the time when it was active are not repeated then."""
    if not yes:
        show.fail(f"this removes all vectors of space {space}", "Say --yes to do it.")
    removed = spaces.drop(admin_dsn(dsn), space)
    show.out.print(f"space {space} is gone, with {removed} vectors")


def _filled(target: str, space: int) -> None:
    """Fill a space, and say what is left to whom."""
    count = spaces.fill(target, space)
    show.out.print(f"space {space}: {count} memories had no vector; made now if it is builtin, "
                   "else left to workers")  # fmt: skip
