"""The command line ``statewave``: local server, deployment, and every function of the contract."""

import typer

from statewave.cli import (
    bench,
    deployment,
    facts,
    files,
    keys,
    memory,
    serve,
    server,
    show,
    spaces,
    subjects,
    support,
    tenants,
    work,
    worker,
)

app = typer.Typer(
    name="statewave",
    help="Memory for AI agents that lives entirely in Postgres.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    cls=show.FriendlyGroup,
)
for module in (server, serve, deployment, memory, facts, support, worker):
    for command in module.commands:
        app.command(cls=show.FriendlyCommand)(command)
app.add_typer(subjects.app, name="subject")
app.add_typer(tenants.app, name="tenant")
app.add_typer(keys.app, name="key")
app.add_typer(spaces.app, name="space")
app.add_typer(work.app, name="webhook")
app.add_typer(bench.app, name="bench")
app.command(name="import", cls=show.FriendlyCommand)(files.import_file)
app.command(name="compile", cls=show.FriendlyCommand)(memory.compile_subject)
for command in (work.jobs, work.events):
    app.command(cls=show.FriendlyCommand)(command)

__all__ = ["app"]
