"""The SQL to deploy, read from the package's files."""

import graphlib
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yoyo
from yoyo.migrations import Migration as YoyoMigration
from yoyo.migrations import topological_sort

from statewave import assets
from statewave.deploy.errors import DeployError

# The folders of repeatable SQL, in the order of the data's way.
FOLDERS = ("record", "compile", "rank", "provenance", "govern", "support", "operate", "http")
INCLUDE = re.compile(r"^[ \t]*-- include (\S+)$", re.MULTILINE)
# A text function's import of what stands in a folder beside it.
SHARED = re.compile(r"^from (english\.\w+) import [^\n(]+\n", re.MULTILINE)
SIGNATURE = re.compile(
    r"^create or replace function statewave_private\.(\w+)(.*?)^\s*(?:as|return|begin)\b",
    re.MULTILINE | re.DOTALL,
)
REQUIRES = re.compile(r"^-- requires: (\S+)$", re.MULTILINE)


def sha256(texts: Iterable[str]) -> str:
    """Hex digest of texts; their bounds count."""
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@dataclass(frozen=True)
class Migration:
    """One migration: what it installs, undoes and verifies, in SQL."""

    id: str
    lib: tuple[str, ...]
    transactional: bool
    install: str
    undo: str
    proof: str
    yoyo: YoyoMigration = field(repr=False, compare=False)

    @property
    def sha256(self) -> str:
        """What must not change once it is applied: the installation, not its proof."""
        return sha256([self.id, self.install])


@dataclass(frozen=True)
class Sources:
    """The files below a root that holds ``sql/`` and ``migrations/``."""

    root: Path

    def migrations(self) -> list[Migration]:
        """All migrations, each after those it depends on."""
        folder = self.root / "migrations"
        return [
            _migration(self.root, m) for m in topological_sort(yoyo.read_migrations(str(folder)))
        ]

    def bootstrap(self) -> list[tuple[str, str]]:
        """What only a superuser may run, as (file, SQL)."""
        sql = self.root / "sql"
        return [
            *(
                (_name(sql, f), f.read_text("utf-8"))
                for f in sorted((sql / "bootstrap").glob("*.sql"))
            ),
            *((_name(sql, f), _included(f)) for f in sorted((sql / "python").glob("*.sql"))),
        ]

    def bundle(self) -> list[tuple[str, str]]:
        """What runs again whenever its text changes, as (file, SQL), in an order that works."""
        sql = self.root / "sql"
        files = {
            _name(sql, f): f.read_text("utf-8")
            for d in FOLDERS
            for f in sorted((sql / d).rglob("*.sql"))
        }
        graph = graphlib.TopologicalSorter({n: REQUIRES.findall(text) for n, text in files.items()})
        try:
            return [(name, files[name]) for name in graph.static_order()]
        except (graphlib.CycleError, KeyError) as error:
            raise DeployError(f"'-- requires:' lines lead nowhere or round: {error.args}") from None

    def checks(self) -> list[tuple[str, str]]:
        """Queries that must return no row, as (file, SQL)."""
        sql = self.root / "sql"
        return [
            (_name(sql, f), f.read_text("utf-8")) for f in sorted((sql / "checks").glob("*.sql"))
        ]

    def signatures(self) -> dict[str, str]:
        """Digest of each private function's text up to its body; overloads count as one."""
        heads: dict[str, list[str]] = {}
        for _, text in self.bundle():
            for name, head in SIGNATURE.findall(text):
                heads.setdefault(name, []).append(head)
        return {name: sha256(head) for name, head in heads.items()}

    def lib(self) -> list[str]:
        """Names of the frozen functions, which belong to migrations."""
        return sorted(f.stem for f in (self.root / "sql" / "lib").glob("*.sql"))


def packaged() -> Sources:
    """The sources that came with this package."""
    return Sources(assets.root())


def steps(shim: str, lib: Sequence[str] = ()) -> list[Any]:
    """yoyo's steps of a migration: its SQL files lie in folders beside the shim.

    ``lib`` names the frozen functions (``sql/lib``) which the migration installs first.
    """
    path = Path(shim).resolve()
    install, undo = _texts(path.parent.parent, path.stem, lib)
    return [yoyo.step(install, undo)]


def _texts(root: Path, id: str, lib: Sequence[str]) -> tuple[str, str]:
    folder = root / "migrations"
    libs = [(root / "sql" / "lib" / f"{name}.sql").read_text("utf-8") for name in lib]
    install = "\n".join([*libs, (folder / "deploy" / f"{id}.sql").read_text("utf-8")])
    return install, (folder / "revert" / f"{id}.sql").read_text("utf-8")


def _migration(root: Path, migration: YoyoMigration) -> Migration:
    migration.load()
    module = migration.module
    lib = tuple(getattr(module, "__lib__", ()))
    install, undo = _texts(root, migration.id, lib)
    proof = (root / "migrations" / "verify" / f"{migration.id}.sql").read_text("utf-8")
    transactional = getattr(module, "__transactional__", True)
    return Migration(migration.id, lib, transactional, install, undo, proof, migration)


def _name(sql: Path, file: Path) -> str:
    return file.relative_to(sql).as_posix()


def _included(file: Path) -> str:
    """The wrapper with the Python file in place of its include line."""
    return INCLUDE.sub(lambda m: _whole(file.parent / m[1], set()), file.read_text("utf-8"))


def _whole(file: Path, seen: set[Path]) -> str:
    """A Python file with the files that it imports from beside it in place of the imports, each
    once: in the database a function is one text."""

    def text(found: re.Match[str]) -> str:
        shared = root / f"{found[1].replace('.', '/')}.py"
        if shared in seen:
            return ""
        seen.add(shared)
        return _whole(shared, seen) + "\n"

    root = file.parent.parent if file.parent.name == "english" else file.parent
    return SHARED.sub(text, file.read_text("utf-8")).rstrip()
