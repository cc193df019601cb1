"""Receipts, the audit chain, and forgetting: what is proved, and what is told when it cannot be."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database
from tests.sql.cases import new_subject

TURNS = [
    {"payload": {"text": "My name is Ana. I live in Oslo."}, "source": "ana"},
    {"payload": {"text": "I work at Brightleaf."}, "source": "ana", "session": "s1"},
    {"payload": {"text": "Noted."}, "source": "assistant", "session": "s1"},
    {"payload": {"text": "I moved to Rome."}, "source": "ana", "session": "s2"},
]


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def dba(shared: Database) -> Iterator[Connection]:
    """Who can reach the tables."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def subject(app: Connection) -> str:
    """A subject that was recorded and compiled."""
    name = new_subject()
    app.execute("select statewave.record_batch(%s, %s)", [name, json.dumps(TURNS)])
    app.execute("select statewave.compile(%s)", [name])
    return name


def one(connection: Connection, query: str, *given: Any) -> Any:
    """The first column of the first row."""
    row = connection.execute(query.encode(), given).fetchone()
    assert row
    return row[0]


def receipt_of(app: Connection, subject: str, more: str = "") -> dict[str, Any]:
    """Retrieve and have it signed."""
    query = (
        f"select statewave.issue_receipt(statewave.retrieve(%s, 'Where does she live?', 200{more}))"
    )
    receipt: dict[str, Any] = one(app, query, subject)
    return receipt


def statuses(app: Connection, subject: str) -> list[tuple[int, str, str | None]]:
    """What audit_verify finds wrong."""
    rows = app.execute("select * from statewave.audit_verify(%s)", [subject]).fetchall()
    return [(seq, status, problem) for seq, status, problem in rows if status != "sound"]


# Receipts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        "",
        ", kinds => array['fact', 'passage'], since => '2020-01-01', sources => array['ana']",
        ", metadata => '{\"a\": null}', session => 's1', exclude_session => true",
        ', caller => \'{"role": "agent"}\', embedding => array_fill(0.5::float8, array[256])',
        ", as_of => now()",
    ],
)
def test_a_receipt_is_verified_and_replayed_to_the_byte(
    app: Connection, subject: str, more: str
) -> None:
    """Whatever was recorded, compiled or superseded since."""
    receipt = receipt_of(app, subject, more)
    asked = [subject, receipt["id"]]
    assert app.execute("select * from statewave.verify_receipt(%s, %s)", asked).fetchall() == [
        (True, None)
    ]
    turn = {"payload": {"text": "I moved to Paris."}, "source": "ana"}
    app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps([turn])])
    app.execute("select statewave.compile(%s)", [subject])
    replay = one(app, "select statewave.replay_receipt(%s, %s)", *asked)
    assert (replay["identical"], replay["differences"]) == (True, [])
    assert replay["bundle"]["hash"] == receipt["bundle_hash"]
    listed = app.execute("select id::text from statewave.list_receipts(%s)", [subject]).fetchall()
    assert listed == [(receipt["id"],)]


def test_a_receipt_changes_no_later_bundle(app: Connection, subject: str) -> None:
    asked = "select statewave.retrieve(%s, 'Where?', 200) - array['as_of', 'hash']"
    before = one(app, asked, subject)
    receipt_of(app, subject)
    assert one(app, asked, subject) == before


def test_only_what_retrieving_gives_gets_a_receipt(app: Connection, subject: str) -> None:
    bundle = one(app, "select statewave.retrieve(%s, 'Where?', 200)", subject)
    issue = "select statewave.issue_receipt(%s)"
    forged = bundle | {"text": "She lives on the moon."}
    resealed = one(
        app,
        "select b || jsonb_build_object('hash', encode(sha256(convert_to(b::text, 'UTF8')), 'hex'))"
        " from (select %s::jsonb - 'hash') x (b)",
        json.dumps(forged),
    )
    for wrong, code in (
        (forged, "SW422"),
        (resealed, "SW422"),
        ({}, "SW400"),
        (None, "SW400"),
        ([1], "SW400"),
        ({"version": 1, "subject": {}, "as_of": "x", "hash": "x"}, "SW422"),
    ):
        with pytest.raises(psycopg.Error) as raised:
            app.execute(issue, [json.dumps(wrong)])
        assert raised.value.sqlstate == code, wrong
    app.execute('select statewave.record(%s, \'{"text": "News."}\')', [subject])
    past = one(app, "select statewave.retrieve(%s, 'Where?', 200, as_of => now())", subject)
    app.execute(issue, [json.dumps(past)])
    assert one(app, "select count(*) from statewave.list_receipts(%s)", subject) == 1
    assert statuses(app, subject) == []


def test_a_forged_receipt_is_found_out(app: Connection, dba: Connection, subject: str) -> None:
    """By its signature, even where the audit was made to fit."""
    receipt = receipt_of(app, subject)
    dba.execute(
        'update statewave_private.receipt set body = body || \'{"task": "Another?"}\' where id = %s',
        [receipt["id"]],
    )
    verify = "select problem from statewave.verify_receipt(%s, %s)"
    assert "signature" in one(app, verify, subject, receipt["id"])
    dba.execute(
        "update statewave_private.receipt set key_id = 'gone' where id = %s", [receipt["id"]]
    )
    assert "no key" in one(app, verify, subject, receipt["id"])


# The audit chain -------------------------------------------------------------------------------

CHANGES = {
    "audit_entry": [
        "recorded_at = recorded_at + interval '1 microsecond'",
        "action = action || 'x'",
        "erases = array[1]",
        "digest = set_byte(digest, 5, get_byte(digest, 5) # 1)",
        "previous = set_byte(previous || '\\x00'::bytea, 0, 77)",
        "hash = set_byte(hash, 31, get_byte(hash, 31) # 1)",
        "salt = set_byte(salt, 0, get_byte(salt, 0) # 1)",
        'detail = detail || \'{"by": "nobody"}\'',
        "salt = null, detail = null",
        "tenant_id = 'other'",
        "seq = seq + 1000",
    ],
    "receipt": [
        "issued_at = issued_at + interval '1 microsecond'",
        'body = body || \'{"task": "x"}\'',
        "key_id = key_id || 'x'",
        "signature = set_byte(signature, 0, get_byte(signature, 0) # 1)",
        "id = gen_random_uuid()",
        "tenant_id = 'other'",
        "seq = 1",
    ],
}


@pytest.mark.parametrize(
    ("table", "change"), [(table, change) for table, some in CHANGES.items() for change in some]
)
def test_any_change_of_audit_or_receipt_is_located(
    app: Connection, dba: Connection, subject: str, table: str, change: str
) -> None:
    """P27: whoever can reach the tables changes one column of one row."""
    receipt_of(app, subject)
    app.execute('select statewave.record(%s, \'{"text": "More."}\')', [subject])
    assert statuses(app, subject) == []
    dba.execute("begin")
    dba.execute("set local session_replication_role = replica")  # without the foreign keys
    where = "seq = 2" if table == "audit_entry" else "true"
    done = dba.execute(
        f"update statewave_private.{table} set {change} where {where} and subject_key ="
        " statewave_private.subject_key('default', %s)".encode(),
        [subject],
    )
    assert done.rowcount == 1
    dba.execute("commit")
    wrong = statuses(app, subject)
    assert {status for _, status, _ in wrong} == {"tampered"}
    assert min(seq for seq, _, _ in wrong) <= 4


@pytest.mark.parametrize("seq", [1, 3])
def test_a_removed_entry_is_missed(
    app: Connection, dba: Connection, subject: str, seq: int
) -> None:
    """Also the last one: the subject knows where its chain ends."""
    app.execute('select statewave.record(%s, \'{"text": "More."}\')', [subject])
    dba.execute(
        "delete from statewave_private.audit_entry where seq = %s and subject_key ="
        " statewave_private.subject_key('default', %s)",
        [seq, subject],
    )
    assert [status for _, status, _ in statuses(app, subject)] == ["tampered"]


def test_every_change_has_its_entry(app: Connection, subject: str) -> None:
    episode = one(app, 'select statewave.record(%s, \'{"text": "More."}\')', subject)
    app.execute("select statewave.forget(%s, %s)", [subject, [episode]])
    rows = app.execute("select action, detail ->> 'by' from statewave.audit(%s)", [subject])
    who = one(app, "select session_user::text")
    actions = ["record", "compile", "record", "forget"]
    assert rows.fetchall()[:2] == [("record", who), ("compile", who)]
    found = app.execute("select action from statewave.audit(%s)", [subject]).fetchall()
    assert [action for (action,) in found] == actions
    page = app.execute("select seq from statewave.audit(%s, 2, 1)", [subject]).fetchall()
    assert page == [(3,)]


# Forgetting ------------------------------------------------------------------------------------


def test_what_is_forgotten_is_nowhere(app: Connection, dba: Connection) -> None:
    """P28 for single episodes: no row, and no word in any table, holds it; the rest stays."""
    name = new_subject()
    ids = one(app, "select statewave.record_batch(%s, %s)", name, json.dumps(TURNS[:3]))
    secret = {
        "payload": {"text": "I live in Xanadu. I like quokkas."},
        "source": "zed",
        "session": "s9",
    }
    (gone,) = one(app, "select statewave.record_batch(%s, %s)", name, json.dumps([secret]))
    app.execute("select statewave.compile(%s)", [name])
    proof = one(app, "select statewave.forget(%s, %s)", name, [gone])
    assert proof["rows"]["episode"] == 1
    assert proof["rows"]["memory"] >= 3
    tables = dba.execute("select name from statewave_private.subject_tables()").fetchall()
    for (table,) in tables:
        row = dba.execute(
            f"select count(*) from statewave_private.{table} t"
            " where subject_key = statewave_private.subject_key('default', %s)"
            " and t::text ~* 'xanadu|quokka|zed'".encode(),
            [name],
        ).fetchone()
        assert row == (0,), table
    bundle = one(app, "select statewave.retrieve(%s, 'Xanadu and quokkas?', 500)", name)
    cited = {e for i in bundle["items"] for e in i["source_episode_ids"]}
    assert cited == {str(id) for id in ids}
    assert statuses(app, name) == [(2, "erased", None)]
    counts = app.execute(
        "select episodes, memories = (select count(*) from statewave.memory m where m.subject = s.subject)"
        " from statewave.subjects(page => 1000) s where s.subject = %s",
        [name],
    ).fetchone()
    assert counts == (3, True)


def test_a_fact_with_another_source_stays(app: Connection) -> None:
    name = new_subject()
    turns = [{"payload": {"text": "I live in Oslo."}, "source": "ana"}] * 2
    first, second = one(app, "select statewave.record_batch(%s, %s)", name, json.dumps(turns))
    app.execute("select statewave.compile(%s)", [name])
    app.execute("select statewave.forget(%s, %s)", [name, [first]])
    found = app.execute(
        "select source_episode_ids from statewave.search(%s, 'Oslo', 5, array['fact'])", [name]
    ).fetchall()
    assert found == [([second],)]


def test_a_receipt_of_what_was_forgotten_says_so(app: Connection, subject: str) -> None:
    receipt = receipt_of(app, subject)
    episode = one(
        app,
        "select id from statewave.episode where subject = %s and payload ->> 'text' ~ 'Rome'",
        subject,
    )
    app.execute("select statewave.forget(%s, %s)", [subject, [episode]])
    replay = one(app, "select statewave.replay_receipt(%s, %s)", subject, receipt["id"])
    assert replay["identical"] is False
    assert "erased" in {d["why"] for d in replay["differences"]}
    asked = [subject, receipt["id"]]
    row = app.execute("select * from statewave.verify_receipt(%s, %s)", asked).fetchone()
    assert row == (True, None)


def test_forgetting_again_is_no_error_and_finds_nothing(app: Connection, subject: str) -> None:
    episode = one(app, "select id from statewave.episode where subject = %s limit 1", subject)
    stranger = "00000000-0000-0000-0000-000000000001"
    for ids in ([], [None], None):
        with pytest.raises(psycopg.Error) as raised:
            app.execute("select statewave.forget(%s, %s::uuid[])", [subject, ids])
        assert raised.value.sqlstate == "SW400"
    forget = "select statewave.forget(%s, %s::uuid[])"
    for found in (1, 0):
        proof = one(app, forget, subject, [str(episode), stranger])
        assert (proof["episodes"], proof["unknown"]) == (found, 2 - found)
        assert proof["rows"]["episode"] == found
        assert one(app, "select count(*) from statewave.episode where subject = %s", subject) == 3
        assert one(app, "select count(*) from statewave.audit(%s)", subject) == 3


def test_an_erasure_leaves_a_record_that_names_nobody(
    app: Connection, dba: Connection, subject: str
) -> None:
    head = one(app, "select hash from statewave.audit(%s) order by seq desc limit 1", subject)
    proof = one(app, "select statewave.erase(%s)", subject)
    assert (proof["chain_head"], proof["chain_length"]) == (head, 2)
    row = dba.execute(
        "select encode(chain_head, 'hex'), e::text from statewave_private.erasure e where id = %s",
        [proof["erasure"]],
    ).fetchone()
    assert row
    assert row[0] == head
    assert subject not in row[1]


# Another name ----------------------------------------------------------------------------------


def test_a_renamed_subject_is_the_same_in_all_but_its_name(
    app: Connection, dba: Connection, subject: str
) -> None:
    receipt, new = receipt_of(app, subject), new_subject()
    ask = "select statewave.retrieve(%s, 'Where?', 300, as_of => %s) - array['subject', 'hash']"
    now = one(app, "select clock_timestamp()::text")
    before = one(app, ask, subject, now)
    tables = [
        name for (name,) in dba.execute("select name from statewave_private.subject_tables()")
    ]
    counts = one(app, "select statewave.rename_subject(%s, %s)", subject, new)["rows"]
    assert set(counts) == set(tables)
    assert one(app, ask, new, now) == before
    assert one(app, "select statewave.retrieve(%s, 'Where?', 300)", subject)["items"] == []
    assert statuses(app, new) == []
    assert one(app, "select statewave.replay_receipt(%s, %s)", new, receipt["id"])["identical"]
    assert one(app, "select valid from statewave.verify_receipt(%s, %s)", new, receipt["id"])
    for table in tables:
        left = f"select count(*) from statewave_private.{table} where subject_key = statewave_private.subject_key('default', %s)"
        assert one(dba, left, subject) == 0
        assert one(dba, left, new) == counts[table] + (table == "audit_entry")
    app.execute('select statewave.record(%s, \'{"text": "I moved to Lyon."}\')', [new])
    assert one(app, "select episodes_compiled from statewave.compile(%s)", new) == 1


def test_a_name_that_is_taken_or_unknown_is_refused(app: Connection, subject: str) -> None:
    other = new_subject()
    app.execute("select statewave.record(%s, '{}')", [other])
    assert one(app, "select statewave.rename_subject(%s, %s)", subject, subject)["rows"] == {}
    for old, new, code in (
        (subject, other, "SW409"),
        (new_subject(), new_subject(), "SW404"),
        (subject, "", "SW400"),
    ):
        with pytest.raises(psycopg.Error) as raised:
            app.execute("select statewave.rename_subject(%s, %s)", [old, new])
        assert raised.value.sqlstate == code
    assert one(app, "select count(*) from statewave.episode where subject = %s", subject) == 4
