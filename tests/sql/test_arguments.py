"""Whatever a parameter is given, a call succeeds or fails with a documented code, and means the same."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.rows import scalar_row

from tests.conftest import LOGIN, Connection, Database
from tests.sql.cases import CASES, calls, new_subject, prepared

DOCUMENTED = {
    "SW400", "SW403", "SW404", "SW409", "SW413", "SW422", "SW429", "SW503",
    "22007", "22008", "22021", "22P02", "22P05", "22003", "22001",
}  # fmt: skip

TEXTS: list[Any] = [
    None, "", " ", "a", "\u202e\u202b", "👩‍👩‍👧🏽", "e\u0301", "漢字", "\x01", "\u2028", "a" * 600, "a" * 100_000, "'; drop table x; --",
    "$1", "%s", "\\", "default",
]  # fmt: skip

# Values of every type that a parameter of the contract has.
VALUES: dict[str, list[Any]] = {
    "text": TEXTS,
    "int8": [None, -(2**63), -1, 0, 1, 2**63 - 1],
    "interval": [None, "-1 day", "0", "1 minute", "178000000 years", "1 mon -1000 days"],
    "int4": [None, -(2**31), -1, 0, 1, 16, 1000, 2**31 - 1],
    "bool": [None, True, False],
    "timestamptz": [None, "infinity", "-infinity", "0001-01-01", "4713-01-01 BC", "294276-12-31", "2025-02-29T00:00Z", "now"],
    "uuid": [None, "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "bytea": [None, b"", b"x", b"\0" * 32, b"\xff" * 33],
    "float8": [None, "NaN", "Infinity", "-Infinity", -1, 0, 1e-300, 1.5, 1e300],
    "_uuid": [None, "{}", "{NULL}", "{00000000-0000-0000-0000-000000000000,NULL}"],
    "_text": [None, [], [None], ["passage", None], [""], ["\x01"], ["👩‍👩‍👧🏽"], ["passage"] * 2000],
    "_float8": [
        None, "{}", "{1}", "{NULL}", "{{1,2},{3,4}}", "{" + ",".join(["NaN"] * 256) + "}", "{" + ",".join(["Infinity"] * 256) + "}",
        "{" + ",".join(["1e308"] * 256) + "}", "{" + ",".join(["1e-300"] * 256) + "}", "{" + ",".join(["60000"] * 256) + "}",
        "{" + ",".join(["1"] * 128 + ["-1"] * 128) + "}", "[0:255]={" + ",".join(["1"] * 256) + "}", "{" + ",".join(["NULL"] * 256) + "}",
    ],
    "jsonb": [
        None, "null", "1", '"x"', "[]", "{}", "[[]]", "[null]", '{"at": null, "id": null}', '{"at": "2025-01-01", "id": "x"}',
        '{"at": "2025-01-01T00:00:00Z", "id": "00000000-0000-0000-0000-000000000000"}', '{"text": null}', '{"text": 1}', '{"text": "\\u202e"}',
        '{"text": "", "content": ""}', '{"messages": null}', '{"messages": {}}', '{"messages": [null]}', '{"messages": [{"content": null}]}',
        '{"messages": [{"role": null, "content": ["x", 1, null]}]}', '{"messages": [{"role": "👩‍👩‍👧🏽", "content": {"a": [true]}, "timestamp": null}]}',
        '{"messages": [{"content": "x", "timestamp": "2025-13-01"}]}', '{"": {"": ""}}', '{"text": "' + "x" * 300_000 + '"}', "[" * 500 + "]" * 500,
        '[{"payload": {"text": "x"}, "embedding": [1]}]', '[{"payload": {"text": "x"}, "embedding": [1e400]}]', '[{"payload": {}, "labels": [1]}]',
        '[{"payload": {}, "labels": ["a", null]}]', '[{"payload": {}, "occurred_at": 1}]', '[{"payload": {}, "occurred_at": "infinity"}]',
        '[{"payload": {}, "occurred_at": "2025-01-01T25:00:00Z"}]', '[{"payload": {}, "session": {}}]', '[{"payload": {}, "idempotency_key": ""}]',
        '[{"payload": {"text": "x"}, "source": "a\\u202eb", "metadata": null, "provenance": null, "labels": null, "embedding": null}]',
        "1e400", '{"a": 1e400}', '{"a": ' + "9" * 2000 + "}",
    ],
}  # fmt: skip

PARAMETERS = """
select p.proname, a.name, t.typname, a.place <= p.pronargs - p.pronargdefaults
  from pg_proc p
 cross join unnest(p.proargnames, p.proargtypes::oid[]) with ordinality a (name, type, place)
  join pg_type t on t.oid = a.type
 where p.pronamespace = 'statewave'::regnamespace
 order by p.proname, a.place
"""


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def fill(app: Connection) -> dict[str, str]:
    """What the cases are filled in with: of every call nothing stays."""
    return prepared(app)


@pytest.fixture(scope="module")
def parameters(shared: Database) -> dict[str, list[tuple[str, str, bool]]]:
    """(name, type, required) of each function's parameters."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    with psycopg.connect(shared.dsn) as connection:
        for function, name, kind, required in connection.execute(PARAMETERS.encode()):
            found.setdefault(function, []).append((name, kind, required))
    return found


CONTENTS = ("remember", "correct", "retract", "pin")  # what takes a compiled memory
ID_OF = {
    "get_memory": "memory",
    "verify_receipt": "receipt",
    "replay_receipt": "receipt",
    "v1_receipt": "receipt",
    "v1_verify_receipt": "receipt",
    "v1_replay_receipt": "receipt",
    "v1_set_labels": "memory",
}


def good(function: str, fill: dict[str, str]) -> dict[str, Any]:
    """A good value of every parameter that a function requires, and more."""
    return {
        "subject": new_subject()
        if function in ("record", "record_batch", "erase")
        else fill["subject"],
        "subjects": [fill["subject"]],
        "payload": '{"text": "I live in Rome."}',
        "episodes": f"[{fill['v1 episode']}]"
        if function == "v1_record"
        else '[{"payload": {"text": "x"}}]',
        "task": "where?",
        "query": "where?",
        "id": fill["found"]
        if function == "v1_promote_labels"
        else fill[ID_OF.get(function, "episode")],
        "new_name": fill["subject"],
        "episode_ids": f"{{{fill['spare']}}}",
        "bundle": fill["bundle"].replace("''", "'"),
        "run_id": fill["run" if function == "explain_run" else "claim"],
        "memories": "[]",
        "memory_id": fill["noted"] if function in CONTENTS else fill["memory"],
        "episode_id": fill["episode"],
        "role": LOGIN,
        "tenant": "default",
        "profile": "good",
        "weights": "{}",
        "into_subject": "case document",
        "document": '{"format_version": "1.0", "episodes": [], "memories": []}'
        if function == "v1_import"
        else fill["document"].replace("''", "'"),
        "labels": ["email"] if function == "v1_promote_labels" else ["case"],
        "rules": "[]",
        "scope": "tenant",
        "session": "s1",
        "name": "case",
        "key_hash": hashlib.sha256(
            b"case login" if function == "authenticate" else b"case"
        ).digest(),
        "kind": "summary",
        "ttl": "1 year",
        "note": "A note.",
        "content": "Has a drum.",
        "value": "drum",
        "claim_key": "location.home",
        "rule": "good",
        "pattern": "",
        "template": "person",
        "given": '{"name": "Ana Silva"}',
        "episode": fill["v1 episode"],
        "region": "good",
        "changes": '{"region": "good"}',
        "job_id": fill[
            {
                "retry_job": "dead",
                "finish_job": "done",
                "webhook_delivery": "delivery",
                "v1_compile_status": "compile job",
            }.get(function, "held")
        ],
        "job_ids": f"{{{fill['held']}}}",
        "worker": "case" if function == "apply_embeddings" else "case worker",
        "claim": fill["texts"],
        "vectors": fill["vectors"],
        "providers": ["case embedder"],
        "provider": "case embedder",
        "model": "other",
        "dimensions": 2,
        "space_id": fill["space"] if function == "drop_space" else 1,
        "kinds": ["case"],
        "reason": "A reason.",
        "consumer": "case consumer",
        "place": 0,
        "host": "example.com",
        "url": "https://example.com/",
        "secret": "whsec_" + "A" * 32,
    }


WITHOUT = {
    "doctor",
    "spaces",
    "tenants",
    "webhook_hosts",
    "v1_status",
    "v1_templates",
}  # functions that have no parameter


@pytest.mark.parametrize("function", sorted(set(CASES) - WITHOUT))
def test_any_value_of_any_parameter_gives_a_documented_code(
    function: str,
    app: Connection,
    fill: dict[str, str],
    parameters: dict[str, list[tuple[str, str, bool]]],
) -> None:
    """P33: never XX000, never a constraint of ours; and good values are accepted."""
    types = {name: kind for name, kind, _ in parameters[function]}
    required = {name for name, _, needed in parameters[function] if needed}
    accepted = 0
    for name, kind in types.items():
        for value in VALUES[kind]:
            arguments = {n: v for n, v in good(function, fill).items() if n in required}
            arguments[name] = value
            given = ", ".join(f"{n} => %({n})s::{types[n]}" for n in arguments)
            try:
                with app.transaction(force_rollback=True):
                    app.execute(f"select * from statewave.{function}({given})".encode(), arguments)
                accepted += 1
            except psycopg.Error as error:
                assert error.sqlstate in DOCUMENTED, f"{name} => {str(value)[:80]}: {error!r}"
    assert accepted


# What is the same for every tenant.
COMMON = {
    "v1_status",
    "v1_templates",
    "activate_space",
    "add_space",
    "drop_space",
    "fill_space",
    "spaces",
    "doctor",
    "scrub_plan",
    "tenants",
    "maintenance_plan",
    "profiles",
    "set_profile",
    "grant_tenant",
    "revoke_tenant",
    "admin_audit",
    "allow_webhook_host",
    "refuse_webhook_host",
    "webhook_hosts",
}


@pytest.mark.parametrize("function", sorted(set(CASES) - COMMON))
def test_a_foreign_tenant_is_refused_in_the_same_words(
    function: str, app: Connection, shared: Database, fill: dict[str, str]
) -> None:
    """A tenant that exists and one that does not look alike to a role without right to them."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as admin:
        admin.execute(
            "insert into statewave_private.tenant values ('other') on conflict do nothing"
        )
    call = dict(calls(fill))[function]
    said = set()
    for tenant in ("other", "unheard-of"):
        with pytest.raises(psycopg.Error) as raised:
            given = call[:-1] + ", " * (not call.endswith("()")) + f"tenant => '{tenant}')"
            app.execute(f"select * from {given}".encode())
        assert raised.value.sqlstate == "SW403"
        said.add(str(raised.value).replace(tenant, "…"))
    assert len(said) == 1


def test_positional_and_named_arguments_are_the_same(app: Connection) -> None:
    subject = new_subject()
    record = "select statewave.record(%s, '{\"text\": \"I live in Rome.\"}', 'ana', 'note', 's1', '2025-01-01', '{\"m\": 1}', '{\"p\": 2}', 'key', null, array['l'])"
    with app.cursor(row_factory=scalar_row) as cursor:
        id = cursor.execute(record, [subject]).fetchone()
        episode = cursor.execute("select statewave.get_episode(%s, %s)", [subject, id]).fetchone()
        assert isinstance(episode, dict)
        assert {k: episode[k] for k in ("source", "type", "session", "metadata", "provenance", "labels", "idempotency_key")} == {
            "source": "ana", "type": "note", "session": "s1", "metadata": {"m": 1}, "provenance": {"p": 2}, "labels": ["l"],
            "idempotency_key": "key"}  # fmt: skip
        again = cursor.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps([{
            "payload": {"text": "I live in Rome."}, "source": "ana", "type": "note", "session": "s1", "occurred_at": "2025-01-01",
            "metadata": {"m": 1}, "provenance": {"p": 2}, "idempotency_key": "key", "labels": ["l"]}])]).fetchone()  # fmt: skip
        assert again == [id]
