"""Signatures: by keys of a file in the data directory, which nobody sees."""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection

SIGN = "select text_no, signed_by, signature from statewave_python.signatures(%s::text[], %s)"


@pytest.fixture
def key_file(admin: Connection) -> Path:
    """The server's own file of keys."""
    (folder,) = admin.execute("show data_directory").fetchone() or ("",)
    return Path(folder) / "statewave.keys"


def test_a_signature_is_the_hmac_by_the_files_last_key(admin: Connection, key_file: Path) -> None:
    name, _, value = key_file.read_text().splitlines()[-1].partition(" ")
    key = bytes.fromhex(value)
    assert len(key) == 32
    texts = ["a", "", "Malmö 👩‍👩‍👧🏽"]
    rows = admin.execute(SIGN, [texts, None]).fetchall()
    digests = [hmac.new(key, text.encode(), hashlib.sha256).digest() for text in texts]
    assert rows == [(n, name, digest) for n, digest in enumerate(digests, 1)]
    assert admin.execute(SIGN, [texts, name]).fetchall() == rows
    assert admin.execute(SIGN, [texts, "no such key"]).fetchall() == []


def test_the_file_is_the_servers_alone(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert key_file.stat().st_uid == key_file.parent.stat().st_uid


def test_no_application_can_sign(conn: Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute(SIGN, [["a"], None])


def test_keys_are_lines_and_the_last_signs(functions: Any, tmp_path: Path) -> None:
    folder = Path.cwd()
    os.chdir(tmp_path)  # as a server process in its data directory
    try:
        with pytest.raises(OSError, match=r"statewave\.keys"):
            functions["signatures"](["a"], None)
        for wrong in ("x", "x zz", f"x {'00' * 31}", " " + "00" * 32):
            Path("statewave.keys").write_text(wrong)
            with pytest.raises(ValueError, match="line 1"):
                functions["signatures"](["a"], None)
        Path("statewave.keys").write_text(f"one {'00' * 32}\ntwo {'11' * 32}\n")
        assert [row[1] for row in functions["signatures"](["a", "b"], None)] == ["two", "two"]
        old = functions["signatures"](["a"], "one")
        assert old == [(1, "one", hmac.new(b"\0" * 32, b"a", hashlib.sha256).digest())]
        Path("statewave.keys").write_text("")
        assert functions["signatures"](["a"], None) == []
    finally:
        os.chdir(folder)


def test_the_bootstrap_keeps_a_key_that_is_there(admin: Connection, key_file: Path) -> None:
    before = key_file.read_bytes()
    text = (Path(__file__).parents[2] / "sql/bootstrap/40_receipt_key.sql").read_text()
    admin.execute(text.encode())
    assert key_file.read_bytes() == before
