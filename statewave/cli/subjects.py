"""A subject as a whole: labels, another name, a file of everything about it."""

import json as jsonlib
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from statewave.cli import show
from statewave.cli.memory import Subject, connected

app = typer.Typer(help="A subject as a whole: export, import, labels.", no_args_is_help=True)


@app.command("export", cls=show.FriendlyCommand)
def export_subject(
    subject: Subject,
    to: Annotated[Path, typer.Argument(help="File to write; - is standard output.")] = Path("-"),
    vectors: Annotated[bool, typer.Option(help="With the vectors.")] = True,
    partial: Annotated[
        bool, typer.Option("--partial", help="Only what the policy shows; it cannot be imported.")
    ] = False,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Write all that is stored about a subject as one JSON document."""
    with connected(dsn, tenant) as client:
        document = client.export_subject(subject, vectors=vectors, complete=not partial)
    text = jsonlib.dumps(document, ensure_ascii=False)
    if to == Path("-"):
        print(text)
    else:
        to.write_text(text, encoding="utf-8")
        show.progress(f"{subject}: {len(text.encode())} bytes to {to}")


@app.command("import", cls=show.FriendlyCommand)
def import_subject(
    file: Annotated[
        typer.FileText,
        typer.Argument(help="What export wrote; - is standard input.", encoding="utf-8"),
    ],
    name: Annotated[str | None, typer.Option("--as", help="Another name for the subject.")] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Store a subject from a document that export wrote."""
    try:
        document = jsonlib.load(file)
    except ValueError as error:
        show.fail(f"{file.name} is no JSON: {error}", "Give what statewave subject export wrote.")
    with connected(dsn, tenant) as client:
        found = client.import_subject(document, subject=name)
    if json:
        show.print_json(found)
    else:
        show.table(f"imported {found['subject']}", ["table", "rows"], sorted(found["rows"].items()))


@app.command("rename", cls=show.FriendlyCommand)
def rename(
    subject: Subject,
    new_name: Annotated[str, typer.Argument(help="The new name, which no subject has.")],
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Give a subject another name; ids, history and receipts stay."""
    with connected(dsn, tenant) as client:
        client.rename_subject(subject, new_name)
    show.out.print(f"{subject} is now {new_name}", markup=False)


@app.command("merge", cls=show.FriendlyCommand)
def merge(
    subject: Subject,
    into: Annotated[str, typer.Argument(help="The subject that it becomes a part of.")],
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Make a subject part of another, which then has the episodes of both."""
    with connected(dsn, tenant) as client:
        done = client.merge_subjects(subject, into)
    show.out.print(f"{into} has {done['episodes']} more episodes", markup=False)


@app.command("label", cls=show.FriendlyCommand)
def label(
    subject: Subject,
    id: Annotated[UUID, typer.Argument(help="A memory or an episode.")],
    labels: Annotated[
        list[str] | None, typer.Argument(help="Its labels; none: take them away.")
    ] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Set the sensitivity labels of a memory or an episode, and print those in force."""
    with connected(dsn, tenant) as client:
        found = client.set_labels(subject, id, labels or [])
    show.out.print(", ".join(found) or "no labels", markup=False)


@app.command("labels", cls=show.FriendlyCommand)
def labels(
    subject: Subject,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """List the first 1,000 memories and episodes that have labels of their own."""
    with connected(dsn, tenant) as client:
        found = client.list_labels(subject, page=1000)
    if json:
        show.print_json(found)
    else:
        rows = [(x.entry, x.id, ", ".join(x.labels), ", ".join(x.suggested)) for x in found]
        show.table("", ["entry", "id", "labels", "suggested"], rows)
