"""A call of every function of the contract, by name: the tests of promises run all of them."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from tests.conftest import Connection

SUBJECT = "case customer"


@dataclass(frozen=True)
class Case:
    """A call as SQL, with ids of the subject's first episode and memory filled in."""

    sql: str
    reads: bool


CASES = {
    "record": Case("statewave.record('case writer', '{\"text\": \"I live in Rome.\"}')", False),
    "record_batch": Case("statewave.record_batch('case writer', '[{\"payload\": {\"a\": 1}}]')", False),
    "compile": Case("statewave.compile('case writer')", False),
    "compile_pending": Case("statewave.compile_pending(10)", False),
    "remember": Case("statewave.remember('{subject}', 'fact', 'Has a cat.', '{\"key\": \"pet.cat\", \"value\": \"Momo\"}')", False),
    "correct": Case("statewave.correct('{subject}', '{corrected}', 'Has a dog.', 'Rex', idempotency_key => 'case correct')", False),
    "retract": Case("statewave.retract('{subject}', '{kept}', reason => 'case', idempotency_key => 'case retract')", False),
    "pin": Case("statewave.pin('{subject}', '{noted}', idempotency_key => 'case pin')", False),
    "history": Case("statewave.history('{subject}', 'location.*')", True),
    "claim_keys": Case("statewave.claim_keys()", True),
    "set_claim_key": Case("statewave.set_claim_key('case.key', 'fact', true)", False),
    "compiler_rules": Case("statewave.compiler_rules()", True),
    "set_compiler_rule": Case("statewave.set_compiler_rule('case', 'possession', 'i collect ', 'thing', '{\"I collect stamps.\": \"stamps\"}')", False),
    "set_ttl": Case("statewave.set_ttl('summary', '30 days')", False),
    "ttls": Case("statewave.ttls()", True),
    "claim_compile": Case("statewave.claim_compile('case worker')", False),
    "extend_claim": Case("statewave.extend_claim({own claim}, 'case worker')", False),
    "fail_compile": Case("statewave.fail_compile({own claim}, 'case worker', 'For a test.')", False),
    "apply_compiled": Case("statewave.apply_compiled({own claim}, '[]')", False),
    "retry_parked": Case("statewave.retry_parked('{subject}')", False),
    "parked": Case("statewave.parked('{subject}')", True),
    "runs": Case("statewave.runs('{subject}')", True),
    "explain_run": Case("statewave.explain_run('{run}')", True),
    "forget": Case("statewave.forget('{subject}', array['{spare}']::uuid[])", False),
    "rename_subject": Case("statewave.rename_subject('{subject}', '{subject}')", False),
    "issue_receipt": Case(
        "statewave.issue_receipt('{bundle}')", False
    ),
    "verify_receipt": Case("statewave.verify_receipt('{subject}', '{receipt}')", True),
    "replay_receipt": Case("statewave.replay_receipt('{subject}', '{receipt}')", True),
    "list_receipts": Case("statewave.list_receipts('{subject}')", True),
    "audit": Case("statewave.audit('{subject}')", True),
    "audit_verify": Case("statewave.audit_verify('{subject}')", True),
    "merge_subjects": Case("statewave.merge_subjects(statewave.import_subject('{document}', gen_random_uuid()::text) ->> 'subject',"
        " statewave.import_subject('{other document}', gen_random_uuid()::text) ->> 'subject')", False),
    "export_subject": Case("statewave.export_subject('{subject}', complete => false)", True),
    "import_subject": Case("statewave.import_subject('{document}', gen_random_uuid()::text)", False),
    "set_labels": Case("statewave.set_labels('{subject}', '{memory}', array['case'])", False),
    "promote_labels": Case("statewave.promote_labels('{subject}', array['card'])", False),
    "list_labels": Case("statewave.list_labels('{subject}')", True),
    "set_policy": Case("statewave.set_policy(null)", False),
    "policies": Case("statewave.policies()", True),
    "set_quota": Case("statewave.set_quota('tenant')", False),
    "quotas": Case("statewave.quotas()", True),
    "set_retention": Case("statewave.set_retention('summary', null)", False),
    "retentions": Case("statewave.retentions()", True),
    "expire": Case("statewave.expire(page => 10)", False),
    "admin_audit": Case("statewave.admin_audit()", True),
    "erase": Case("statewave.erase('case writer')", False),
    "grant_tenant": Case("statewave.grant_tenant('statewave_test_app', 'default', true)", False),
    "scrub_plan": Case("statewave.scrub_plan(3)", True),
    "doctor": Case("statewave.doctor()", True),
    "tenants": Case("statewave.tenants()", True),
    "revoke_tenant": Case("statewave.revoke_tenant('statewave_test_app', 'none')", False),
    "enqueue": Case("statewave.enqueue('{subject}', 'compile')", False),
    "job_status": Case("statewave.job_status('{held}')", True),
    "jobs": Case("statewave.jobs(array['dead'], array['case'])", True),
    "retry_job": Case("statewave.retry_job('{dead}')", False),
    "claim_jobs": Case("statewave.claim_jobs('case worker', array['none'])", False),
    "extend_jobs": Case("statewave.extend_jobs('case worker', array['{held}']::uuid[])", False),
    "finish_job": Case("statewave.finish_job('{done}', 'case worker')", False),
    "fail_job": Case("statewave.fail_job('{held}', 'case worker', 'a reason')", False),
    "subscribe": Case("statewave.subscribe('case consumer', array['memory.*'])", False),
    "events": Case("statewave.events('case consumer')", False),
    "acknowledge": Case("statewave.acknowledge('case consumer', 0)", False),
    "unsubscribe": Case("statewave.unsubscribe('nobody')", False),
    "relay": Case("statewave.relay()", False),
    "subject_key": Case("statewave.subject_key('{subject}')", True),
    "allow_webhook_host": Case("statewave.allow_webhook_host('example.com')", False),
    "refuse_webhook_host": Case("statewave.refuse_webhook_host('example.org')", False),
    "webhook_hosts": Case("statewave.webhook_hosts()", True),
    "set_webhook": Case("statewave.set_webhook('case', 'https://example.com/', secret => 'whsec_' || encode(sha256('x'), 'base64'))", False),
    "webhooks": Case("statewave.webhooks()", True),
    "webhook_delivery": Case("statewave.webhook_delivery('{delivery}', 'case worker')", False),
    "remove_webhook": Case("statewave.remove_webhook('none')", False),
    "retrieve": Case(
        "statewave.retrieve('{subject}', 'Where does she live?', max_tokens => 64,"
        " as_of => '2100-01-01T00:00:00Z', session => 's1', kinds => array['passage', 'fact'])",
        True,
    ),
    "retrieve_many": Case(
        "statewave.retrieve_many(array['{subject}', 'case nobody'], 'Where does she live?', 64,"
        " weights => array[1, 2]::float8[], as_of => '2100-01-01T00:00:00Z')",
        True,
    ),
    "warm": Case("statewave.warm()", True),
    "maintenance_plan": Case("statewave.maintenance_plan(1000)", True),
    "add_space": Case("statewave.add_space('builtin', 'wordllama-l2-supercat', 256)", False),
    "spaces": Case("statewave.spaces()", True),
    "fill_space": Case("statewave.fill_space(1)", False),
    "activate_space": Case("statewave.activate_space(1)", False),
    "drop_space": Case("statewave.drop_space({space})", False),
    "claim_embeddings": Case("statewave.claim_embeddings('case')", False),
    "apply_embeddings": Case("statewave.apply_embeddings('{texts}', 'case', '{vectors}')", False),
    "profiles": Case("statewave.profiles('default')", True),
    "set_profile": Case("statewave.set_profile('case', '{\"speaker\": 2}', 'For a test.')", False),
    "explain": Case("statewave.explain('{subject}', 'Where?', as_of => '2100-01-01T00:00:00Z')", True),
    "search": Case("statewave.search('{subject}', 'the plan', k => 3)", True),
    "timeline": Case("statewave.timeline('{subject}', page => 10, newest_first => false)", True),
    "subjects": Case("statewave.subjects(after => 'a')", True),
    "get_episode": Case("statewave.get_episode('{subject}', '{episode}')", True),
    "get_memory": Case("statewave.get_memory('{subject}', '{memory}')", True),
    "provenance": Case("statewave.provenance('{subject}', '{memory}')", True),
    "citing": Case("statewave.citing('{subject}', '{episode}')", True),
    "sessions": Case("statewave.sessions('{subject}', page => 10)", True),
    "resolve_session": Case("statewave.resolve_session('{subject}', 's1', 'open', gen_random_uuid()::text, '{\"a\": 1}')", False),
    "resolutions": Case("statewave.resolutions('{subject}', page => 10)", True),
    "repeated_issues": Case("statewave.repeated_issues('{subject}', 's2')", True),
    "health": Case("statewave.health('{subject}', as_of => '2100-01-01T00:00:00Z')", True),
    "sla": Case("statewave.sla('{subject}', 2.5, as_of => '2100-01-01T00:00:00Z')", True),
    "handoff": Case("statewave.handoff('{subject}', 's1', max_tokens => 200, as_of => '2100-01-01T00:00:00Z')", True),
    "locate": Case("statewave.locate('{memory}')", True),
    "set_api_key": Case("statewave.set_api_key(gen_random_uuid()::text, sha256(uuid_send(gen_random_uuid())), 'writer', rate_per_minute => 100000)", False),
    "revoke_api_key": Case("statewave.revoke_api_key('case')", False),
    "api_keys": Case("statewave.api_keys()", True),
    "authenticate": Case("statewave.authenticate(sha256('case login'), 'writer')", False),
    "v1_apply_template": Case("statewave.v1_apply_template('person', 'case writer', '{\"name\": \"Ana Silva\"}')", False),
    "v1_check_region": Case("statewave.v1_check_region('case')", True),
    "v1_compile": Case("statewave.v1_compile('case writer')", False),
    "v1_compile_later": Case("statewave.v1_compile_later('case customer')", False),
    "v1_compile_status": Case("statewave.v1_compile_status('{compile job}')", True),
    "v1_context": Case("statewave.v1_context('{subject}', 'Where does she live?', 64, 's1')", True),
    "v1_context_with_receipt": Case("statewave.v1_context_with_receipt('{subject}', 'Where does she live?', 64)", False),
    "v1_delete": Case("statewave.v1_delete('case writer')", False),
    "v1_export": Case("statewave.v1_export('{subject}')", True),
    "v1_handoff": Case("statewave.v1_handoff('{subject}', 's1', as_of => '2100-01-01T00:00:00Z')", True),
    "v1_handoff_with_receipt": Case("statewave.v1_handoff_with_receipt('{subject}', 's1', max_tokens => 200)", False),
    "v1_import": Case("statewave.v1_import('{\"format_version\": \"1.0\", \"subject_id\": \"case import\", \"memories\": [], \"episodes\":"
                      " [{\"id\": \"1\", \"source\": \"chat\", \"type\": \"message\", \"payload\": {\"text\": \"Hi.\"}}]}')", False),
    "v1_promote_labels": Case("statewave.v1_promote_labels({own suggestion}, array['email'])", False),
    "v1_receipt": Case("statewave.v1_receipt('{receipt}')", True),
    "v1_receipts": Case("statewave.v1_receipts('{subject}')", True),
    "v1_record": Case("statewave.v1_record('[{v1 episode}]')", False),
    "v1_record_one": Case("statewave.v1_record_one('{v1 episode}')", False),
    "v1_replay_receipt": Case("statewave.v1_replay_receipt('{receipt}')", False),
    "v1_search": Case("statewave.v1_search('{subject}', 'the plan')", True),
    "v1_set_labels": Case("statewave.v1_set_labels('{memory}', array['case'])", False),
    "v1_set_tenant_config": Case("statewave.v1_set_tenant_config('{\"region\": \"case\"}')", False),
    "v1_status": Case("statewave.v1_status()", True),
    "v1_subjects": Case("statewave.v1_subjects(10)", True),
    "v1_suggested_labels": Case("statewave.v1_suggested_labels('{subject}')", True),
    "v1_templates": Case("statewave.v1_templates()", True),
    "v1_tenant_config": Case("statewave.v1_tenant_config()", True),
    "v1_timeline": Case("statewave.v1_timeline('{subject}', 10)", True),
    "v1_verify_receipt": Case("statewave.v1_verify_receipt('{receipt}')", True),
}  # fmt: skip

TURNS = """[
  {"payload": {"text": "I live in Gothenburg."}, "session": "s1", "occurred_at": "2025-01-01T10:00:00Z"},
  {"payload": {"text": "Which plan do you need?"}, "source": "assistant", "session": "s1", "occurred_at": "2025-01-01T10:01:00Z"},
  {"payload": {"text": "I'm on the Basic plan. Always write to me by e-mail."}, "session": "s1", "occurred_at": "2025-01-01T10:02:00Z"},
  {"payload": {"text": "I moved to Malmö."}, "session": "s2", "occurred_at": "2025-06-01T10:00:00Z"}
]"""


def prepared(connection: Connection) -> dict[str, str]:
    """Record and compile the cases' subject; returns what their calls are filled in with."""
    row = connection.execute(
        "select (statewave.record_batch(%s, %s))[1]::text", [SUBJECT, TURNS]
    ).fetchone()
    connection.execute("select statewave.compile(%s)", [SUBJECT])
    assert row
    memory = connection.execute(
        "select memory_id::text from statewave.search(%s, 'Malmö', 1, array['fact'])", [SUBJECT]
    ).fetchone()
    assert memory
    bundle = connection.execute(
        "select statewave.retrieve(%s, 'Where does it go?')::text", [SUBJECT]
    ).fetchone()
    spare = connection.execute(
        'select statewave.record(%s, \'{"text": "To be forgotten."}\')::text', [SUBJECT]
    ).fetchone()
    receipt = connection.execute(
        "select statewave.issue_receipt(statewave.retrieve(%s, 'Where?')) ->> 'id'", [SUBJECT]
    ).fetchone()
    assert bundle
    assert spare
    assert receipt
    ids = {"episode": row[0], "memory": memory[0], "spare": spare[0], "receipt": receipt[0]}
    for name, claim in (("corrected", "pet.dog"), ("kept", "pet.cat"), ("noted", "possession")):
        row = connection.execute(
            "select statewave.remember(%s, 'fact', 'Has it.', %s)::text",
            [SUBJECT, f'{{"key": "{claim}", "value": "{name}"}}'],
        ).fetchone()
        assert row
        ids[name] = row[0]
    connection.execute(
        "select statewave.resolve_session(%s, 's2', 'resolved', 'Moved.')", [SUBJECT]
    )
    connection.execute(
        "select statewave.set_api_key('case login', sha256('case login'), 'admin', rate_per_minute => 1000000)"
    )
    ids["bundle"] = bundle[0].replace("'", "''")
    for name in ("document", "other document"):
        connection.execute('select statewave.record(%s, \'{"text": "Hello."}\')', [f"case {name}"])
        row = connection.execute(
            "select statewave.export_subject(%s)::text", [f"case {name}"]
        ).fetchone()
        assert row
        ids[name] = row[0].replace("'", "''")
    # What the cases claim for themselves, as often as they are run.
    connection.execute(
        "select statewave.record(format('case backlog %s', gen_random_uuid()), '{\"text\": \"Hello.\"}')"
        " from generate_series(1, 8)"
    )
    ids["own claim"] = "(statewave.claim_compile('case worker') ->> 'run_id')::uuid"
    connection.execute(
        "select statewave.record(format('case found %s', n), '{\"text\": \"I am at a@b.example.\"}')"
        " from generate_series(1, 12) n"
    )
    compiling = connection.execute(
        "select statewave.v1_compile_later(%s) ->> 'job_id'", [SUBJECT]
    ).fetchone()
    assert compiling
    ids["compile job"] = compiling[0]
    found = connection.execute(
        "select statewave.v1_suggested_labels(label => 'email') #>> '{memories,0,id}'"
    ).fetchone()
    assert found
    ids["found"] = found[0]
    ids["own suggestion"] = (
        "(statewave.v1_suggested_labels(label => 'email') #>> array['memories', '0', 'id'])::uuid"
    )
    ids["v1 episode"] = (
        '{"subject_id": "case writer", "source": "chat", "type": "message",'
        ' "payload": {"text": "I live in Oslo."}}'
    )
    held = connection.execute(
        "select statewave.claim_compile('case worker') ->> 'run_id'"
    ).fetchone()
    latest = connection.execute("select run_id::text from statewave.runs(%s)", [SUBJECT]).fetchone()
    assert held and latest
    ids |= {"claim": held[0], "run": latest[0]}
    return {"subject": SUBJECT} | ids | with_jobs(connection) | with_spaces(connection)


def with_jobs(connection: Connection) -> dict[str, str]:
    """Jobs of the cases' subject in each state, and a delivery of one of its events to a webhook."""

    def one(query: str, *given: str) -> str:
        row = connection.execute(query.encode(), given).fetchone()
        assert row, query
        return str(row[0])

    claim = "select job_id from statewave.claim_jobs('case worker', array[%s])"
    finish = "select statewave.finish_job(%s, 'case worker')"
    held = "select job_id from statewave.jobs(array['leased'], page => 1000) where worker = 'case worker'"
    for (job,) in connection.execute(held.encode()).fetchall():
        connection.execute(finish.encode(), [job])
    ids = {}
    for name in ("done", "dead", "held"):
        ids[name] = one(
            "select statewave.enqueue(%s, 'case', lane => %s)", SUBJECT, uuid.uuid4().hex
        )
        connection.execute(claim.encode(), ["case"])
    connection.execute(finish.encode(), [ids["done"]])
    one("select statewave.fail_job(%s, 'case worker', 'a reason', false)", ids["dead"])
    for name in ("allow_webhook_host", "set_webhook", "subscribe"):
        connection.execute(f"select {CASES[name].sql}".encode())
    one('select statewave.record(%s, \'{"text": "An event."}\')', SUBJECT)
    while one("select statewave.relay()") != "0":
        pass
    ids["delivery"] = one(claim, "webhook")
    return ids


def with_spaces(connection: Connection) -> dict[str, str]:
    """A space to drop, and texts that are claimed for another; from now on each record leaves a job."""

    def one(query: str, *given: str) -> Any:
        row = connection.execute(query.encode(), given).fetchone()
        assert row, query
        return row[0]

    one("select statewave.add_space('case embedder', 'm', 2)")
    space = one("select statewave.add_space('case dropped', %s, 2)", uuid.uuid4().hex)
    one('select statewave.record(%s, \'{"text": "Hello."}\')', new_subject())
    claim = one("select statewave.claim_embeddings('case', array['case embedder'])")
    vectors = json.dumps([[1, 2]] * len(claim["texts"]))
    return {"space": str(space), "texts": claim["claim"], "vectors": vectors}


def calls(fill: dict[str, str], *, reads: bool | None = None) -> list[tuple[str, str]]:
    """(name, complete call), of all functions, or of those that read, or write."""
    return [
        (name, _filled(case.sql, fill))
        for name, case in CASES.items()
        if reads is None or case.reads == reads
    ]


def _filled(text: str, fill: dict[str, str]) -> str:
    for name, value in fill.items():
        text = text.replace("{" + name + "}", value)
    return text


def new_subject() -> str:
    """A subject's name that no other test has."""
    return f"subject {uuid.uuid4().hex[:10]}"


def fail_alone(connection: Connection, subject: str) -> None:
    """Have the subject's oldest episode fail with a model; others' claims are given back."""
    while True:
        row = connection.execute(
            "select c ->> 'run_id', c ->> 'subject' from statewave.claim_compile('case', 1) c"
        ).fetchone()
        assert row
        connection.execute(
            "select statewave.fail_compile(%s, 'case', 'No good.', blames => %s)",
            [row[0], row[1] == subject],
        )
        if row[1] == subject:
            return
