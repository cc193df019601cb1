"""A wheel carries the SQL: installed in an empty folder it does what the checkout does."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from statewave import deploy
from statewave.deploy.sources import packaged

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = """
import pathlib, sys
import statewave
from statewave import deploy
assert pathlib.Path(statewave.__file__).is_relative_to(sys.argv[1]), statewave.__file__
sys.stdout.write(deploy.script(bootstrap=True) + deploy.script())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_sql_and_migrations(wheel: Path) -> None:
    root = packaged().root
    wanted = {
        file.relative_to(root).as_posix()
        for name in ("sql", "migrations")
        for file in (root / name).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    held = {
        name.removeprefix("statewave/_assets/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("statewave/_assets/")
    }
    assert held == wanted
    assert "statewave/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_the_installed_wheel_prints_the_scripts_of_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    target, elsewhere = tmp_path / "installed", tmp_path / "empty"
    elsewhere.mkdir()
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    subprocess.run([*install, str(target), str(wheel)], check=True)

    # -I and the path by hand: neither the checkout nor this environment's link to it counts.
    code = f"import sys; sys.path.insert(0, {str(target)!r})\n{SCRIPTS}"
    printed = subprocess.run(
        [sys.executable, "-I", "-c", code, str(target)],
        cwd=elsewhere,
        capture_output=True,
        text=True,
    )

    assert printed.returncode == 0, printed.stderr
    assert printed.stdout == deploy.script(bootstrap=True) + deploy.script()
