"""Benchmarks on the user's own machine and data."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from rich.markup import escape
from rich.progress import Progress

from statewave.bench import data, latency, plot, recall, scale, tune
from statewave.bench.subject import recorded
from statewave.cli import show
from statewave.cli.deployment import admin_dsn
from statewave.local import resolve_dsn

app = typer.Typer(help="Measure on your own machine and data.", no_args_is_help=True)

File = Annotated[
    Path,
    typer.Argument(
        help="A subject a line with episodes and questions, or LoCoMo's locomo10.json.",
        exists=True,
        dir_okay=False,
    ),
]
Plot = Annotated[
    Path | None, typer.Option("--plot", help="Draw it too: a .png or .svg file.", dir_okay=False)
]
AdminDsn = Annotated[
    str | None,
    typer.Option("--dsn", help="Database, as its owner; else as for deploy."),
]


@contextmanager
def bar(description: str, total: int | None) -> Iterator[Any]:
    """A progress bar on standard error; yields a function of what is done, how far, of how many."""
    with Progress(console=show.err, transient=True) as progress:
        task = progress.add_task(escape(description), total=total)

        def told(what: str, done: int, of: int) -> None:
            progress.update(task, description=escape(what), completed=done, total=of)

        yield told


@contextmanager
def owner(dsn: str | None) -> Iterator[tuple[str, psycopg.Connection[Any]]]:
    """A connection as the owner of the functions, and its DSN."""
    target = admin_dsn(dsn)
    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute("set role statewave_owner")
        yield target, connection


@app.command("recall", cls=show.FriendlyCommand)
def bench_recall(
    file: File,
    budgets: Annotated[str, typer.Option(help="Token budgets, by commas.")] = "512,1024,2048,4096",
    profile: Annotated[str, typer.Option(help="Ranking profile.")] = "default",
    plot_to: Plot = None,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """How much of the evidence for a file's questions is in the bundles.

    An episode counts when an item cites it and quotes at least 80 % of the pairs of its successive
    content words (of 40 of them, for a longer one).
    """
    tallies = {int(budget): recall.Tally() for budget in budgets.split(",")}
    conversations = data.read(file)
    with (
        psycopg.connect(resolve_dsn(dsn), autocommit=True) as connection,
        bar("subjects", len(conversations)) as told,
    ):
        for number, conversation in enumerate(conversations):
            told(conversation.subject, number, len(conversations))
            with recorded(connection, conversation, tenant) as subject:
                recall.measure(subject, tallies, profile)
    found = {budget: tally.row() for budget, tally in tallies.items() if tally.recall}
    if not found:
        raise ValueError(f"{file} asks no question")
    if plot_to:
        plot.recall(found, plot_to)
    if json:
        show.print_json([{"budget": budget} | row for budget, row in found.items()])
        return
    names = [name for name in next(iter(found.values())) if name != "by category"]
    show.table(
        f"evidence recall, {len(conversations)} subjects",
        ["budget", *names],
        [[budget, *(row[name] for name in names)] for budget, row in found.items()],
    )
    categories = list(next(iter(found.values()))["by category"])
    show.table(
        "by category",
        ["budget", *categories],
        [[b, *(row["by category"][c] for c in categories)] for b, row in found.items()],
    )


@app.command("latency", cls=show.FriendlyCommand)
def bench_latency(
    file: Annotated[
        Path | None,
        typer.Argument(help="As for recall: its first subject. Else an invented one.", exists=True),
    ] = None,
    episodes: Annotated[int, typer.Option(help="Of the subject, at most.", min=50)] = 500,
    calls: Annotated[int, typer.Option(help="Of each query.", min=20)] = 200,
    plot_to: Plot = None,
    dsn: AdminDsn = None,
    json: show.Json = False,
) -> None:
    """How long retrieve takes at four budgets, beside a bare vector query on the same subject.

    All are called by the same connection, in turn, 20 times each. The bare query sorts the
    vectors of the subject by distance and takes 50.
    """
    conversation = data.read(file)[0] if file else data.invented(episodes)
    turns = conversation.turns[:episodes]
    known = {turn.id for turn in turns}
    questions = [q for q in conversation.questions if known.issuperset(q.evidence)]
    if not questions:
        raise ValueError(f"no question is answered by the first {len(turns)} episodes")
    conversation = replace(conversation, turns=turns, questions=tuple(questions))
    with owner(dsn) as (target, connection), recorded(connection, conversation) as subject:
        show.progress(f"{len(turns)} episodes, {5 * calls} calls")
        found = latency.measure(subject, calls)
        found["first call ms"] = round(latency.first_call(target, subject), 1)
        found["first call ms after warm()"] = round(
            latency.first_call(target, subject, warmed=True), 1
        )
    if plot_to:
        plot.latency(found, plot_to)
    if json:
        show.print_json(found)
        return
    rows = {"bare, nearest 50": found["bare"]} | {
        f"retrieve, {budget} tokens": ms for budget, ms in found["retrieve"].items()
    }
    show.table(
        f"milliseconds, {found['memories']} memories; first call of a connection"
        f" {found['first call ms']}, after warm() {found['first call ms after warm()']}",
        ["query", "p50", "p95", "p99", "times bare"],
        [
            [name, *(ms.get(c) for c in ("p50", "p95", "p99", "times bare"))]
            for name, ms in rows.items()
        ],
    )


@app.command("http", cls=show.FriendlyCommand)
def bench_http(
    calls: Annotated[
        int, typer.Option(help="Of each kind, at each number of clients.", min=50)
    ] = 400,
    dsn: show.Dsn = None,
    json: show.Json = False,
) -> None:
    """What the HTTP API costs: context calls at 2,048 tokens on a subject of 500 episodes, beside
    the same SQL calls, by 1, 4 and 16 clients; then ingest in batches of 100.

    The server is one of its own, on loopback; it and the clients share the machine.
    """
    from statewave.bench import http

    target = resolve_dsn(dsn)
    with psycopg.connect(target, autocommit=True) as connection:
        found = http.measure(connection, target, calls)
    if json:
        show.print_json(found)
        return
    ingest = found.pop("ingest")
    show.table(
        "context, milliseconds",
        ["clients", "over", "p50", "p95", "p99", "calls/s", "added, p50"],
        [
            [name, over, *row[over].values(), row["added p50"] if over == "http" else ""]
            for name, row in found.items()
            for over in ("sql", "http")
        ],
    )
    show.table("ingest", ["what", "figure"], [[name, str(rate)] for name, rate in ingest.items()])


@app.command("scale", cls=show.FriendlyCommand)
def bench_scale(
    episodes: Annotated[int, typer.Option(help="Of one big subject.", min=2000)] = 20_000,
    subjects: Annotated[
        int, typer.Option(help="Also so many subjects of 100 episodes, 10 or more.")
    ] = 0,
    plot_to: Plot = None,
    dsn: AdminDsn = None,
    json: show.Json = False,
) -> None:
    """What stays as it is when one subject, or the number of subjects, grows. Invented data."""
    if 0 < subjects < 10:
        show.fail(f"{subjects} subjects are no crowd", "Give 10 or more, or leave --subjects out.")
    with owner(dsn) as (_, connection), bar("scale", None) as told:
        found = scale.one_big(connection, episodes, told)
        if subjects:
            found |= scale.many(connection, subjects, told)
    if plot_to:
        plot.rates(found, plot_to)
    if json:
        show.print_json(found)
        return
    show.table(
        "scale", ["what", "figure"], [[name, _plain(value)] for name, value in found.items()]
    )


def _plain(value: Any) -> str:
    """A figure as text."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@app.command("writers", cls=show.FriendlyCommand)
def bench_writers(
    episodes: Annotated[int, typer.Option(help="Of each subject written to.", min=200)] = 4000,
    dsn: show.Dsn = None,
    json: show.Json = False,
) -> None:
    """What a second writer adds, and a second worker that compiles: episodes a second by one
    process and by two, each on subjects of its own. Invented data.
    """
    from statewave.bench import writers

    with bar("writing and compiling", None) as told:
        found = writers.measure(resolve_dsn(dsn), episodes, told)
    if json:
        show.print_json(found)
        return
    show.table(
        "episodes a second",
        ["what", *found["written"]],
        [[what, *map(str, figures.values())] for what, figures in found.items()],
    )


@app.command("tune", cls=show.FriendlyCommand)
def bench_tune(
    file: File,
    save: Annotated[
        str | None, typer.Option(help="Keep what was fitted as this profile, if it gains.")
    ] = None,
    questions: Annotated[int, typer.Option(help="To fit on, about.", min=10)] = 300,
    budgets: Annotated[str, typer.Option(help="Token budgets to fit for.")] = "512,1024",
    rounds: Annotated[int, typer.Option(help="Over all weights, at most.", min=1)] = 2,
    dsn: AdminDsn = None,
    json: show.Json = False,
) -> None:
    """Fit a ranking profile to a file's questions, and show what it gains on those not seen.

    Half of the subjects (of a single subject's questions) fit the weights, one after the other;
    the other half is only reported on. No other session sees the trials.
    """
    seen, unseen = data.halves(data.read(file))
    with owner(dsn) as (_, connection), ExitStack() as stack, bar("recording", None) as told:
        fitted_on = [stack.enter_context(recorded(connection, c)) for c in seen]
        start = tune.weights_of(connection, "default")
        tried: list[str] = []

        def progress(name: str, best: tune.Fit) -> None:
            tried.append(name)
            told(f"recall {best.score:.4f}, {name}", len(tried), 2 * len(start) * rounds)

        fit = tune.fit(
            tune.sampled(fitted_on, questions),
            start,
            budgets=[int(b) for b in budgets.split(",")],
            rounds=rounds,
            told=progress,
        )
        stack.close()  # a single subject is in both halves
        reported_on = [stack.enter_context(recorded(connection, c)) for c in unseen]
        found = tune.compare(reported_on, {"default": start, "fitted": fit.weights})
        gain = sum(found["fitted"].values()) - sum(found["default"].values())
        if save and gain > 0:
            gained = f"{gain / len(found['default']):+.4f}"
            note = f"Fitted to {file.name}: recall {gained} on the half not seen."
            tune.save(connection, save, fit.weights, note)
    if json:
        show.print_json({"changed": fit.changed, "unseen": found, "saved": bool(save and gain > 0)})
        return
    show.table(
        "weights",
        ["weight", "default", "fitted"],
        [[n, start[n], v] for n, v in fit.changed.items()],
    )
    show.table(
        "recall on the half not seen",
        ["weights", *map(str, recall.BUDGETS)],
        [[name, *by_budget.values()] for name, by_budget in found.items()],
    )
    if save:
        show.out.print(
            f"saved as profile {save}" if gain > 0 else "nothing saved: it does not gain"
        )
