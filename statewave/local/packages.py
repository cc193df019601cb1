"""The server's own Python packages, for the Python that PL/Python links."""

import hashlib
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

from statewave.local.errors import LocalServerError

PYTHON = "3.11"


def requirements() -> str:
    """The pinned packages, as pip reads them."""
    return resources.files("statewave.local").joinpath("requirements.txt").read_text("utf-8")


def folder(programs: Path) -> Path:
    """Where the packages are below ``programs``: named by their pins."""
    key = hashlib.sha256(requirements().encode()).hexdigest()[:16]
    return programs / "packages" / key


def install(programs: Path) -> Path:
    """Install the packages below ``programs`` if they are not there; returns their folder.

    The caller holds a lock on ``programs``.

    They are for another Python than the client's, so they are not installed with it.

    Raises:
        LocalServerError: pip failed; with what it said.
    """
    target = folder(programs)
    if target.exists():
        return target
    target.parent.mkdir(exist_ok=True)
    target.parent.chmod(0o755)
    partial = target.with_suffix(".part")
    shutil.rmtree(partial, ignore_errors=True)
    pinned = target.with_suffix(".txt")
    pinned.write_text(requirements())
    try:
        done = subprocess.run(
            [*_pip(), "install", "--quiet", "--target", str(partial), "--no-deps", "--no-compile",
             "--only-binary=:all:", "--python-version", PYTHON, "--implementation", "cp",
             "--disable-pip-version-check", "--requirement", str(pinned)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise LocalServerError(
                f"the server's Python packages cannot be installed: {done.stderr.strip()[-2000:]}"
            )
        for path in (partial, *partial.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.suffix == ".so" else 0o644)
        partial.rename(target)
    finally:
        pinned.unlink()
        shutil.rmtree(partial, ignore_errors=True)
    return target


def _pip() -> list[str]:
    """A pip: this environment's, or the one that Python carries."""
    here = [sys.executable, "-m", "pip"]
    if subprocess.run([*here, "--version"], capture_output=True, check=False).returncode == 0:
        return here
    try:
        import ensurepip
    except ImportError:
        raise LocalServerError(
            "this Python has no pip to install the server's packages with: python -m ensurepip"
        ) from None
    wheel = next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    return [sys.executable, str(wheel / "pip")]
