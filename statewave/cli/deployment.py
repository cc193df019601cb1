"""Deploying to a database."""

import os
from typing import Annotated

import typer

from statewave import deploy as tool
from statewave.cli import show
from statewave.deploy import spaces
from statewave.local import LocalServer, resolve_dsn


def given_dsn(dsn: str | None) -> str | None:
    """``--dsn``, else STATEWAVE_ADMIN_DSN, else DATABASE_URL; None when none of them is there."""
    for value in (dsn, os.environ.get("STATEWAVE_ADMIN_DSN"), os.environ.get("DATABASE_URL")):
        if value is not None:
            return resolve_dsn(value)
    return None


def admin_dsn(dsn: str | None) -> str:
    """The database to deploy to: the one given, else the local server as its superuser."""
    return given_dsn(dsn) or LocalServer().up(deploy=False, echo=show.progress).admin_dsn


def deploy(
    dsn: show.Dsn = None,
    bootstrap: Annotated[
        bool,
        typer.Option("--bootstrap", help="Run the superuser's part first (with --sql: print it)."),
    ] = False,
    sql: Annotated[
        bool, typer.Option("--sql", help="Print the SQL for psql instead of running it.")
    ] = False,
    json: show.Json = False,
) -> None:
    """Bring a database to this version: migrations, functions, checks."""
    if sql:
        print(tool.script(bootstrap=bootstrap), end="")
        return
    target = admin_dsn(dsn)
    if bootstrap:
        tool.bootstrap(target, echo=show.progress)
    done = tool.deploy(target, echo=show.progress)
    if json:
        show.print_json({"done": done})
    else:
        show.out.print(
            f"deployed: {', '.join(done)}"
            if done
            else "nothing to do: the database is at this version"
        )


def verify(dsn: show.Dsn = None) -> None:
    """Verify every migration and run every check; changes nothing."""
    tool.verify(admin_dsn(dsn), echo=show.out.print)


def revert(
    to: Annotated[
        str | None, typer.Argument(help="The last migration to keep; else all go.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Really: the tables that go take their data along.")
    ] = False,
    dsn: show.Dsn = None,
    json: show.Json = False,
) -> None:
    """Undo migrations; the database has no API until the next deploy."""
    if not yes:
        show.fail("revert drops tables with their data", "Say so: statewave revert --yes")
    undone = tool.revert(admin_dsn(dsn), to, echo=show.progress)
    if json:
        show.print_json({"undone": undone})
    else:
        show.out.print(f"reverted: {', '.join(undone) or 'no migration, the functions only'}")


def maintain(
    promote_from: Annotated[
        int, typer.Option(help="Memories from which on a subject gets indexes of its own.")
    ] = 20_000,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the statements instead of running them.")
    ] = False,
    dsn: show.Dsn = None,
    json: show.Json = False,
) -> None:
    """Run what maintenance_plan() lists, a statement at a time, remove what has expired, and see
    to memories that have no vector.

    Nothing waits for the statements; expiring locks a subject while a page of them is done.
    """
    target = admin_dsn(dsn)
    if dry_run:
        _plan(tool.maintenance_plan(target, promote_from), json)
    else:
        statements = tool.maintain(target, promote_from, echo=show.progress)
        expired = tool.expire(target, echo=show.progress)
        filled = spaces.fill_all(target)
        _done(statements, json, expired=expired, filled=filled)
        for tenant, (episodes, memories) in {} if json else expired.items():
            show.out.print(f"{tenant}: {episodes} episodes and {memories} memories expired")
        for space, count in {} if json else filled.items():
            show.out.print(f"space {space}: {count} memories had no vector")


def scrub(
    partition: Annotated[
        int | None, typer.Option(help="Only this one, as the proof of an erasure tells it.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the statements instead of running them.")
    ] = False,
    dsn: show.Dsn = None,
    json: show.Json = False,
) -> None:
    """Clear what is left of erased rows from the data directory; tables are locked in turn."""
    target = admin_dsn(dsn)
    if dry_run:
        _plan(tool.scrub_plan(target, partition), json)
    else:
        _done(tool.scrub(target, partition, echo=show.progress), json)


def _plan(plan: list[tuple[str, str]], json: bool) -> None:
    """Print statements that were not run, as psql takes them."""
    if json:
        show.print_json({"plan": [statement for statement, _ in plan]})
    for statement, _ in [] if json else plan:
        show.out.print(f"{statement};", markup=False)


def _done(statements: list[str], json: bool, **further: object) -> None:
    """Say what was run."""
    if json:
        show.print_json({"done": statements, **further})
    else:
        show.out.print(f"statements run: {len(statements)}")


def doctor(dsn: show.Dsn = None, json: show.Json = False) -> None:
    """Check that the database keeps what is promised; fails when it does not."""
    target = admin_dsn(dsn)
    tool.verify(target)
    found = tool.doctor(target)
    if json:
        show.print_json([{"name": n, "ok": ok, "detail": detail} for n, ok, detail in found])
    else:
        show.table("", ["check", "", "found"], [(n, "ok" if ok else "NO", d) for n, ok, d in found])
    if not all(ok for _, ok, _ in found):
        raise typer.Exit(1)


commands = (deploy, verify, revert, maintain, scrub, doctor)
