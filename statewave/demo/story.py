"""``statewave demo``: record, compile, retrieve, trace, from an empty folder."""

import json
from importlib import resources
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from statewave import Bundle, Client
from statewave.local import LocalServer

SUBJECT = "demo maya"
QUESTIONS = (
    "Where does Maya live and which plan is she on?",
    "How does she want to be contacted?",
    "What was wrong with her November bill?",
)
BUDGETS = (96, 256)

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def conversation() -> list[dict[str, Any]]:
    """The episodes: a customer and her internet provider over ten months."""
    text = resources.files("statewave.demo").joinpath("conversation.jsonl").read_text("utf-8")
    episodes = [json.loads(line) for line in text.splitlines()]
    for number, episode in enumerate(episodes):
        del episode["subject"]
        episode["idempotency_key"] = f"demo:{number}"
    return episodes


def run() -> None:
    """Start the local server and show the whole loop on the shipped conversation."""
    server = LocalServer().up(echo=lambda message: err.print(f"[dim]{message}[/dim]"))
    episodes = conversation()
    with Client(server.dsn) as client:
        ids = client.record_batch(SUBJECT, episodes)
        sessions = {episode["session"] for episode in episodes}
        out.print(f"[bold]record[/bold]   {len(ids)} episodes of {len(sessions)} conversations")
        result = client.compile(SUBJECT)
        out.print(
            f"[bold]compile[/bold]  {result.memories_created} memories made from"
            f" {result.episodes_compiled} episodes,"
            f" {result.memories_superseded} superseded by newer ones"
        )
        for question in QUESTIONS:
            for budget in BUDGETS:
                show_bundle(client.retrieve(SUBJECT, question, max_tokens=budget))
        trace(client)
    out.print(
        "\n[bold]Try next[/bold]\n"
        f"  statewave explain '{SUBJECT}' '{QUESTIONS[0]}'\n"
        f"  statewave timeline '{SUBJECT}' --status superseded\n"
        f"  statewave record '{SUBJECT}' 'I moved to Lisbon.' && statewave compile '{SUBJECT}'\n"
        f"  statewave erase '{SUBJECT}' --yes\n"
        '  psql "$(statewave up)"'
    )


def show_bundle(bundle: Bundle) -> None:
    """The text that goes into a prompt, and where each line comes from."""
    title = f"{bundle.task}  ({bundle.token_count} of {bundle.max_tokens} tokens)"
    out.print(Panel(Text(bundle.text.rstrip("\n")), title=Text(title), title_align="left"))
    for item in bundle.items:
        sources = ", ".join(str(id)[:8] for id in item.source_episode_ids)
        line = f"  {item.rank:>2}  score {item.score:6.2f}  {item.kind:<11} from episode {sources}"
        out.print(Text(line, style="dim"))


def trace(client: Client) -> None:
    """Follow the first line of a bundle back to its episode."""
    bundle = client.retrieve(SUBJECT, QUESTIONS[0], max_tokens=BUDGETS[-1])
    if bundle.items:
        item = bundle.items[0]
        source = client.provenance(SUBJECT, item.memory_id)[0]
        out.print("\n[bold]provenance[/bold] of the first line, by foreign key")
        out.print(Text(f"  {item.text}"))
        out.print(
            Text(
                f"  was said in episode {source.episode_id}, session {source.session},"
                f" on {source.occurred_at:%Y-%m-%d %H:%M} by {source.source}"
            )
        )
