"""Events are the audit in an order for the tenant: complete, in order, without texts, and free for who records."""

import json
import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from statewave import Client, InvalidArgument, NotFound, assets
from tests.conftest import Connection, Database
from tests.sql.cases import TURNS


@pytest.fixture
def client(conn: Connection) -> Client:
    return Client(conn)


def names(client: Client, consumer: str = "c") -> list[str]:
    return [event.event for event in client.events(consumer, max_events=1000)]


def test_every_action_of_the_audit_has_an_event(admin: Connection) -> None:
    """A new action needs a name here, or it would be no event."""
    text = "".join(
        f.read_text() for f in (assets.root() / "sql").rglob("*.sql") if f.stem != "audited"
    )
    calls = (
        r"audited\(\w+, '(\w+)'",
        r"forgotten\([^;]*?, '(\w+)'\)",
        r"v_claims, '(\w+)'",
        r"state_directly\([^;]*?, '(\w+)', jsonb",
    )
    actions = {action for call in calls for action in re.findall(call, text)}
    actions.remove("embed")  # vectors say nothing new
    rows = admin.execute("select action, event from statewave_private.event_names()").fetchall()
    assert {action for action, _ in rows} == actions
    assert len({event for _, event in rows}) == len(rows)


def test_they_tell_what_happened_in_order_with_ids_and_without_texts(client: Client) -> None:
    client.record("s", {"text": "Before anybody listened."})
    assert client.subscribe("c") == 0
    first = client.record_batch("s", json.loads(TURNS))
    done = client.compile("s")
    client.set_labels("s", first[0], ["medical"])
    client.issue_receipt(client.retrieve("s", "Where?"))
    client.forget("s", [first[1]])
    client.rename_subject("s", "t")
    client.record("u", {"text": "Hello."})
    client.merge_subjects("u", "t")
    document = client.export_subject("t")
    found = client.events("c")
    assert [e.event for e in found if e.event != "episode.recorded" or e.subject == "t"][:8] == [
        "episode.recorded", "memories.compiled", "memory.superseded", "memories.labelled", "receipt.issued", "episodes.forgotten",
        "subject.renamed", "subject.merged",
    ]  # fmt: skip
    assert [e.place for e in found] == list(range(1, len(found) + 1))
    assert {(e.subject, e.subject_key) for e in found} == {("t", client.subject_key("t"))}
    by_name = {e.event: e.data for e in found}
    assert found[1].data["run"] == str(done.run_id)
    assert found[1].data["superseded"] == 1
    assert found[0].data["episodes"] == 4
    assert found[0].data["episode_ids"] == [str(id) for id in first if id != first[1]]
    superseded = by_name["memory.superseded"]
    assert client.get_memory("t", superseded["superseded_by"]).kind == "fact"
    assert by_name["subject.merged"]["merged_key"] == str(client.subject_key("u"))
    assert by_name["memories.labelled"] == {"id": str(first[0])}
    for text in ("Gothenburg", "Malmö", "Hello", "medical", "statewave_test_app"):
        assert text not in repr(found)

    client.import_subject(document, subject="v")
    assert [(e.event, e.subject) for e in client.events("c", max_events=1000)[len(found) :]] == [
        ("subject.imported", "v")
    ]


def test_they_come_again_until_they_are_acknowledged(client: Client) -> None:
    client.subscribe("c")
    for n in range(5):
        client.record(f"s{n}", {"text": "Hello."})
    found = client.events("c", max_events=3)
    assert client.events("c", max_events=3) == found
    client.acknowledge("c", found[1].place)
    client.acknowledge("c", 1)
    rest = client.events("c")
    assert [e.place for e in rest] == [3, 4, 5]
    client.acknowledge("c", 5)
    assert client.events("c") == []
    with pytest.raises(InvalidArgument):
        client.acknowledge("c", 6)
    with pytest.raises(NotFound):
        client.events("nobody")


def test_consumers_want_patterns_and_have_places_of_their_own(client: Client) -> None:
    client.subscribe("all")
    client.subscribe("some", events=["memory.*", "receipt.issued"])
    client.record_batch("s", json.loads(TURNS))
    client.compile("s")
    assert names(client, "all") == ["episode.recorded", "memories.compiled", "memory.superseded"]
    assert names(client, "some") == ["memory.superseded"]
    client.acknowledge("all", 3)
    client.subscribe("some", events=["memories.*"])
    assert names(client, "some") == ["memories.compiled"]
    assert client.subscribe("late") == 3
    assert names(client, "late") == []
    client.subscribe("later", from_start=True)
    assert len(names(client, "later")) == 3
    for bad in (["memory"], [""], [], ["*.*"], ["a.b.c"]):
        with pytest.raises(InvalidArgument):
            client.subscribe("some", events=bad)


def test_the_first_consumer_may_have_all_of_the_audit(client: Client) -> None:
    client.record("s", {"text": "Long ago."})
    client.subscribe("c", from_start=True)
    assert names(client) == ["episode.recorded"]


def test_where_nobody_reads_nothing_becomes_an_event(client: Client, admin: Connection) -> None:
    client.record("s", {"text": "Hello."})
    assert client.relay() == 0
    client.subscribe("c")
    assert client.unsubscribe("c")
    assert not client.unsubscribe("c")
    client.record("s", {"text": "Hello."})
    client.erase("s")
    assert client.relay() == 0
    assert admin.execute("select count(*) from statewave_private.event").fetchone() == (0,)
    assert admin.execute("select erased_key from statewave_private.erasure").fetchall() == [(None,)]
    client.subscribe("c")
    assert names(client) == []


def test_an_erasure_is_told_and_takes_the_other_events_with_it(
    client: Client, admin: Connection
) -> None:
    """By key alone: who knows the name can tell. A new life of the subject comes after it."""
    client.subscribe("c")
    client.record("kanarienvogel", {"text": "Hello."})
    assert names(client) == ["episode.recorded"]
    client.record("kanarienvogel", {"text": "Hello again."})
    client.erase("kanarienvogel")
    client.record("kanarienvogel", {"text": "A new life."})
    erased, recorded = client.events("c")
    assert (erased.event, erased.subject, erased.subject_key) == (
        "subject.erased",
        None,
        client.subject_key("kanarienvogel"),
    )
    assert recorded.event == "episode.recorded"
    client.erase("kanarienvogel")
    assert names(client) == ["subject.erased", "subject.erased"]
    tables = admin.execute(
        "select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace = 'statewave_private'::regnamespace"
    ).fetchall()
    for (table,) in tables:
        row = admin.execute(
            f"select exists (select from {table} t where t::text ~* 'kanarien')".encode()
        ).fetchone()
        assert row == (False,), table


def test_what_all_have_read_goes_after_a_week(client: Client, admin: Connection) -> None:
    client.subscribe("c")
    client.subscribe("slow")
    client.record("s", {"text": "Hello."})
    client.record("gone", {"text": "Hello."})
    client.erase("gone")
    done = client.enqueue("s", "a")
    client.claim_jobs("w", ["a"])
    client.finish_job(done, "w")
    assert len(client.events("c")) == 2
    client.acknowledge("c", 2)

    def left() -> list[Any]:
        admin.execute("select * from statewave.expire()")
        counts = "select (select count(*) from statewave_private.event), (select count(erased_key) from statewave_private.erasure), (select count(*) from statewave_private.job)"
        return list(admin.execute(counts).fetchone() or ())

    assert left() == [1, 1, 1]
    week = timedelta(days=8)
    admin.execute("update statewave_private.event set recorded_at = recorded_at - %s", [week])
    admin.execute("update statewave_private.erasure set erased_at = erased_at - %s", [week])
    admin.execute("update statewave_private.job set finished_at = finished_at - %s", [week])
    assert left() == [1, 1, 0]
    client.acknowledge("slow", 2)
    assert left() == [0, 0, 0]


def test_a_subject_that_is_being_written_about_holds_up_no_other(
    client: Client, database: Database
) -> None:
    client.subscribe("c")
    client.record("busy", {"text": "Hello."})
    with psycopg.connect(database.direct) as writer:
        writer.execute("select statewave.record('busy', '{\"text\": \"More.\"}')")
        client.record("free", {"text": "Hello."})
        assert {e.subject for e in client.events("c")} == {"free"}
    found = client.events("c")
    assert [e.subject for e in found] == ["free", "busy", "busy"]


def test_each_subject_gets_its_turn(client: Client) -> None:
    """More than a turn's, with some that are written about all the time."""
    client.subscribe("c")
    for n in range(250):
        client.record(f"s{n}", {"text": "Hello."})
    told: set[str | None] = set()
    for _ in range(4):
        client.relay()
        for n in range(0, 250, 2):
            client.record(f"s{n}", {"text": "More."})
    told = {e.subject for e in client.events("c", max_events=1000)}
    assert len(told) == 250


UPDATES = """
select sum(n_tup_upd), sum(n_tup_hot_upd) from pg_stat_user_tables where relname ~ '^subject_\\d\\d$'
"""
STATEMENTS = """
select sum(n_tup_ins) from pg_stat_user_tables where schemaname = 'statewave_private' and relname !~ '^(subject|episode|speaker|memory|embedding|audit_entry)_\\d\\d$'
"""


def test_recording_costs_nothing_more(client: Client, conn: Connection, admin: Connection) -> None:
    """No other table is written, one update of the subject a record, and that stays a heap-only one."""
    client.subscribe("c")
    client.record("s", {"text": "Hello."})
    conn.execute("select pg_stat_force_next_flush()")
    before, others = (
        admin.execute(UPDATES).fetchone() or (0, 0),
        admin.execute(STATEMENTS).fetchone(),
    )
    for n in range(40):
        client.record("s", {"text": f"Hello {n}."})
    conn.execute("select pg_stat_force_next_flush()")
    admin.execute("select pg_stat_clear_snapshot()")
    after = admin.execute(UPDATES).fetchone() or (0, 0)
    assert after[0] - before[0] == 40
    assert after[1] - before[1] >= 36  # a full page now and then
    assert admin.execute(STATEMENTS).fetchone() == others


def test_direct_work_is_told_as_compiling_is(client: Client, conn: Connection) -> None:
    client.subscribe("c", events=["memory.*"])
    claim = '{"key": "location.home", "value": "%s"}'
    for city in ("Rome", "Oslo"):
        id = conn.execute(
            "select statewave.remember('s', 'fact', %s, claim => %s)", [city, claim % city]
        ).fetchone()
        assert id
    for call in ("pin('s', %s)", "correct('s', %s, 'Bergen', 'Bergen')", "retract('s', %s)"):
        id = conn.execute(f"select statewave.{call}".encode(), id).fetchone()
        assert id
    assert names(client) == [
        "memory.remembered", "memory.remembered", "memory.superseded", "memory.pinned",
        "memory.corrected", "memory.superseded", "memory.retracted",
    ]  # fmt: skip


def test_an_event_stays_while_a_delivery_waits_for_it(client: Client, admin: Connection) -> None:
    secret = "whsec_" + "A" * 32
    admin.execute("select statewave.allow_webhook_host('example.com')")
    client.set_webhook("w", "https://example.com/", secret=secret)
    client.record("s", {"text": "Hello."})
    client.record("t", {"text": "Hello."})
    client.erase("t")
    while client.relay():
        pass
    admin.execute(
        "update statewave_private.event set recorded_at = recorded_at - interval '8 days'"
    )
    admin.execute("update statewave_private.erasure set erased_at = erased_at - interval '8 days'")
    admin.execute("select statewave.expire()")
    jobs = client.claim_jobs("worker", ["webhook"])
    assert len(jobs) == 2
    for job in jobs:
        assert client.webhook_delivery(job.job_id, "worker").body
        client.finish_job(job.job_id, "worker")
    admin.execute("select statewave.expire()")
    left = "select count(*) from statewave_private.event union all select count(erased_key) from statewave_private.erasure"
    assert admin.execute(left).fetchall() == [(0,), (0,)]


def test_who_waits_for_what_is_rare_is_not_left_behind(client: Client, admin: Connection) -> None:
    """It reads, there is nothing for it, and no event is kept for it."""
    client.subscribe("rare", events=["subject.erased"])
    client.record("s", {"text": "Hello."})
    assert names(client, "rare") == []
    assert admin.execute("select c.position = e.position and e.position > 0 from statewave_private.consumer c"
                         " join statewave_private.event_counter e using (tenant_id)").fetchone() == (True,)  # fmt: skip
    client.erase("s")
    assert names(client, "rare") == ["subject.erased"]


def test_a_merge_tells_which_episodes_came(client: Client) -> None:
    """Their own events are gone with their subject."""
    client.subscribe("c")
    client.record("s", {"text": "Hello."})
    moved = client.record_batch("visitor", [{"payload": {"text": t}} for t in ("One.", "Two.")])
    client.merge_subjects("visitor", "s")
    (merged,) = [event for event in client.events("c") if event.event == "subject.merged"]
    assert merged.data["episode_ids"] == [str(id) for id in moved]
    assert merged.data["episodes"] == 2
