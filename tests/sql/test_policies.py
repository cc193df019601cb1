"""Labels and policies: what is withheld from whom, in every way to read it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.conftest import LOGIN, Connection, Database
from tests.sql.cases import CASES, calls, prepared

SECRET = "Diabetikum"
TURNS = [
    {"payload": {"text": "I live in Gothenburg."}, "occurred_at": "2025-01-01T10:00:00Z", "session": "s"},
    {"payload": {"text": f"I work at {SECRET}."}, "occurred_at": "2025-01-02T10:00:00Z",
     "session": "s", "labels": ["medical"], "metadata": {"about": SECRET}, "provenance": {"about": SECRET}},
    {"payload": {"text": "My e-mail is ann@example.com."}, "occurred_at": "2025-01-03T10:00:00Z"},
    {"payload": {"text": "I moved to Malmö."}, "occurred_at": "2025-01-04T10:00:00Z"},
]  # fmt: skip
DENY = [{"labels": ["medical"], "action": "deny", "unless": {"role": "doctor"}}]


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def ann(conn: Connection) -> list[UUID]:
    """A subject with a labelled episode, compiled; the ids of its episodes."""
    (ids,) = conn.execute(
        "select statewave.record_batch('ann', %s)", [json.dumps(TURNS)]
    ).fetchone() or ([],)
    conn.execute("select statewave.compile('ann')")
    return list(ids)


def value(connection: Connection, query: str, *arguments: Any) -> Any:
    """The one value of a query."""
    (row,) = connection.execute(query.encode(), arguments).fetchall()
    return row[0]


def set_policy(connection: Connection, rules: list[Any] | None, mode: str = "enforce") -> Any:
    return value(
        connection,
        "select statewave.set_policy(%s, %s)",
        None if rules is None else json.dumps(rules),
        mode,
    )


READS = {
    "retrieve": "select statewave.retrieve('ann', 'Where does she work?')",
    "retrieve_many": "select statewave.retrieve_many(array['ann', 'nobody'], 'Where does she work?')",
    "past": "select statewave.retrieve('ann', 'Where does she work?', as_of => now() + interval '1 day')",
    "explain": "select e from statewave.explain('ann', 'Where does she work?') e",
    "search": "select s from statewave.search('ann', 'Where does she work?', 10) s",
    "history": "select h from statewave.history('ann', 'work.*') h",
    "timeline": "select t from statewave.timeline('ann') t",
    "memory": "select m from statewave.memory m where m.subject = 'ann'",
    "episode": "select e from statewave.episode e where e.subject = 'ann'",
    "export": "select statewave.export_subject('ann', complete => false)",
}


def seen(connection: Connection) -> set[str]:
    """The ways to read in which the secret word is seen."""
    return {
        name
        for name, query in READS.items()
        if SECRET in str(connection.execute(query.encode()).fetchall())
    }


@pytest.mark.parametrize("action", ["deny", "redact"])
def test_what_is_withheld_is_seen_nowhere(conn: Connection, ann: list[UUID], action: str) -> None:
    """Raw text, passages and facts of a labelled episode, in every read of the contract."""
    assert seen(conn) == set(READS)
    memories = [
        m for (m,) in conn.execute("select memory_id from statewave.citing('ann', %s)", [ann[1]])
    ]
    assert len(memories) == 2
    set_policy(conn, [{"labels": ["medical"], "action": action}])
    assert seen(conn) == set()
    for name, id in [("get_episode", ann[1]), *(("get_memory", m) for m in memories)]:
        query = f"select statewave.{name}('ann', %s)"
        if action == "deny":
            with pytest.raises(psycopg.Error) as raised:
                conn.execute(query.encode(), [id])
            with pytest.raises(psycopg.Error) as unknown:
                conn.execute(query.encode(), [uuid4()])
            assert str(raised.value) == str(unknown.value)
            assert raised.value.sqlstate == "SW404"
        else:
            found = str(value(conn, query, id))
            assert "[redacted]" in found and SECRET not in found
    for query, id in (("provenance", memories[0]), ("citing", ann[1])):
        if action == "deny":
            with pytest.raises(psycopg.Error, match=r"has no (memory|episode) with this id"):
                conn.execute(f"select * from statewave.{query}('ann', %s)".encode(), [id])
        else:
            assert SECRET not in str(
                conn.execute(
                    f"select * from statewave.{query}('ann', %s)".encode(), [id]
                ).fetchall()
            )


def test_a_withheld_memory_leaves_no_trace_in_the_ranking(
    conn: Connection, owner: Connection, ann: list[UUID]
) -> None:
    """Under deny the scores are those of a subject that never had it; nothing is left of its order."""
    explained = "select item ->> 'text', component, value from statewave.explain(%s, 'Diabetikum and work in Malmö')"
    without = [t for t in TURNS if "labels" not in t]
    conn.execute("select statewave.record_batch('without', %s)", [json.dumps(without)])
    conn.execute("select statewave.compile('without')")
    set_policy(conn, DENY)
    assert (
        conn.execute(explained.encode(), ["ann"]).fetchall()
        == conn.execute(explained.encode(), ["without"]).fetchall()
    )


def test_a_redacted_line_takes_no_part_by_its_words(conn: Connection, ann: list[UUID]) -> None:
    set_policy(conn, [{"labels": ["medical"], "action": "redact"}])
    ranks = []
    for question in ("Diabetikum", "flowers in the garden"):
        rows = conn.execute(
            "select item, component, value from statewave.explain('ann', %s)", [question]
        ).fetchall()
        mine = {c: v for item, c, v in rows if item.get("redacted") and item["kind"] == "passage"}
        ranks.append((mine["lexical"] <= 0, mine["semantic"], mine["speaker"]))
        for item, *_ in rows:
            assert not item.get("redacted") or (item["text"], item["token_count"]) == (
                "[redacted]",
                4,
            )
    assert ranks[0] == ranks[1]
    for given in ('metadata => \'{"about": "diabetes"}\'', "sources => array['user']"):
        bundle = value(conn, f"select statewave.retrieve('ann', 'x', {given})")
        assert not any(item.get("redacted") for item in bundle["items"])


def test_tokens_of_redacted_lines_are_counted_exactly(
    conn: Connection, owner: Connection, ann: list[UUID]
) -> None:
    set_policy(conn, [{"labels": ["*"], "action": "redact"}])
    for id in ann:
        conn.execute("select statewave.set_labels('ann', %s, array['x'])", [id])
    bundle = value(conn, "select statewave.retrieve('ann', 'anything')")
    assert bundle["text"].count("[redacted]") == len(bundle["items"]) == 7
    assert bundle["token_count"] == value(
        owner, "select (statewave_python.tokens(array[%s]))[1]", bundle["text"]
    )


def test_labels_spread_from_a_memory_to_all_of_its_sources(
    conn: Connection, ann: list[UUID]
) -> None:
    """A denied fact cannot come back as raw text, nor as what is said or compiled later."""
    fact = value(conn, "select memory_id from statewave.search('ann', 'Malmö', 1, array['fact'])")
    assert value(conn, "select statewave.set_labels('ann', %s, array['place'])", fact) == ["place"]
    set_policy(conn, [{"labels": ["place"], "action": "deny"}])
    text = value(conn, "select statewave.retrieve('ann', 'Where?') ->> 'text'")
    assert "Malmö" not in text and "Gothenburg" in text
    conn.execute(
        "select statewave.record('ann', '{\"text\": \"I moved to Malmö.\"}', occurred_at => '2025-02-01')"
    )
    assert "Malmö" in value(
        conn, "select statewave.retrieve('ann', 'Where?') ->> 'text'"
    )  # nobody labelled it
    conn.execute("select statewave.compile('ann')")  # now it is known to say the same
    assert "Malmö" not in value(conn, "select statewave.retrieve('ann', 'Where?') ->> 'text'")
    assert value(conn, "select statewave.set_labels('ann', %s, '{}')", fact) == []
    assert "Malmö" in value(conn, "select statewave.retrieve('ann', 'Where?') ->> 'text'")


def test_suggested_labels_do_nothing_until_promoted(conn: Connection, ann: list[UUID]) -> None:
    set_policy(conn, [{"labels": ["*"], "action": "deny"}])
    listed = conn.execute(
        "select entry, labels, suggested from statewave.list_labels('ann') order by entry"
    ).fetchall()
    assert listed == [("episode", ["medical"], []), ("memory", [], ["email"])]
    assert "ann@example.com" in value(conn, "select statewave.retrieve('ann', 'mail') ->> 'text'")
    assert value(conn, "select statewave.promote_labels('ann', array['email', 'phone'])") == 1
    assert value(conn, "select statewave.promote_labels('ann', array['email'])") == 0
    assert "ann@example.com" not in value(
        conn, "select statewave.retrieve('ann', 'mail') ->> 'text'"
    )
    actions = [a for (a,) in conn.execute("select action from statewave.audit('ann')")]
    assert actions == ["record", "compile", "labels"]


def test_log_only_withholds_nothing_and_tells(conn: Connection, ann: list[UUID]) -> None:
    before = value(conn, "select statewave.retrieve('ann', 'work', as_of => now())")
    assert "would_withhold" not in before and before["policy_hash"] is None
    hash = set_policy(conn, [*DENY, {"labels": ["email"], "action": "redact"}], "log_only")
    bundle = value(conn, "select statewave.retrieve('ann', 'work', as_of => %s)", before["as_of"])
    assert bundle["would_withhold"] == {"deny": 2, "redact": 0}
    assert (bundle["text"], bundle["policy_hash"]) == (before["text"], hash)
    assert seen(conn) == set(READS)


def test_the_first_rule_that_matches_decides(conn: Connection, ann: list[UUID]) -> None:
    conn.execute("select statewave.set_labels('ann', %s, array['place'])", [ann[0]])
    set_policy(
        conn,
        [{"labels": ["place", "other"], "action": "redact"}, {"labels": ["*"], "action": "deny"}],
    )
    text = value(conn, "select statewave.retrieve('ann', 'anything') ->> 'text'")
    assert (
        "[redacted]" in text
        and "Gothenburg" not in text
        and SECRET not in text
        and "ann@example.com" in text
    )


def test_there_is_one_active_policy(conn: Connection, owner: Connection, ann: list[UUID]) -> None:
    """By a constraint; a tenant's own stands in place of the global one, [] too."""
    first = value(conn, "select statewave.set_policy(%s, is_global => true)", json.dumps(DENY))
    assert value(conn, "select statewave.retrieve('ann', 'x') ->> 'policy_hash'") == first
    assert seen(conn) == set()
    set_policy(conn, [])
    assert seen(conn) == set(READS)
    set_policy(conn, None)
    assert seen(conn) == set()
    rows = conn.execute(
        "select is_global, version, recorded_to is null from statewave.policies()"
    ).fetchall()
    assert rows == [(True, 1, True), (False, 1, False)]
    with pytest.raises(psycopg.errors.UniqueViolation):
        owner.execute("insert into statewave_private.policy select gen_random_uuid(), tenant_id, 9, mode, rules, hash, now(), null, set_by, note"
                      " from statewave_private.policy where tenant_id is null and recorded_to is null")  # fmt: skip
    value(conn, "select statewave.set_policy(null, is_global => true)")
    assert seen(conn) == set(READS)
    assert [
        (a, p)
        for a, p in conn.execute(
            "select action, problem from statewave.admin_audit() where action = 'set_policy'"
        )
    ] == [("set_policy", None)] * 4


def test_a_caller_is_believed_through_a_gateway_only(
    conn: Connection, owner: Connection, ann: list[UUID]
) -> None:
    set_policy(
        conn, [*DENY, {"labels": ["email"], "caller": {"role": "support"}, "action": "deny"}]
    )
    conn.execute("select statewave.promote_labels('ann', array['email'])")

    def shown(caller: str) -> list[str]:
        text = value(
            conn, "select statewave.retrieve('ann', 'anything', caller => %s) ->> 'text'", caller
        )
        searched = str(
            conn.execute(
                "select content from statewave.search('ann', 'x', 20, caller => %s)", [caller]
            ).fetchall()
        )
        words = [w for w in (SECRET, "ann@example.com") if w in text]
        assert words == [w for w in (SECRET, "ann@example.com") if w in searched]
        return words

    doctor, support = '{"role": "doctor"}', '{"role": "support", "login": "x"}'
    assert shown(doctor) == shown(support) == []  # what is not proven counts against the caller
    owner.execute("select statewave.grant_tenant(%s, 'default', true, true)", [LOGIN])
    assert shown(doctor) == [SECRET, "ann@example.com"]
    assert shown(support) == []
    assert shown('{"role": "sales"}') == ["ann@example.com"]
    assert shown("{}") == []
    with pytest.raises(psycopg.Error) as raised:
        shown("[1]")
    assert raised.value.sqlstate == "SW400"
    owner.execute("select statewave.grant_tenant(%s, 'default', true, false)", [LOGIN])
    assert shown(doctor) == []


def test_a_connection_proves_its_login_and_its_roles(
    conn: Connection, owner: Connection, database: Database, ann: list[UUID]
) -> None:
    """Views too; no argument and no SET ROLE says otherwise."""
    group, name = (sql.Identifier(f"statewave_login_{uuid4().hex[:8]}") for _ in range(2))
    plain = [x.as_string(None).strip('"') for x in (group, name)]
    owner.execute(sql.SQL("create role {}").format(group))
    owner.execute(
        sql.SQL("create role {} login password 'only-for-tests' in role statewave_reader").format(
            name
        )
    )
    owner.execute("select statewave.grant_tenant(%s, 'default', true)", [plain[1]])
    set_policy(conn, [{"labels": ["medical"], "action": "deny", "unless": {"roles": [plain[0]]}}])
    try:
        with psycopg.connect(
            make_conninfo(database.direct, user=plain[1], password="only-for-tests"),
            autocommit=True,
        ) as reader:
            assert seen(reader) == set()
            forged = json.dumps({"roles": [plain[0]], "login": "postgres"})
            assert SECRET not in value(
                reader,
                "select statewave.retrieve('ann', 'work', caller => %s) ->> 'text'",
                forged,
            )
            owner.execute(sql.SQL("grant {} to {}").format(group, name))
            assert seen(reader) == set(READS)
            with pytest.raises(psycopg.Error) as raised:
                reader.execute("select statewave.export_subject('ann')")
            assert raised.value.sqlstate == "SW403"
    finally:
        owner.execute(sql.SQL("drop role {}, {}").format(group, name))


def test_a_receipt_is_replayed_under_the_policy_of_today(conn: Connection, ann: list[UUID]) -> None:
    receipt = value(
        conn, "select statewave.issue_receipt(statewave.retrieve('ann', 'work')) ->> 'id'"
    )
    assert value(conn, "select statewave.replay_receipt('ann', %s)", receipt)["identical"]
    set_policy(conn, DENY)
    replay = value(conn, "select statewave.replay_receipt('ann', %s)", receipt)
    assert SECRET not in replay["bundle"]["text"]
    whys = {d.get("field", d["why"]) for d in replay["differences"]}
    assert {"policy_hash", "withheld by the policy of today"} <= whys
    second = value(
        conn, "select statewave.issue_receipt(statewave.retrieve('ann', 'work')) ->> 'id'"
    )
    assert value(conn, "select statewave.replay_receipt('ann', %s)", second)["identical"]


def test_a_policy_that_cannot_be_read_shows_nothing(
    conn: Connection, owner: Connection, ann: list[UUID]
) -> None:
    """Fail closed: whatever breaks the policy breaks the read."""
    set_policy(conn, DENY)
    owner.execute("alter table statewave_private.policy_rule rename to rule_of_policy")
    for query in READS.values():
        with pytest.raises(psycopg.Error):
            conn.execute(query.encode())


def test_forgetting_erasing_and_renaming_take_labels_along(
    conn: Connection, owner: Connection, ann: list[UUID]
) -> None:
    fact = value(conn, "select memory_id from statewave.search('ann', 'Malmö', 1, array['fact'])")
    conn.execute("select statewave.set_labels('ann', %s, array['a', 'b'])", [fact])
    conn.execute("select statewave.set_labels('ann', %s, array['c'])", [ann[3]])
    count = "select count(*) from statewave_private.label"
    assert value(owner, count) == 4
    conn.execute("select statewave.rename_subject('ann', 'bea')")
    assert value(conn, "select statewave.set_labels('bea', %s, array['c', 'd'])", ann[3]) == [
        "a",
        "b",
        "c",
        "d",
    ]
    conn.execute("select statewave.forget('bea', array[%s])", [ann[3]])
    assert value(owner, count) == 1
    conn.execute("select statewave.erase('bea')")
    assert value(owner, count) == 0


BAD = [
    ("{}", "no array"), ("[1]", "rule 1: it is no object"), ('[{"labels": ["a"]}]', "action"), ('[{"labels": [], "action": "deny"}]', "labels"),
    ('[{"labels": ["a", 1], "action": "deny"}]', "label"), ('[{"labels": ["a"], "action": "deny", "unless": {}}]', "unless"),
    ('[{"labels": ["a"], "action": "deny", "caller": 1}]', "caller"), ('[{"labels": ["a"], "action": "deny", "when": 1}]', "keys"),
    ('[{"labels": ["a"], "action": "deny"}, {"labels": ["a"], "action": "hide"}]', "rule 2"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "said"), BAD)
def test_a_bad_policy_is_refused_and_the_old_one_holds(
    conn: Connection, ann: list[UUID], rules: str, said: str
) -> None:
    before = set_policy(conn, DENY)
    with pytest.raises(psycopg.Error, match=said) as raised:
        conn.execute("select statewave.set_policy(%s)", [rules])
    assert raised.value.sqlstate == "SW400"
    assert value(conn, "select statewave.retrieve('ann', 'x') ->> 'policy_hash'") == before


def test_every_read_is_tried_here(conn: Connection) -> None:
    """A read of the contract that shows what was recorded is in READS or tried by id above."""
    by_id = {"get_episode", "get_memory", "provenance", "citing", "replay_receipt"}
    of_numbers = {"subjects", "audit", "audit_verify", "verify_receipt", "list_receipts", "list_labels", "policies", "quotas", "retentions",
                  "admin_audit", "tenants", "doctor", "scrub_plan", "maintenance_plan", "profiles", "warm", "claim_keys", "compiler_rules", "ttls", "api_keys",
                  "runs", "explain_run", "parked", "jobs", "job_status", "spaces", "subject_key", "webhooks", "webhook_hosts"}  # fmt: skip
    support = {
        "sessions",
        "resolutions",
        "repeated_issues",
        "health",
        "sla",
        "handoff",
        "locate",
    }  # tests/support, test_locate
    over_http = {  # tests/sql/test_rest_v1.py; an administrator's review and export pass by the policy
        name for name in CASES if name.startswith("v1_") and CASES[name].reads
    }
    reads = {name for name, _ in calls(prepared(conn), reads=True)}
    assert reads == (
        set(READS) & set(CASES) | {"export_subject"} | by_id | of_numbers | support | over_http
    )


@pytest.mark.parametrize("how", ["retract", "pin", "correct"])
def test_direct_work_on_a_withheld_memory_shows_nothing_of_it(
    conn: Connection, ann: list[UUID], how: str
) -> None:
    """It is told by an episode of its own, which names the value."""
    id = value(conn, "select memory_id from statewave.history('ann', 'work.employer')")
    more = f", 'Works at {SECRET} 2.', '{SECRET} 2'" if how == "correct" else ""
    conn.execute(f"select statewave.{how}('ann', %s{more})".encode(), [id])
    set_policy(conn, DENY)
    assert seen(conn) == set()
    runs = "select statewave.explain_run(r.run_id) from statewave.runs('ann') r"
    assert SECRET.lower() not in str(conn.execute(runs.encode()).fetchall()).lower()
    query = "select t.content, statewave.get_episode('ann', t.id) from statewave.timeline('ann') t where t.entry = 'episode'"
    assert SECRET.lower() not in str(conn.execute(query.encode()).fetchall()).lower()


def test_a_correction_has_labels_that_its_memory_gets_later(
    conn: Connection, ann: list[UUID]
) -> None:
    """And so has the correction of a correction."""
    corrected = value(conn, "select memory_id from statewave.history('ann', 'work.employer')")
    for number in (2, 3):
        corrected = value(
            conn,
            "select statewave.correct('ann', %s, %s, %s)",
            corrected,
            f"Works at {SECRET} {number}.",
            f"{SECRET} {number}",
        )
    set_policy(conn, [{"labels": ["later"], "action": "deny"}])
    assert SECRET in str(value(conn, READS["retrieve"]))
    value(conn, "select statewave.set_labels('ann', %s, '{later}')", ann[1])
    assert seen(conn) == set()
    assert "Gothenburg" in str(value(conn, READS["retrieve"]))
    value(conn, "select statewave.set_labels('ann', %s, '{}')", ann[1])
    assert SECRET in str(value(conn, READS["retrieve"]))
