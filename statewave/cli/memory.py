"""Every function of the contract, a command each."""

import json as jsonlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle, groupby
from typing import Annotated
from uuid import UUID

import typer
from rich.text import Text

from statewave import Client, Explanation
from statewave.cli import show
from statewave.local import resolve_dsn

Subject = Annotated[str, typer.Argument(help="Whom or what the memory is about.")]
Time = Annotated[str | None, typer.Option(help="ISO 8601; without an offset, UTC.")]
Budget = Annotated[int, typer.Option("--max-tokens", help="Token budget, 16 or more.")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="Only this kind; repeatable.")]
Profile = Annotated[str, typer.Option(help="Ranking profile.")]

COLOURS = (
    "cyan",
    "green",
    "yellow",
    "magenta",
    "blue",
    "red",
    "white",
    "bright_cyan",
    "bright_green",
    "bright_yellow",
)
BAR = 40  # characters for the best score


@contextmanager
def connected(dsn: str | None, tenant: str | None) -> Iterator[Client]:
    """A client of the database that the options name."""
    with Client(resolve_dsn(dsn), tenant=tenant) as client:
        yield client


def moment(text: str | None) -> datetime | None:
    """A time from the command line."""
    if text is None:
        return None
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def record(
    subject: Subject,
    text: Annotated[str, typer.Argument(help="The text, or with --payload a JSON object.")],
    payload: Annotated[
        bool, typer.Option("--payload", help="TEXT is the payload as JSON.")
    ] = False,
    source: Annotated[str, typer.Option(help="Who or what it came from.")] = "user",
    type: Annotated[str, typer.Option(help="What it is.")] = "message",
    session: Annotated[str | None, typer.Option(help="The conversation it belongs to.")] = None,
    occurred_at: Time = None,
    idempotency_key: Annotated[str | None, typer.Option(help="Repeat-safe key.")] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Record one episode and print its id."""
    body = jsonlib.loads(text) if payload else {"text": text}
    with connected(dsn, tenant) as client:
        id = client.record(
            subject,
            body,
            source=source,
            type=type,
            session=session,
            occurred_at=moment(occurred_at),
            idempotency_key=idempotency_key,
        )
    show.print_json({"id": id}) if json else print(id)


def compile_subject(
    subject: Subject,
    max_episodes: Annotated[int | None, typer.Option(help="At most so many.")] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Compile a subject's episodes into facts, preferences and instructions."""
    with connected(dsn, tenant) as client:
        result = client.compile(subject, max_episodes=max_episodes)
    if json:
        show.print_json(result)
    else:
        show.out.print(
            f"{result.episodes_compiled} episodes compiled: {result.memories_created} memories"
            f" made, {result.memories_superseded} superseded;"
            f" {result.episodes_remaining} episodes remain"
        )


def retrieve(
    subject: Subject,
    task: Annotated[str, typer.Argument(help="What the memory is needed for.")],
    max_tokens: Budget = 4000,
    session: Annotated[str | None, typer.Option(help="Session to favour.")] = None,
    exclude_session: Annotated[bool, typer.Option(help="Leave that session out.")] = False,
    kind: Kinds = None,
    since: Time = None,
    until: Time = None,
    as_of: Time = None,
    profile: Profile = "default",
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Print the bundle for a task: text for the prompt, within the budget."""
    with connected(dsn, tenant) as client:
        bundle = client.retrieve(
            subject,
            task,
            max_tokens=max_tokens,
            exclude_session=exclude_session,
            profile=profile,
            session=session,
            kinds=kind,
            since=moment(since),
            until=moment(until),
            as_of=moment(as_of),
        )
    if json:
        show.print_json(bundle)
        return
    print(bundle.text, end="")
    show.progress(
        f"{bundle.token_count} of {max_tokens} tokens, {len(bundle.items)} items,"
        f" {bundle.omitted['count']} more did not fit"
    )


def search(
    subject: Subject,
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", help="How many.")] = 10,
    kind: Kinds = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Print the best memories for a query."""
    with connected(dsn, tenant) as client:
        hits = client.search(subject, query, k=k, kinds=kind)
    if json:
        show.print_json(hits)
    else:
        show.table(
            "",
            ["rank", "score", "kind", "since", "content"],
            [(h.rank, h.score, h.kind, h.valid_from, h.content) for h in hits],
        )


def explain(
    subject: Subject,
    task: Annotated[str, typer.Argument(help="What the memory is needed for.")],
    max_tokens: Budget = 4000,
    top: Annotated[int, typer.Option(help="Show so many lines.")] = 15,
    profile: Profile = "default",
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Draw how each line came to its rank."""
    with connected(dsn, tenant) as client:
        rows = client.explain(subject, task, max_tokens=max_tokens, profile=profile)
    if json:
        show.print_json(rows)
    else:
        draw(rows, top)


def draw(rows: list[Explanation], top: int) -> None:
    """A bar a line: the components that raised its score, and what lowered it in words."""
    lines = [list(group) for _, group in groupby(rows, key=lambda r: r.rank)][:top]
    if not lines:
        show.out.print("no candidates")
        return
    names = list(dict.fromkeys(r.component for line in lines for r in line if r.contribution > 0))
    colours = dict(zip(names, cycle(COLOURS), strict=False))
    scale = BAR / max(1e-9, *(sum(max(r.contribution, 0) for r in line) for line in lines))
    for line in lines:
        first = line[0]
        bar = Text(f"{first.rank:>3} {first.item.score:>7.2f} ")
        for row in line:
            if row.contribution > 0:
                bar.append("█" * round(row.contribution * scale), style=colours[row.component])
        less = ", ".join(
            f"{r.component} {r.contribution:.1f}" for r in line if r.contribution <= -0.05
        )
        bar.append(f" {less}" if less else "", style="dim")
        show.out.print(bar)
        mark = "packed" if first.packed else first.why_not
        show.out.print(
            Text(
                f"            {first.item.text[:90]}  [{mark}]",
                style="" if first.packed else "dim",
            )
        )
    legend = Text("    ")
    for name in names:
        legend.append(f"█ {name}  ", style=colours[name])
    show.out.print(legend)


def timeline(
    subject: Subject,
    page: Annotated[int, typer.Option(help="Rows a page.")] = 50,
    after: Annotated[
        str | None, typer.Option(help="Cursor of the last row of the page before.")
    ] = None,
    oldest_first: Annotated[bool, typer.Option("--oldest-first")] = False,
    status: Annotated[str, typer.Option(help="all, active or superseded.")] = "all",
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """List episodes and compiled memories by event time."""
    with connected(dsn, tenant) as client:
        rows = client.timeline(
            subject,
            page=page,
            newest_first=not oldest_first,
            status=status,
            after=jsonlib.loads(after) if after else None,
        )
    if json:
        show.print_json(rows)
        return
    show.table(
        "",
        ["at", "entry", "kind", "id", "content"],
        [(r.at, r.entry, r.kind, r.id, r.content) for r in rows],
    )
    if len(rows) == page:
        show.progress(f"next page: --after '{jsonlib.dumps(rows[-1].cursor)}'")


def provenance(
    subject: Subject,
    memory_id: Annotated[UUID, typer.Argument(help="The memory.")],
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Print the episodes that a memory was taken from."""
    with connected(dsn, tenant) as client:
        rows = client.provenance(subject, memory_id)
    if json:
        show.print_json(rows)
    else:
        show.table(
            "",
            ["#", "episode", "source", "session", "at", "payload"],
            [
                (
                    r.ordinal,
                    r.episode_id,
                    r.source,
                    r.session,
                    r.occurred_at,
                    jsonlib.dumps(r.payload, ensure_ascii=False),
                )
                for r in rows
            ],
        )


def subjects(
    after: Annotated[str | None, typer.Option(help="The last subject of the page before.")] = None,
    page: Annotated[int, typer.Option(help="Rows a page.")] = 100,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """List the subjects of a tenant."""
    with connected(dsn, tenant) as client:
        rows = client.subjects(page=page, after=after)
    if json:
        show.print_json(rows)
    else:
        show.table(
            "",
            ["subject", "episodes", "memories", "first", "last"],
            [(r.subject, r.episodes, r.memories, r.first_at, r.last_at) for r in rows],
        )


def erase(
    subject: Subject,
    yes: Annotated[bool, typer.Option("--yes", help="Really: it cannot be undone.")] = False,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Erase everything about a subject and print the proof."""
    if not yes:
        show.fail(
            f"this erases everything about {subject!r} for good",
            f"Say so: statewave erase {subject} --yes",
        )
    with connected(dsn, tenant) as client:
        proof = client.erase(subject)
    if json:
        show.print_json(proof)
    else:
        show.table(
            f"erased {proof.subject}: {proof.total} rows",
            ["table", "rows"],
            sorted(proof.rows.items()),
        )
        if proof.erasure:
            show.out.print(
                f"erasure {proof.erasure}; statewave scrub --partition {proof.partition}"
            )
        show.out.print(proof.remains)


commands = (record, retrieve, search, explain, timeline, provenance, subjects, erase)
