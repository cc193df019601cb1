"""The text functions as plain Python, straight from sql/python."""

import functools
import importlib.util
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from statewave import assets
from tests.conftest import TestServer

TextFunction = Callable[..., list[Any]]
sys.path.append(str(assets.root() / "sql" / "python"))  # for what they share, sql/python/english


def text_functions() -> list[Path]:
    """Every file in sql/python that holds a function."""
    return sorted((assets.root() / "sql" / "python").glob("*.py"))


def load(path: Path) -> TextFunction:
    """The file's public function with a model cache of its own, as a connection has."""
    spec = importlib.util.spec_from_file_location(f"sql_python_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = getattr(module, path.stem)
    if "models" in inspect.signature(function).parameters:
        return functools.partial(function, models={})
    return function  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def functions(server: TestServer, template: str) -> dict[str, TextFunction]:
    """Every text function by its name; claims with the rules of a new database."""
    result = {path.stem: load(path) for path in text_functions()}
    with server.connect(template) as admin:
        row = admin.execute("select statewave_private.rules_of_tenant('default')").fetchone()
    assert row
    result["claims"] = functools.partial(said_on, result["claims"], row[0])
    return result


def said_on(
    function: TextFunction,
    rules: str,
    texts: list[str],
    day: str = "2026-03-10",
    assistant: bool = False,
) -> list[Any]:
    """What claims() finds in texts that were all said on a day, by people or by an assistant."""
    return function(texts, [day] * len(texts), [assistant] * len(texts), rules)


@pytest.fixture(scope="session")
def tokens(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["tokens"]


@pytest.fixture(scope="session")
def vectors(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["vectors"]


@pytest.fixture(scope="session")
def words(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["words"]


@pytest.fixture(scope="session")
def passages(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["passages"]


@pytest.fixture(scope="session")
def claims(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["claims"]


@pytest.fixture(scope="session")
def cues(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["cues"]


@pytest.fixture(scope="session")
def languages(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["languages"]


@pytest.fixture(scope="session")
def detections(functions: dict[str, TextFunction]) -> TextFunction:
    return functions["detections"]
