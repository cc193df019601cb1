"""Direct work on memory: remember, correct, retract, pin, and the history of a fact."""

from typing import Annotated
from uuid import UUID

import typer
from rich.text import Text

from statewave.cli import show
from statewave.cli.memory import Subject, Time, connected, moment

MemoryId = Annotated[UUID, typer.Argument(help="The memory.")]
Reason = Annotated[str | None, typer.Option(help="Why, for whoever asks later.")]


def remember(
    subject: Subject,
    content: Annotated[str, typer.Argument(help="What to remember.")],
    kind: Annotated[
        str, typer.Option(help="fact, preference, instruction, procedure or summary.")
    ] = "fact",
    key: Annotated[str | None, typer.Option(help="Claim key: location.home.")] = None,
    value: Annotated[str | None, typer.Option(help="The claim's value.")] = None,
    entity: Annotated[str | None, typer.Option(help="About whom, if not who says it.")] = None,
    valid_from: Time = None,
    valid_to: Time = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Write one memory and print its id."""
    claim = {"key": key, "value": value, "entity": entity}
    with connected(dsn, tenant) as client:
        id = client.remember(
            subject,
            kind,
            content,
            claim={k: v for k, v in claim.items() if v is not None} or None,
            valid_from=moment(valid_from),
            valid_to=moment(valid_to),
        )
    show.out.print(Text(str(id)))


def correct(
    subject: Subject,
    memory_id: MemoryId,
    content: Annotated[str, typer.Argument(help="What it should have said.")],
    value: Annotated[str | None, typer.Option(help="The right value of a claim.")] = None,
    reason: Reason = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Put another memory in the place of a wrong one and print its id."""
    with connected(dsn, tenant) as client:
        show.out.print(
            Text(str(client.correct(subject, memory_id, content, value=value, reason=reason)))
        )


def retract(
    subject: Subject,
    memory_id: MemoryId,
    at: Time = None,
    reason: Reason = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """End what a memory says, now or at a time, with nothing in its place."""
    with connected(dsn, tenant) as client:
        client.retract(subject, memory_id, at=moment(at), reason=reason)


def pin(
    subject: Subject,
    memory_id: MemoryId,
    off: Annotated[bool, typer.Option("--off", help="Pin it no more.")] = False,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Put a memory first in every bundle and print its new id."""
    with connected(dsn, tenant) as client:
        show.out.print(Text(str(client.pin(subject, memory_id, pinned=not off))))


def history(
    subject: Subject,
    claim_key: Annotated[str, typer.Argument(help="location.home, or family.* for a group.")],
    entity: Annotated[str | None, typer.Option(help="About whom alone.")] = None,
    as_of: Time = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Show every value that a fact ever had, and why it gave way."""
    with connected(dsn, tenant) as client:
        rows = client.history(subject, claim_key, entity=entity, as_of=moment(as_of))
    if json:
        show.print_json(rows)
        return
    show.table(
        "",
        ["from", "to", "status", "key", "holder", "value", "why", "id"],
        [
            (r.valid_from, r.valid_to, r.status, r.key, r.holder, r.value, r.reason, r.memory_id)
            for r in rows
        ],
    )


commands = (remember, correct, retract, pin, history)
