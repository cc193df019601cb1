"""What a text function may do: P18. A new file in sql/python is held to it by itself."""

import ast
import re
from pathlib import Path

import pytest

from statewave import assets

FOLDER = assets.root() / "sql" / "python"
FUNCTIONS = sorted(FOLDER.glob("*.py"))
FILES = sorted(FOLDER.rglob("*.py"))  # with what they share
MODULES = {
    "base64",
    "bisect",
    "collections.abc",
    "datetime",
    "english.acts",
    "english.anchors",
    "english.days",
    "english.lexicon",
    "english.people",
    "english.phrases",
    "english.rules",
    "english.sentences",
    "english.things",
    "english.tools",
    "english.trades",
    "english.traps",
    "english.values",
    "hashlib",
    "hmac",
    "importlib.util",
    "json",
    "math",
    "mmap",
    "numpy",
    "pathlib",
    "re",
    "tiktoken",
    "tokenizers",
    "typing",
    "unicodedata",
}
# Names no body may use: they reach files, other code, the session or the database.
NAMES = {
    "GD",
    "SD",
    "TD",
    "__builtins__",
    "__import__",
    "breakpoint",
    "compile",
    "delattr",
    "eval",
    "exec",
    "globals",
    "input",
    "locals",
    "open",
    "plpy",
    "print",
    "setattr",
    "vars",
}
# Attributes of the allowed modules that would write, run or fetch something.
ATTRIBUTES = {
    "chmod",
    "environ",
    "exec_module",
    "get_encoding",
    "from_pretrained",
    "load_module",
    "mkdir",
    "module_from_spec",
    "modules",
    "os",
    "rename",
    "rmdir",
    "save",
    "symlink_to",
    "sys",
    "tofile",
    "touch",
    "unlink",
    "write",
    "write_bytes",
    "write_text",
}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def test_there_are_text_functions_to_check() -> None:
    assert {path.stem for path in FUNCTIONS} >= {"tokens", "vectors", "words", "passages", "claims"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_imports_are_on_the_allow_list(path: Path) -> None:
    assert imported(tree_of(path)) <= MODULES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_body_reaches_no_file_code_or_session(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        assert not isinstance(node, ast.Global | ast.Nonlocal | ast.Await), ast.dump(node)
        if isinstance(node, ast.Name):
            assert node.id not in NAMES, node.id
        if isinstance(node, ast.Attribute):
            assert node.attr not in ATTRIBUTES, node.attr
            stored = isinstance(node.ctx, ast.Store | ast.Del)
            own = isinstance(node.value, ast.Name) and node.value.id == "self"
            assert own or not stored, f"a shared module or object is changed: {node.attr}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".open"):
            assert [ast.unparse(argument) for argument in node.args] == ["'rb'"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_of_a_file_is_documented(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != "__init__":
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.parametrize("path", FUNCTIONS, ids=lambda path: path.stem)
def test_a_file_is_one_function_of_its_name(path: Path) -> None:
    functions = {n.name: n for n in tree_of(path).body if isinstance(n, ast.FunctionDef)}
    arguments = [argument.arg for argument in functions[path.stem].args.args]
    assert arguments[0] == "texts"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_works_inside_a_function_body(path: Path) -> None:
    """PL/Python makes the text the body of a function: no future imports, no dollar quote."""
    source = path.read_text(encoding="utf-8")
    assert "$python$" not in source and "\0" not in source
    assert "__future__" not in imported(tree_of(path))
    compile(
        "def body():\n" + "".join(f"    {line}\n" for line in source.split("\n")), "body", "exec"
    )


def test_what_is_shared_has_one_meaning_for_each_name() -> None:
    """In the database a function and what it imports are one text."""
    names: list[str] = []
    for path in [*FOLDER.glob("english/*.py"), FOLDER / "claims.py"]:
        for node in tree_of(path).body:
            targets = getattr(node, "targets", [getattr(node, "target", node)])
            names += [t.id for t in targets if isinstance(t, ast.Name)]
            names += [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]


# Reads the keys of receipts, at each call, so that a new key holds at once.
READS_A_FILE = {"signatures"}


def test_one_wrapper_reads_a_file_and_keeps_nothing() -> None:
    text = (FOLDER / "signatures.sql").read_text(encoding="utf-8")
    assert "\nstable\n" in text and "SD" not in text and "131072" in text
    assert "to statewave_owner;" in text and "from public;" in text


@pytest.mark.parametrize(
    "path", [p for p in FUNCTIONS if p.stem not in READS_A_FILE], ids=lambda path: path.stem
)
def test_the_wrapper_is_pure_capped_and_closed(path: Path) -> None:
    sql = path.with_suffix(".sql").read_text(encoding="utf-8")
    name = path.stem
    header, body, rest = re.split(r"\$python\$", sql)
    for line in (
        "language plpython3u",
        "immutable",
        "strict",
        "parallel safe",
        "set search_path = pg_catalog, pg_temp",
    ):
        assert line in header.split("\n")
    assert f"-- include {name}.py" in body.split("\n")
    functions = {n.name: n for n in tree_of(path).body if isinstance(n, ast.FunctionDef)}
    given = ", ".join(
        'SD["models"]' if a.arg == "models" else a.arg for a in functions[name].args.args
    )
    kept = f"SD.update(call={name}" + (", models={})" if "models" in given else ")")
    assert "131072" in body and "GD" not in body
    assert f'return SD["call"]({given})\n' in body
    assert f"{kept}\nreturn {name}({given})\n" in body
    signature = rf"statewave_python\.{name}\(text\[\][^)]*\)"
    assert re.search(rf"comment on function {signature} is", rest)
    assert re.search(rf"revoke all on function {signature} from public;", rest)
    assert re.search(rf"grant execute on function {signature} to statewave_owner;", rest)


def test_every_wrapper_has_its_file() -> None:
    assert {path.stem for path in FOLDER.glob("*.sql")} == {path.stem for path in FUNCTIONS}
