"""Where the SQL and the migrations are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path


def root() -> Path:
    """Return the folder that holds ``sql/`` and ``migrations/``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_assets", package.parent):
        if (folder / "sql").is_dir() and (folder / "migrations").is_dir():
            return folder
    raise FileNotFoundError(f"no sql/ and migrations/ beside or inside {package}: reinstall")
