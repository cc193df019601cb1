"""The support layer: sessions, what became of them, health, waiting times, handoff briefs."""

import json as jsonlib
from typing import Annotated

import typer
from rich.text import Text

from statewave.cli import show
from statewave.cli.memory import Subject, Time, connected, moment

Session = Annotated[str, typer.Argument(help="The session.")]


def sessions(
    subject: Subject,
    page: Annotated[int, typer.Option(help="Rows a page.")] = 50,
    after: Annotated[
        str | None, typer.Option(help="Cursor of the last row of the page before.")
    ] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """List a subject's sessions, the latest first, with what became of them."""
    with connected(dsn, tenant) as client:
        rows = client.sessions(subject, page=page, after=jsonlib.loads(after) if after else None)
    if json:
        show.print_json(rows)
        return
    names = ["session", "episodes", "first_at", "last_at", "status", "summary"]
    show.table(
        "", [n.replace("_", " ") for n in names], [[getattr(r, n) for n in names] for r in rows]
    )
    if len(rows) == page:
        show.progress(f"next page: --after '{jsonlib.dumps(rows[-1].cursor)}'")


def resolve(
    subject: Subject,
    session: Session,
    status: Annotated[str, typer.Option(help="resolved, open or unresolved.")] = "resolved",
    summary: Annotated[str | None, typer.Option(help="What solved it.")] = None,
    at: Time = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Say what became of a session."""
    with connected(dsn, tenant) as client:
        done = client.resolve_session(
            subject, session, status=status, summary=summary, at=moment(at)
        )
    if json:
        show.print_json(done)
    else:
        show.out.print(f"{session} is {done.status}", markup=False)


def health(
    subject: Subject,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Print how well a subject is served, and what that comes from."""
    with connected(dsn, tenant) as client:
        found = client.health(subject)
    if json:
        show.print_json(found)
    else:
        rows = [(f.impact, f.signal, f.detail) for f in found.factors]
        show.table(f"{found.state}, {found.score} of 100", ["impact", "signal", "detail"], rows)


def sla(
    subject: Subject,
    first_response_minutes: Annotated[float, typer.Option(help="Limit of a response.")] = 5,
    resolution_hours: Annotated[float, typer.Option(help="Limit of a resolution.")] = 24,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Print how long a subject's sessions waited."""
    with connected(dsn, tenant) as client:
        found = client.sla(
            subject,
            first_response_minutes=first_response_minutes,
            resolution_hours=resolution_hours,
        )
    if json:
        show.print_json(found)
        return
    names = ["session_id", "status", "first_message_at", "first_response_seconds"]
    names += ["resolution_seconds", "open_duration_seconds"]
    late = [s.first_response_breached or s.resolution_breached or s.overdue for s in found.sessions]
    show.table(
        f"{sum(late)} of {found.total_sessions} sessions late",
        [*(n.replace("_", " ") for n in names), "late"],
        [
            [*(getattr(s, n) for n in names), "late" if is_late else None]
            for s, is_late in zip(found.sessions, late, strict=True)
        ],
    )


def handoff(
    subject: Subject,
    session: Session,
    reason: Annotated[str, typer.Option(help="Why it is handed over.")] = "escalation",
    max_tokens: Annotated[int, typer.Option(help="Budget of the brief.")] = 4000,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Print what whoever takes over a session must know."""
    with connected(dsn, tenant) as client:
        found = client.handoff(subject, session, reason=reason, max_tokens=max_tokens)
    if json:
        show.print_json(found)
    else:
        show.out.print(Text(found.handoff_notes), end="")


commands = (sessions, resolve, health, sla, handoff)
