"""Writes statewave/client.py: python tests/client/generate_sync.py."""

import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "statewave"
WRITTEN = PACKAGE / "client_async.py"
GENERATED = PACKAGE / "client.py"

# Longer ones first: each is replaced where it stands as it is.
REPLACEMENTS = (
    (r'"""The asynchronous client:', '"""The client:'),
    (r"\bimport asyncio\n", ""),
    (r"\bimport random\n", "import random\nimport threading\nimport time\n"),
    (r"\basyncio\.sleep\b", "time.sleep"),
    (r"\basyncio\.Lock\b", "threading.Lock"),
    (r"\basync (?=def |with )", ""),
    (r"\bawait ", ""),
    (r"\b__a(enter|exit)__\b", r"__\1__"),
    (r"\bAsync(?=Client|Connection)", ""),
)


def generate() -> str:
    """The synchronous client's source."""
    text = WRITTEN.read_text("utf-8")
    for pattern, replacement in REPLACEMENTS:
        text = re.sub(pattern, replacement, text)
    header = "# Generated from client_async.py by tests/client/generate_sync.py: change that one.\n"
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(GENERATED), "-"]
    done = subprocess.run(command, input=header + text, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    GENERATED.write_text(generate(), "utf-8")
