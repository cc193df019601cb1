"""The worker, and what it has done."""

import asyncio
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import typer
from psycopg_pool import AsyncConnectionPool

from statewave import AsyncClient
from statewave.cli import show
from statewave.cli.memory import connected
from statewave.local import resolve_dsn
from statewave.worker import (
    CompileLoop,
    Embedder,
    EmbedLoop,
    Loop,
    Model,
    ModelLoop,
    Prices,
    RelayLoop,
    Unavailable,
    Worker,
    own_name,
)


def worker(
    model: Annotated[
        str | None,
        typer.Option(
            envvar="STATEWAVE_LLM_MODEL", help="Model that compiles; needs the extra llm."
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(envvar="STATEWAVE_LLM_BASE_URL", help="Its OpenAI-compatible endpoint."),
    ] = None,
    api_key: Annotated[
        str | None, typer.Option(envvar="STATEWAVE_LLM_API_KEY", help="The endpoint's key.")
    ] = None,
    input_price: Annotated[
        float, typer.Option(envvar="STATEWAVE_LLM_INPUT_PRICE", help="US dollars a million tokens.")
    ] = 0.0,
    output_price: Annotated[
        float,
        typer.Option(envvar="STATEWAVE_LLM_OUTPUT_PRICE", help="US dollars a million tokens."),
    ] = 0.0,
    reply: Annotated[
        str, typer.Option(help="How JSON is asked for: json_schema, json_object or text.")
    ] = "json_schema",
    embedder: Annotated[
        list[str] | None,
        typer.Option(help="Whose spaces to fill: openai or minilm; repeatable."),
    ] = None,
    embedding_url: Annotated[
        str | None,
        typer.Option(envvar="STATEWAVE_EMBEDDING_BASE_URL", help="Endpoint of embedder openai."),
    ] = None,
    embedding_key: Annotated[
        str | None, typer.Option(envvar="STATEWAVE_EMBEDDING_API_KEY", help="Its key.")
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds for an answer of the model.")] = 120.0,
    retries: Annotated[int, typer.Option(help="Of a request that found no answer.")] = 4,
    max_episodes: Annotated[int | None, typer.Option(help="Of a claim, at most.")] = None,
    max_characters: Annotated[
        int | None, typer.Option(help="Of a claim's text, as the model's window allows.")
    ] = None,
    lease: Annotated[float, typer.Option(help="Seconds of a claim, extended meanwhile.")] = 120.0,
    concurrency: Annotated[int, typer.Option(min=1, help="Claims at once.")] = 4,
    poll: Annotated[float, typer.Option(help="Seconds between looks for work.")] = 5.0,
    listen: Annotated[
        str | None,
        typer.Option(envvar="STATEWAVE_LISTEN_DSN", help="DSN past any pooler, else --dsn."),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Work off what there is, and end.")] = False,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
) -> None:
    """Do what must not run inside a transaction, until stopped (SIGTERM, SIGINT).

    Background compiles, events and webhooks; with --model, compiling with a model; with --embedder,
    vectors of its spaces. Run as many as you like.
    """
    target = resolve_dsn(dsn)

    async def run() -> None:
        async with AsyncConnectionPool(target, min_size=1, max_size=concurrency + 4) as pool:
            name = own_name()
            loops: list[Loop] = [
                CompileLoop(pool, name, tenant=tenant),
                RelayLoop(pool, name, tenant=tenant),
                webhook_loop(pool, name, tenant),
            ]
            for whose in embedder or []:
                maker = maker_of(whose, embedding_url, embedding_key)
                loops.append(EmbedLoop(pool, name, maker, tenant=tenant))
            if model is not None:
                asked = Model(
                    model,
                    base_url=base_url,
                    api_key=api_key,
                    timeout=timeout,
                    retries=retries,
                    prices=Prices(input_price, output_price),
                    reply=reply,
                )
                loops.append(
                    ModelLoop(
                        AsyncClient(pool, tenant=tenant),
                        asked,
                        worker=name,
                        concurrency=concurrency,
                        max_episodes=max_episodes,
                        max_characters=max_characters,
                        lease=lease,
                        echo=show.progress,
                    )
                )
            work = Worker(loops, listen=listen or target, poll=poll, echo=show.progress)
            await work.run(once=once)

    try:
        asyncio.run(run())
    except ImportError as error:
        hint = "pip install 'statewave-pg[llm,worker]'; minilm's packages are named in its module."
        show.fail(f"the package {error.name} is missing", hint)
    except Unavailable as error:
        show.fail(str(error), "Check --base-url, the key and the model; nothing is lost.")


def maker_of(whose: str, url: str | None, key: str | None) -> Embedder:
    """The embedder of that name, whose packages are extras."""
    if whose == "openai":
        from statewave.worker.openai import OpenAIEmbedder

        return OpenAIEmbedder(url, key)
    if whose != "minilm":
        show.fail(f"there is no embedder {whose!r}", "Name openai or minilm.")
    from statewave.worker.minilm import MiniLMEmbedder

    return MiniLMEmbedder()


def webhook_loop(pool: AsyncConnectionPool[Any], name: str, tenant: str | None) -> Loop:
    """The loop that delivers events, whose package is an extra."""
    from statewave.worker.webhooks import WebhookLoop

    return WebhookLoop(pool, name, tenant=tenant)


def runs(
    subject: Annotated[str | None, typer.Argument(help="Only of this subject.")] = None,
    state: Annotated[
        str | None, typer.Option(help="claimed, applied, failed, lapsed or released.")
    ] = None,
    page: Annotated[int, typer.Option(help="Rows a page.")] = 50,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """List compile runs, the newest first: by whom, of what, at what cost."""
    with connected(dsn, tenant) as client:
        rows = client.runs(subject=subject, state=state, page=page)
    if json:
        show.print_json(rows)
        return
    show.table(
        "",
        [
            "started",
            "run",
            "subject",
            "state",
            "by",
            "episodes",
            "memories",
            "tokens",
            "$",
            "error",
        ],
        [
            (
                r.started_at,
                r.run_id,
                r.subject_name,
                r.run_state,
                r.model or r.compiler,
                r.episodes,
                r.memories_created,
                _sum(r.input_tokens, r.output_tokens),
                r.cost_usd,
                r.failure,
            )
            for r in rows
        ],
    )
    show.progress(f"{sum((r.cost_usd or Decimal() for r in rows), Decimal())} US dollars in all")


def _sum(*counts: int | None) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def explain_run(
    run: Annotated[UUID, typer.Argument(help="The run.")],
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Print who made what in a run, by which rule or model."""
    with connected(dsn, tenant) as client:
        told = client.explain_run(run)
    if json:
        show.print_json(told)
        return
    facts = ("subject", "state", "compiler", "worker", "model", "prompt_version", "started_at",
             "finished_at", "input_tokens", "output_tokens", "cost_usd", "error")  # fmt: skip
    show.table(
        "",
        ["", ""],
        [(name.replace("_", " "), told[name]) for name in facts if told[name] is not None],
    )
    show.table(
        f"{len(told['episodes'])} episodes, {len(told['memories'])} memories",
        ["kind", "content", "rule", "claim", "sources"],
        [
            (m["kind"], m["content"], m["rule"], m["claim_key"], len(m["source_episode_ids"]))
            for m in told["memories"]
        ],
    )
    for change in told["supersessions"]:
        show.out.print(f"superseded: {change['reason']}", markup=False)
    for end in told["retractions"]:
        show.out.print(f"ended: {end['claim_key']} of {end['holder']} {end['value']}", markup=False)


def parked(
    subject: Annotated[str | None, typer.Argument(help="Only of this subject.")] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Make those that are listed claimable again.")
    ] = False,
    page: Annotated[int, typer.Option(help="Rows a page.")] = 100,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """List episodes that no model could compile, and why."""
    with connected(dsn, tenant) as client:
        rows = client.parked(subject=subject, page=page)
        if retry:
            again = sum(client.retry_parked(r.subject_name, episode_id=r.episode_id) for r in rows)
            show.progress(f"{again} episodes are tried again")
    if json:
        show.print_json(rows)
    else:
        show.table(
            "",
            ["failed", "subject", "episode", "attempts", "parked", "error"],
            [
                (r.failed_at, r.subject_name, r.episode_id, r.attempts, r.parked_at, r.failure)
                for r in rows
            ],
        )


commands = (worker, runs, explain_run, parked)
