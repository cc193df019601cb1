"""How results are shown: tables for people, JSON for machines, errors on standard error."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, NoReturn
from uuid import UUID

import psycopg
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

import statewave
from statewave.deploy import DeployError
from statewave.local import LocalServerError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False)

Dsn = Annotated[
    str | None,
    typer.Option("--dsn", help="Database to use; else DATABASE_URL, else the local server."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Tenant = Annotated[
    str | None, typer.Option("--tenant", help="Tenant to act for; else the login's default.")
]


def progress(message: str) -> None:
    """Say on standard error what is going on."""
    err.print(Text(message, style="dim"))


def fail(message: str, hint: str | None = None) -> NoReturn:
    """End the program with a message that says what to do."""
    err.print(Text(f"error: {message}", style="red"))
    if hint:
        err.print(Text(f"hint: {hint}"))
    raise typer.Exit(1)


def print_json(value: object) -> None:
    """Print a value as JSON, a line."""
    print(json.dumps(value, default=_plain, ensure_ascii=False))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # A bundle is printed as the database made it.
        raw = getattr(value, "raw", None)
        return (
            raw
            if raw is not None
            else {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        )
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; empty cells for None."""
    grid = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(_cell(value) for value in row))
    out.print(grid)


def _cell(value: object) -> Text:
    if value is None:
        return Text("")
    if isinstance(value, datetime):
        return Text(value.strftime("%Y-%m-%d %H:%M"))
    if isinstance(value, float):
        return Text(f"{value:.3f}")
    return Text(str(value))


class FriendlyCommand(typer.core.TyperCommand):
    """A command whose expected errors are one line and a hint, not a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command and explain what went wrong."""
        try:
            return super().invoke(ctx)
        except statewave.StatewaveError as error:
            fail(f"{error.sqlstate}: {error.message}", error.hint)
        except (DeployError, LocalServerError) as error:
            fail(str(error))
        except psycopg.OperationalError as error:
            fail(
                f"the database cannot be reached: {str(error).strip()}",
                "Check --dsn, DATABASE_URL, or run `statewave up`.",
            )
        except psycopg.Error as error:
            fail(f"{error.sqlstate}: {str(error).strip()}")
        except (OSError, ValueError) as error:
            fail(str(error))
        except KeyboardInterrupt:
            err.print("stopped")
            sys.exit(130)


class FriendlyGroup(typer.core.TyperGroup):
    """The commands in the order in which they were added."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of the commands."""
        return list(self.commands)
