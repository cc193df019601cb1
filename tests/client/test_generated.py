"""The synchronous client is generated, and Python holds no SQL but calls of the contract."""

import ast
import re
from pathlib import Path

import statewave
from tests.client.generate_sync import GENERATED, WRITTEN, generate

CALL = re.compile(r"select (\* from )?statewave\.[a-z_]+\(\{\}\)")
STATEMENT = re.compile(r"\s*(select|insert|update|delete|with|merge|call|do)\s.*", re.S | re.I)
# English sentences begin with such words too; SQL that does something has one of these.
CLAUSE = re.compile(r"\b(from|into|set|statewave)\b")
PACKAGE = Path(statewave.__file__).parent
# Installing and starting are SQL of their own.
EXCEPTED = ("deploy", "local", "_assets")


def test_the_sync_client_is_generated_from_the_async_one() -> None:
    """P36."""
    assert GENERATED.read_text("utf-8") == generate()


def test_each_method_is_one_call_of_the_contract() -> None:
    """P36: Python ranks nothing and decides nothing."""
    for file in (WRITTEN, GENERATED):
        calls = [text for text in _strings(file) if CALL.fullmatch(text)]
        assert len(calls) == len(set(calls)) == 13


def test_the_package_holds_no_other_sql() -> None:
    """P36: everything goes through the clients' calls."""
    for file in PACKAGE.rglob("*.py"):
        if file.relative_to(PACKAGE).parts[0] in EXCEPTED:
            continue
        for text in _strings(file):
            if STATEMENT.fullmatch(text) and CLAUSE.search(text):
                assert CALL.fullmatch(text), f"{file}: {text}"


def _strings(file: Path) -> list[str]:
    """The string constants of a module, docstrings left out."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = list(ast.walk(tree))
    docs = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]
