"""What goes on behind the calls: jobs, events, webhooks."""

import base64
import secrets
import sys
import time
from typing import Annotated
from uuid import UUID

import typer

from statewave import Event, NotFound
from statewave.cli import show
from statewave.cli.deployment import admin_dsn
from statewave.cli.memory import connected
from statewave.deploy import webhooks

app = typer.Typer(help="Where events are sent.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The webhook's name.")]
Host = Annotated[str, typer.Argument(help="example.com, *.example.com for those below it, or *.")]
Tenants = Annotated[str, typer.Option(help="Whose: a tenant, acme-*, or * for all.")]
Patterns = Annotated[
    list[str] | None,
    typer.Option("--event", help="Only these: episode.recorded, memory.*; repeatable."),
]
PAUSE = 1.0  # seconds between two looks for new events


def jobs(
    state: Annotated[
        list[str] | None, typer.Option(help="ready, leased, done or dead; repeatable.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="compile, webhook, …")] = None,
    retry: Annotated[
        UUID | None, typer.Option(help="Ask again for this job, which was given up.")
    ] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """List the first 1,000 jobs, or ask again for one that was given up."""
    with connected(dsn, tenant) as client:
        if retry is not None:
            client.retry_job(retry)
            show.out.print(f"{retry} is tried again", markup=False)
            return
        found = client.jobs(states=state, kinds=kind, page=1000)
    if json:
        show.print_json(found)
    else:
        rows = [
            (j.job_id, j.subject, j.kind, j.lane, j.state, j.attempts, j.run_at, j.last_error)
            for j in found
        ]
        columns = ["id", "subject", "kind", "lane", "state", "attempts", "due", "error"]
        show.table("", columns, rows)


def events(
    consumer: Annotated[str, typer.Argument(help="A name for who reads; made if it is new.")],
    event: Patterns = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="A new one gets what is kept from before too.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on until it is interrupted.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Do not acknowledge: the same again the next time.")
    ] = False,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Print the events that a consumer has not had yet, as JSON, a line each.

    A new consumer gets what is recorded from now on; --event and --from-start are for a new one.
    """
    with connected(dsn, tenant) as client:
        try:
            client.acknowledge(consumer, 0)
        except NotFound:
            client.subscribe(consumer, events=event, from_start=from_start)
        while True:
            found: list[Event] = client.events(consumer)
            for one in found:
                show.print_json(one)
            if keep or not (found or follow):
                return
            sys.stdout.flush()  # what is acknowledged has been handed on
            if found:
                client.acknowledge(consumer, found[-1].place)
            else:
                time.sleep(PAUSE)


@app.command("set", cls=show.FriendlyCommand)
def set_webhook(
    name: Name,
    url: Annotated[str, typer.Argument(help="https://host/path; the host must be allowed.")],
    event: Patterns = None,
    secret: Annotated[
        str | None,
        typer.Option(
            envvar="STATEWAVE_WEBHOOK_SECRET",
            help="whsec_ and base64; a new webhook without one gets one, printed once.",
        ),
    ] = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Have events sent to a URL from now on, or change where and which."""
    with connected(dsn, tenant) as client:
        made = None
        if secret is None and name not in {w.name for w in client.webhooks()}:
            made = secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
        client.set_webhook(name, url, events=event, secret=secret)
    show.progress(f"{name}: events go to {url}")
    if made:
        print(made)


@app.command("list", cls=show.FriendlyCommand)
def list_webhooks(
    dsn: show.Dsn = None, tenant: show.Tenant = None, json: show.Json = False
) -> None:
    """Show where events are sent."""
    with connected(dsn, tenant) as client:
        found = client.webhooks()
    if json:
        show.print_json(found)
    else:
        rows = [(w.name, w.url, ", ".join(w.events or ("*",)), w.since) for w in found]
        show.table("", ["name", "url", "events", "since"], rows)


@app.command("remove", cls=show.FriendlyCommand)
def remove(name: Name, dsn: show.Dsn = None, tenant: show.Tenant = None) -> None:
    """Remove a webhook with what was not delivered."""
    with connected(dsn, tenant) as client:
        if not client.remove_webhook(name):
            show.fail(f"there is no webhook {name}", "statewave webhook list shows them.")
    show.out.print(f"{name} is removed", markup=False)


@app.command("allow", cls=show.FriendlyCommand)
def allow(
    host: Host,
    tenants: Tenants = "*",
    plain_http: Annotated[bool, typer.Option("--plain-http", help="http is good enough.")] = False,
    address: Annotated[
        list[str] | None,
        typer.Option(help="A network that it may be in though not public; repeatable."),
    ] = None,
    dsn: show.Dsn = None,
) -> None:
    """Let webhooks point to a host; until then none is called."""
    webhooks.allow(admin_dsn(dsn), host, tenants, plain_http=plain_http, addresses=address or [])
    show.out.print(f"webhooks of {tenants} may point to {host}", markup=False)


@app.command("refuse", cls=show.FriendlyCommand)
def refuse(host: Host, tenants: Tenants = "*", dsn: show.Dsn = None) -> None:
    """Take back what was allowed, from the next delivery on."""
    if not webhooks.refuse(admin_dsn(dsn), host, tenants):
        show.fail(f"{host} was not allowed to {tenants}", "statewave webhook hosts shows what is.")
    show.out.print(f"webhooks of {tenants} may no longer point to {host}", markup=False)


@app.command("hosts", cls=show.FriendlyCommand)
def hosts(dsn: show.Dsn = None, json: show.Json = False) -> None:
    """Show where webhooks may point to."""
    rows = webhooks.hosts(admin_dsn(dsn))
    names = ("host", "tenants", "plain_http", "addresses")
    if json:
        show.print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        show.table("", names, [(*row[:3], ", ".join(row[3])) for row in rows])
