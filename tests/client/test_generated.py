"""The synchronous client is what the generator makes of the asynchronous one."""

import ast
import re
from pathlib import Path

import statewave
from tests.client.generate_sync import GENERATED, WRITTEN, generate

CALL = re.compile(r"select (\* from )?statewave\.[a-z_]+\(\{\}\)")
PACKAGE = Path(statewave.__file__).parent


def test_the_sync_client_is_generated_from_the_async_one() -> None:
    """P36."""
    assert GENERATED.read_text("utf-8") == generate()


def test_the_clients_hold_no_sql_but_calls_of_the_contract() -> None:
    """P36: Python ranks nothing and decides nothing."""
    found = 0
    for file in (WRITTEN, GENERATED):
        for text in _strings(file):
            if re.match(r"\s*(select|insert|update|delete|with|call|do)\s", text, re.IGNORECASE):
                assert CALL.fullmatch(text), f"{file.name}: {text}"
                found += 1
    assert found == 2 * 13


def test_only_deploy_and_the_local_server_speak_other_sql() -> None:
    """P36: the rest of the package goes through the clients."""
    for file in PACKAGE.rglob("*.py"):
        if file.relative_to(PACKAGE).parts[0] in ("deploy", "local", "_assets"):
            continue
        for text in _strings(file):
            if re.match(
                r"\s*(select|insert|update|delete)\s.*\b(from|into|set)\b", text, re.I | re.S
            ):
                assert CALL.fullmatch(text), f"{file}: {text}"


def _strings(file: Path) -> list[str]:
    """The string constants of a module, docstrings left out."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(n.body[0].value) for n in ast.walk(tree)
            if isinstance(n, documented) and n.body and isinstance(n.body[0], ast.Expr)}  # fmt: skip
    return [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]
