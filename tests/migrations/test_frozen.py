"""P23: files of a released migration never change.

``migrations/frozen.txt`` holds their digests. Until the first release it may be made anew:

    sha256sum migrations/*.py migrations/*/*.sql sql/lib/*.sql | sort -k 2 > migrations/frozen.txt

(in the C locale). From then on lines are added to it, and none is changed.
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_frozen_files_are_as_they_were_released() -> None:
    tree = [
        *ROOT.glob("migrations/*.py"),
        *ROOT.glob("migrations/*/*.sql"),
        *ROOT.glob("sql/lib/*.sql"),
    ]
    lines = sorted(
        (file.relative_to(ROOT).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest())
        for file in tree
    )
    frozen = (ROOT / "migrations" / "frozen.txt").read_text().splitlines()
    assert [f"{digest}  {path}" for path, digest in lines] == frozen
