"""README's examples run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

from statewave.deploy import script
from tests.conftest import Database, TestServer, environment
from tests.worker.endpoint import endpoint

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def block(language: str, part: str) -> str:
    """The block in a language that has this text in it."""
    found: str
    (found,) = [text for kind, text in BLOCKS if kind == language and part in text]
    return found


def test_every_block_is_run_by_a_test() -> None:
    """A new example needs a test: these are run here, or by whoever follows the first two lines."""
    assert [kind for kind, _ in BLOCKS] == ["sh", "sh", "python", "sh", "sql", "sh", "sh", "sql"]


def test_the_python_example_runs(database: Database) -> None:
    shown: list[str] = []
    exec(block("python", "Client"), {"dsn": database.dsn, "print": lambda *a: shown.append(str(a))})
    assert "Malmö" in shown[0]
    assert "'episode': 2" in shown[-1]


def test_the_psql_example_runs_without_a_python_client(server: TestServer, tmp_path: Path) -> None:
    """psql alone: apply the printed script to an empty database, record, compile, retrieve, erase."""
    env = environment(server.admin_dsn) | {
        k: v for k, v in server.env.items() if k.startswith("LD_")
    }
    programs = [str(server.bin), str(Path(sys.executable).parent), os.environ["PATH"]]
    env["PATH"] = os.pathsep.join(programs)
    text = block("sh", "createdb").replace("memory", "readme_memory")
    try:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        with server.connect() as admin:
            admin.execute("drop database if exists readme_memory with (force)")
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    assert "user: I moved to Malmö last week." in done.stdout
    assert '"total"' in done.stdout
    assert (tmp_path / "statewave.sql").read_text("utf-8") == script()


def test_the_policy_example_tells_what_it_would_withhold(database: Database) -> None:
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        said = '{"text": "My e-mail is ann@example.com."}'
        connection.execute("select statewave.record('customer 17', %s)", [said])
        connection.execute(block("sql", "set_policy").encode())
        row = connection.execute(
            "select statewave.retrieve('customer 17', 'mail') -> 'would_withhold'"
        ).fetchone()
    assert row == ({"deny": 0, "redact": 1},)


def test_the_worker_example_compiles(database: Database) -> None:
    with psycopg.connect(database.dsn, autocommit=True) as connection, endpoint() as model:
        connection.execute("select statewave.record('s', '{\"text\": \"I keep bees.\"}')")
        given = {"DATABASE_URL": database.dsn, "STATEWAVE_LLM_BASE_URL": model.url}
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        line = block("sh", "statewave worker").strip() + " --once"
        subprocess.run(
            ["bash", "-c", line], env=os.environ | given | {"PATH": programs}, check=True
        )
        row = connection.execute("select cost_usd::float8 from statewave.runs('s')").fetchone()
    assert row == (0.000065,)


def test_the_webhook_example_runs(database: Database) -> None:
    program = str(Path(sys.executable).parent)
    env = os.environ | {
        "DATABASE_URL": database.admin_dsn,
        "PATH": os.pathsep.join([program, os.environ["PATH"]]),
    }
    text = block("sh", "webhook set").replace(" --follow", "")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "whsec_" in done.stdout


def test_the_dba_example_makes_a_login_that_works(database: Database, server: TestServer) -> None:
    text = block("sql", "create role").replace("agent", "readme_agent")
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(text.encode())
        try:
            agent = server.dsn(database.name, "readme_agent", "change me")
            with psycopg.connect(agent, autocommit=True) as connection:
                connection.execute("select statewave.record('s', '{\"text\": \"hello\"}')")
                row = connection.execute(
                    "select statewave.retrieve('s', 'hello?') ->> 'text'"
                ).fetchone()
                assert row
                assert "user: hello" in row[0]
        finally:
            admin.execute("drop role readme_agent")


def test_the_test_line_is_what_ci_runs() -> None:
    root = Path(__file__).parents[1]
    text = (root / ".ci" / "run").read_text("utf-8")
    assert "<!-- test line -->" in text
    line = README.split("<!-- test line -->\n```sh\n")[1].split("\n```")[0]
    assert line.endswith("-m pytest -n 2")
