"""A subject is found by an id alone."""

import json
import uuid

import psycopg
import pytest

from tests.conftest import Connection
from tests.sql.cases import new_subject

FIND = "select statewave.locate(%s)"


def test_every_id_of_a_subject_finds_it(conn: Connection) -> None:
    """Of episodes, passages, compiled memories and receipts; gone with the subject."""
    for name in (names := [new_subject() for _ in range(20)]):
        conn.execute('select statewave.record(%s, \'{"text": "I live in Rome."}\')', [name])
    name = names[7]
    conn.execute("select statewave.compile(%s)", [name])
    receipt = conn.execute(
        "select statewave.issue_receipt(statewave.retrieve(%s, 'Where?')) ->> 'id'", [name]
    ).fetchone()
    ids = conn.execute(
        "select id from statewave.episode where subject = %s union all select id from statewave.memory where subject = %s",
        [name, name],
    ).fetchall()
    assert len(ids) == 3 and receipt
    for (id,) in [*ids, receipt]:
        assert conn.execute(FIND, [id]).fetchone() == (name,)
    conn.execute("select statewave.erase(%s)", [name])
    for (id,) in [*ids, receipt]:
        with pytest.raises(psycopg.Error, match="nothing with this id") as raised:
            conn.execute(FIND, [id])
        assert raised.value.sqlstate == "SW404"


def test_of_copies_the_first_by_name_is_found(conn: Connection) -> None:
    name, copy = sorted((new_subject(), new_subject()))
    row = conn.execute('select statewave.record(%s, \'{"text": "Hello."}\')', [name]).fetchone()
    conn.execute("select statewave.import_subject(statewave.export_subject(%s), %s)", [name, copy])
    assert row and conn.execute(FIND, row).fetchone() == (name,)
    conn.execute("select statewave.erase(%s)", [name])
    assert conn.execute(FIND, row).fetchone() == (copy,)


def test_what_a_policy_denies_is_not_found(conn: Connection) -> None:
    episode = {"payload": {"text": "I live in Rome."}, "labels": ["medical"]}
    row = conn.execute(
        "select (statewave.record_batch('ann', %s))[1]", [json.dumps([episode])]
    ).fetchone()
    (memory,) = conn.execute("select id from statewave.memory").fetchone() or (None,)
    assert row
    for action, found in (("redact", True), ("deny", False)):
        conn.execute(
            "select statewave.set_policy(%s)",
            [json.dumps([{"labels": ["medical"], "action": action}])],
        )
        for id in (row[0], memory):
            if found:
                assert conn.execute(FIND, [id]).fetchone() == ("ann",)
                continue
            said = set()
            for tried in (id, uuid.uuid4()):
                with pytest.raises(psycopg.Error) as raised:
                    conn.execute(FIND, [tried])
                said.add(str(raised.value))
            assert len(said) == 1


def test_the_indexes_on_the_id_are_probed(admin: Connection) -> None:
    """Not the subjects' own, one by one."""
    for table in ("memory", "episode", "receipt"):
        plan = admin.execute(
            f"explain select subject_key from statewave_private.{table} where id = %s".encode(),
            [uuid.uuid4()],
        ).fetchall()
        scans = [line for (line,) in plan if "Scan" in line]
        assert len([s for s in scans if "_id_idx" in s]) >= 32, plan
