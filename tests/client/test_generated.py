"""The synchronous client is generated, and Python holds no SQL but calls of the contract."""

import ast
import re
from pathlib import Path

import pytest

import statewave
from tests.client.generate_sync import GENERATED, WRITTEN, generate

CALL = re.compile(r"select (\* from )?statewave\.(?P<function>[a-z0-9_]+)\(\{\}\)")
COMPOSED = "select * from {}({})"  # the server's: a function of schema statewave by its name
# What takes a statement, or a part of one; and the private methods that put a call together.
CARRIERS = frozenset({"execute", "executemany", "copy", "stream", "SQL", "_value", "_rows"})
CARRIED = frozenset(
    {
        ("_value", "call"),
        ("_rows", "call"),
        ("_rows", "', '"),
        ("_rows", "'{} => {}'"),
        ("_run", "query"),
    }
)
STATEMENT = re.compile(r"\s*(select|insert|update|delete|with|merge|call|do)\s.*", re.S | re.I)
# English sentences begin with such words too; SQL that does something has one of these.
CLAUSE = re.compile(r"\b(from|into|set|statewave)\b")
PACKAGE = Path(statewave.__file__).parent
# Installing, starting and measuring are SQL of their own.
EXCEPTED = ("bench", "deploy", "local", "_assets")


def test_the_sync_client_is_generated_from_the_async_one() -> None:
    """P36."""
    assert GENERATED.read_text("utf-8") == generate()


def test_each_method_is_one_call_of_the_contract() -> None:
    """P36: Python ranks nothing and decides nothing."""
    for file in (WRITTEN, GENERATED):
        calls = [text for text in _strings(file) if CALL.fullmatch(text)]
        assert len(calls) == len(set(calls)) == 69


def test_the_clients_execute_nothing_but_their_methods_calls() -> None:
    """P36: whatever the words are, no other statement has a way to the database."""
    for file in (WRITTEN, GENERATED):
        assert _foreign(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "statement",
    [
        'connection.execute("set jit = off")',
        'connection.execute(query + "; select 1", arguments)',
        'cursor.executemany("select now()", [])',
        'cursor.copy("copy statewave_private.memory from stdin")',
        'self._value("select statewave.erase({})", subject=subject)',
        'self._value("select statewave.record({}), now()", subject=subject)',
        'self._rows(f"select * from {subject}")',
        'sql.SQL("truncate statewave_private.memory")',
    ],
)
def test_a_foreign_statement_is_found(statement: str) -> None:
    text = GENERATED.read_text("utf-8")
    place = "    id: UUID = self._value("
    assert place in text
    changed = text.replace(place, f"    {statement}\n    {place}", 1)
    assert _foreign(changed) == [ast.unparse(ast.parse(statement))]


def test_the_package_holds_no_other_sql() -> None:
    """P36: everything goes through the clients' calls."""
    for file in PACKAGE.rglob("*.py"):
        if file.relative_to(PACKAGE).parts[0] in EXCEPTED:
            continue
        for text in _strings(file):
            if STATEMENT.fullmatch(text) and CLAUSE.search(text):
                assert CALL.fullmatch(text) or text == COMPOSED, f"{file}: {text}"


def _foreign(source: str) -> list[str]:
    """Calls in a client that hand over another statement than the one of their method."""
    tree = ast.parse(source)
    return [
        ast.unparse(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CARRIERS
        and not _is_own(function.name, node)
    ]


def _is_own(method: str, node: ast.Call) -> bool:
    """Whether a call hands over what the method may: a call of the function of its name."""
    what = ast.unparse(node.args[0]) if node.args else ""
    if (method, what) in CARRIED:
        return True
    literal = node.args[0] if node.args else None
    if not isinstance(literal, ast.Constant) or not isinstance(literal.value, str):
        return False
    found = CALL.fullmatch(literal.value)
    return found is not None and found["function"] == method


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
