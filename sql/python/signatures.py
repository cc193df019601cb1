"""Signatures of receipts, with keys that no SQL can read."""

import hashlib
import hmac
import pathlib

KEYS = "statewave.keys"  # in the data directory, where a server process lives


def keys(text: str) -> dict[str, bytes]:
    """The keys of a file by id, a line each (id, space, hex); the last one signs."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, _, value = line.partition(" ")
        try:
            found[name] = bytes.fromhex(value)
        except ValueError:
            raise ValueError(f"line {number} is no id and hex key") from None
        if not name or len(found[name]) < 32:
            raise ValueError(f"line {number} is no id and key of 32 bytes or more")
    return found


def signatures(texts: list[str], key_id: str | None) -> list[tuple[int, str, bytes]]:
    """(text number from 1, key id, HMAC-SHA256) of each text, by the last key if none is named.

    Nothing for an unknown key. Raises OSError and ValueError for the file of keys.
    """
    known = keys(pathlib.Path(KEYS).read_text("utf-8"))
    name = key_id or next(reversed(known), None)
    if name not in known:
        return []
    return [
        (number, name, hmac.new(known[name], text.encode(), hashlib.sha256).digest())
        for number, text in enumerate(texts, 1)
    ]
