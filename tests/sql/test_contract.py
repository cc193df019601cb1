"""The functions of schema statewave are the contract's, to the name."""

import re

from tests.conftest import Connection
from tests.sql.cases import CASES, calls, prepared

CONTRACT = """
record(subject text, payload jsonb, source text, type text, session text, occurred_at timestamptz, metadata jsonb, provenance jsonb, idempotency_key text, embedding float8[], labels text[], tenant text) uuid
record_batch(subject text, episodes jsonb, tenant text) uuid[]
compile(subject text, max_episodes int4, tenant text) setof (run_id uuid, episodes_compiled int4, memories_created int4, memories_superseded int4, episodes_remaining int4)
retrieve(subject text, task text, max_tokens int4, session text, exclude_session bool, kinds text[], sources text[], since timestamptz, until timestamptz, metadata jsonb, as_of timestamptz, profile text, caller jsonb, embedding float8[], tenant text) jsonb
explain(subject text, task text, max_tokens int4, session text, exclude_session bool, kinds text[], sources text[], since timestamptz, until timestamptz, metadata jsonb, as_of timestamptz, profile text, caller jsonb, embedding float8[], tenant text) setof (rank int4, item jsonb, component text, value float8, weight float8, contribution float8, packed bool, why_not text)
search(subject text, query text, k int4, kinds text[], sources text[], since timestamptz, until timestamptz, metadata jsonb, as_of timestamptz, profile text, embedding float8[], tenant text, caller jsonb) setof (rank int4, kind text, memory_id uuid, content text, score float8, valid_from timestamptz, valid_to timestamptz, source_episode_ids uuid[])
timeline(subject text, after jsonb, page int4, newest_first bool, status text, tenant text, caller jsonb) setof (at timestamptz, entry text, id uuid, kind text, content text, detail jsonb, cursor jsonb)
subjects(after text, page int4, tenant text) setof (subject text, episodes int8, memories int8, first_at timestamptz, last_at timestamptz)
get_episode(subject text, id uuid, tenant text, caller jsonb) jsonb
get_memory(subject text, id uuid, tenant text, caller jsonb) jsonb
provenance(subject text, memory_id uuid, tenant text, caller jsonb) setof (ordinal int4, episode_id uuid, source text, type text, session text, occurred_at timestamptz, recorded_at timestamptz, payload jsonb, quote text)
citing(subject text, episode_id uuid, tenant text, caller jsonb) setof (memory_id uuid, kind text, content text, valid_from timestamptz, valid_to timestamptz, recorded_at timestamptz, recorded_to timestamptz, ordinal int4)
claim_compile(worker text, max_episodes int4, lease interval, tenant text, max_characters int4) jsonb
extend_claim(run_id uuid, worker text, lease interval, tenant text) timestamp with time zone
fail_compile(run_id uuid, worker text, reason text, tenant text, usage jsonb, blames bool) void
apply_compiled(run_id uuid, memories jsonb, usage jsonb, tenant text, worker text) setof (episodes_compiled int4, memories_created int4, memories_superseded int4, episodes_remaining int4)
retry_parked(subject text, episode_id uuid, tenant text) integer
parked(subject text, after jsonb, page int4, tenant text) setof (subject_name text, episode_id uuid, attempts int4, failure text, failed_at timestamptz, parked_at timestamptz, cursor jsonb)
runs(subject text, state text, after jsonb, page int4, tenant text) setof (run_id uuid, subject_name text, run_state text, compiler text, worker text, claimed_by text, attempt int4, started_at timestamptz, finished_at timestamptz, lease_until timestamptz, episodes int4, memories_created int4, memories_superseded int4, model text, prompt_version text, input_tokens int8, output_tokens int8, cost_usd numeric, failure text, cursor jsonb)
explain_run(run_id uuid, tenant text, caller jsonb) jsonb
erase(subject text, tenant text) jsonb
forget(subject text, episode_ids uuid[], tenant text) jsonb
rename_subject(subject text, new_name text, tenant text) jsonb
audit(subject text, after int4, page int4, tenant text) setof (seq int4, at timestamptz, action text, detail jsonb, hash text)
audit_verify(subject text, tenant text) setof (seq int4, status text, problem text)
issue_receipt(bundle jsonb, tenant text) jsonb
verify_receipt(subject text, id uuid, tenant text) setof (valid bool, problem text)
replay_receipt(subject text, id uuid, tenant text) jsonb
list_receipts(subject text, after int4, page int4, tenant text) setof (seq int4, id uuid, issued_at timestamptz, receipt jsonb)
retrieve_many(subjects text[], task text, max_tokens int4, weights float8[], session text, exclude_session bool, kinds text[], sources text[], since timestamptz, until timestamptz, metadata jsonb, as_of timestamptz, profile text, caller jsonb, embedding float8[], tenant text) jsonb
warm(tenant text) void
maintenance_plan(promote_from int4) setof (statement text, reason text)
profiles(profile text) setof (name text, version int4, recorded_at timestamptz, recorded_to timestamptz, weights jsonb, note text)
add_space(provider text, model text, dimensions int4) integer
spaces() setof (space_id int4, provider text, model text, dimensions int4, state text, filled int8, missing int8, activated_at timestamptz, retired_at timestamptz)
fill_space(space_id int4, after uuid, page int4) setof (next uuid, subjects int4, memories int8)
activate_space(space_id int4, force bool) bigint
drop_space(space_id int4, after uuid, page int4) setof (next uuid, subjects int4, vectors int8)
claim_embeddings(worker text, providers text[], max_texts int4, lease interval, tenant text) jsonb
apply_embeddings(claim uuid, worker text, vectors jsonb, tenant text) integer
set_profile(profile text, weights jsonb, note text) integer
scrub_plan(partition int4) setof (statement text, reason text)
doctor() setof (name text, ok bool, detail text)
tenants() setof (tenant text, role text, is_default bool, is_gateway bool)
grant_tenant(role text, tenant text, is_default bool, is_gateway bool) void
merge_subjects(subject text, into_subject text, tenant text) jsonb
export_subject(subject text, vectors bool, complete bool, tenant text, caller jsonb) jsonb
import_subject(document jsonb, subject text, tenant text) jsonb
set_labels(subject text, id uuid, labels text[], tenant text) text[]
promote_labels(subject text, labels text[], tenant text) bigint
list_labels(subject text, after uuid, page int4, tenant text) setof (id uuid, entry text, labels text[], suggested text[])
set_policy(rules jsonb, mode text, note text, is_global bool, tenant text) text
policies(tenant text) setof (is_global bool, version int4, mode text, rules jsonb, hash text, recorded_at timestamptz, recorded_to timestamptz, set_by text, note text)
set_quota(scope text, episodes int8, bytes int8, tokens int8, tenant text) void
quotas(tenant text) setof (scope text, episodes int8, bytes int8, tokens int8, used_episodes int8, used_bytes int8, used_tokens int8)
set_retention(kind text, ttl interval, counted_from text, tenant text) void
retentions(tenant text) setof (kind text, ttl interval, counted_from text)
expire(after uuid, page int4, tenant text) setof (next uuid, subjects int4, episodes int8, memories int8)
admin_audit(after int4, page int4) setof (seq int4, at timestamptz, action text, detail jsonb, hash text, problem text)
revoke_tenant(role text, tenant text) bool
remember(subject text, kind text, content text, claim jsonb, valid_from timestamptz, valid_to timestamptz, source text, session text, metadata jsonb, labels text[], idempotency_key text, tenant text) uuid
correct(subject text, memory_id uuid, content text, value text, reason text, source text, idempotency_key text, tenant text) uuid
retract(subject text, memory_id uuid, at timestamptz, reason text, source text, idempotency_key text, tenant text) uuid
pin(subject text, memory_id uuid, pinned bool, source text, idempotency_key text, tenant text) uuid
history(subject text, claim_key text, entity text, as_of timestamptz, caller jsonb, tenant text) setof (memory_id uuid, key text, holder text, value text, qualifiers jsonb, content text, valid_from timestamptz, valid_to timestamptz, recorded_at timestamptz, recorded_to timestamptz, status text, superseded_by uuid, rule text, reason text, score float8, threshold float8, ended_by uuid, run_id uuid, source_episode_ids uuid[])
compile_pending(subjects int4, max_episodes int4, tenant text) setof (subjects_compiled int4, episodes_compiled int8, memories_created int8, memories_superseded int8, is_done bool)
claim_keys(tenant text) setof (claim_key text, kind text, single_valued bool, ttl interval, asked_as text, is_own bool)
set_claim_key(claim_key text, kind text, single_valued bool, ttl interval, asked_as text, tenant text) void
compiler_rules(tenant text) setof (rule text, version int4, claim_key text, speaker text, shape text, pattern text, retracts bool, examples jsonb, is_own bool)
set_compiler_rule(rule text, claim_key text, pattern text, shape text, examples jsonb, speaker text, retracts bool, tenant text) integer
set_ttl(kind text, ttl interval, tenant text) void
ttls(tenant text) setof (kind text, ttl interval)
sessions(subject text, after jsonb, page int4, as_of timestamptz, tenant text, caller jsonb) setof (session text, episodes int8, first_at timestamptz, last_at timestamptz, status text, summary text, cursor jsonb)
resolve_session(subject text, session text, status text, summary text, metadata jsonb, at timestamptz, tenant text) jsonb
resolutions(subject text, status text, page int4, skip int4, as_of timestamptz, tenant text, caller jsonb) jsonb
repeated_issues(subject text, session text, as_of timestamptz, tenant text, caller jsonb) jsonb
health(subject text, as_of timestamptz, tenant text, caller jsonb) jsonb
sla(subject text, first_response_minutes float8, resolution_hours float8, as_of timestamptz, tenant text, caller jsonb) jsonb
handoff(subject text, session text, reason text, max_tokens int4, as_of timestamptz, tenant text, caller jsonb) jsonb
locate(id uuid, tenant text, caller jsonb) text
set_api_key(name text, key_hash bytea, role text, expires_at timestamptz, rate_per_minute int4, tenant text) void
revoke_api_key(name text, tenant text) bool
api_keys(tenant text) setof (name text, role text, fingerprint text, created_at timestamptz, created_by text, expires_at timestamptz, revoked_at timestamptz, rate_per_minute int4)
authenticate(key_hash bytea, role text, cost int4, tenant text) text
v1_apply_template(template text, subject text, given jsonb, session text, tenant text) jsonb
v1_check_region(region text, tenant text) void
v1_compile(subject text, max_episodes int4, tenant text) jsonb
v1_compile_later(subject text, tenant text) jsonb
v1_compile_status(job_id uuid, tenant text) jsonb
v1_context(subject text, task text, max_tokens int4, session text, caller jsonb, tenant text) jsonb
v1_context_with_receipt(subject text, task text, max_tokens int4, session text, caller jsonb, tenant text) jsonb
v1_delete(subject text, tenant text) jsonb
v1_export(subject text, tenant text) jsonb
v1_handoff(subject text, session text, reason text, max_tokens int4, as_of timestamptz, caller jsonb, tenant text) jsonb
v1_handoff_with_receipt(subject text, session text, reason text, max_tokens int4, caller jsonb, tenant text) jsonb
v1_import(document jsonb, subject text, tenant text) jsonb
v1_promote_labels(id uuid, labels text[], tenant text) jsonb
v1_receipt(id text, tenant text) jsonb
v1_receipts(subject text, since timestamptz, until timestamptz, cursor text, page int4, tenant text) jsonb
v1_record(episodes jsonb, tenant text) jsonb
v1_record_one(episode jsonb, tenant text) jsonb
v1_replay_receipt(id text, tenant text) jsonb
v1_search(subject text, query text, kind text, page int4, caller jsonb, tenant text) jsonb
v1_set_labels(id uuid, labels text[], tenant text) jsonb
v1_set_tenant_config(changes jsonb, expected_version int4, tenant text) jsonb
v1_status() jsonb
v1_subjects(page int4, skip int4, tenant text) jsonb
v1_suggested_labels(subject text, label text, page int4, skip int4, tenant text) jsonb
v1_templates() jsonb
v1_tenant_config(tenant text) jsonb
v1_timeline(subject text, page int4, skip int4, newest_first bool, status text, caller jsonb, tenant text) jsonb
v1_verify_receipt(id text, tenant text) jsonb
enqueue(subject text, kind text, payload jsonb, lane text, run_at timestamptz, tenant text) uuid
job_status(job_id uuid, tenant text) setof (subject text, kind text, lane text, payload jsonb, state text, attempts int4, max_attempts int4, run_at timestamptz, worker text, last_error text, created_at timestamptz, finished_at timestamptz)
jobs(states text[], kinds text[], after uuid, page int4, tenant text) setof (job_id uuid, subject text, kind text, lane text, payload jsonb, state text, attempts int4, max_attempts int4, run_at timestamptz, worker text, last_error text, created_at timestamptz, finished_at timestamptz)
retry_job(job_id uuid, tenant text) void
claim_jobs(worker text, kinds text[], max_jobs int4, lease interval, tenant text) setof (job_id uuid, subject text, kind text, lane text, payload jsonb, attempts int4, lease_until timestamptz)
extend_jobs(worker text, job_ids uuid[], lease interval, tenant text) uuid[]
finish_job(job_id uuid, worker text, tenant text) void
fail_job(job_id uuid, worker text, reason text, retryable bool, retry_after interval, tenant text) text
subscribe(consumer text, events text[], from_start bool, tenant text) bigint
unsubscribe(consumer text, tenant text) bool
events(consumer text, max_events int4, tenant text) setof (place int8, event text, subject text, subject_key uuid, at timestamptz, data jsonb)
acknowledge(consumer text, place int8, tenant text) void
relay(tenant text) integer
subject_key(subject text, tenant text) uuid
set_webhook(name text, url text, events text[], secret text, tenant text) void
remove_webhook(name text, tenant text) bool
webhooks(tenant text) setof (name text, url text, events text[], since timestamptz)
webhook_delivery(job_id uuid, worker text, tenant text) jsonb
allow_webhook_host(host text, tenants text, plain_http bool, addresses text[]) void
refuse_webhook_host(host text, tenants text) bool
webhook_hosts() setof (host text, tenants text, plain_http bool, addresses text[])
"""

# What may be left out, and what it then is; the same in every function that has the parameter.
DEFAULTS: dict[str, dict[str, str | None]] = {
    "record": {"source": "'user'", "type": "'message'", "session": None, "occurred_at": None, "metadata": "'{}'", "provenance": "'{}'",
               "idempotency_key": None, "embedding": None, "labels": "'{}'"},
    "record_batch": {},
    "compile": {"max_episodes": None},
    "retrieve": {"max_tokens": "4000", "session": None, "exclude_session": "false", "kinds": None, "sources": None, "since": None,
                 "until": None, "metadata": None, "as_of": None, "profile": "'default'", "caller": None, "embedding": None},
    "search": {"k": "20", "kinds": None, "sources": None, "since": None, "until": None, "metadata": None, "as_of": None,
               "profile": "'default'", "embedding": None, "caller": None},
    "claim_compile": {"max_episodes": "50", "lease": "'00:02:00'", "max_characters": "40000"},
    "extend_claim": {"lease": "'00:02:00'"}, "fail_compile": {"usage": "'{}'", "blames": "true"}, "apply_compiled": {"usage": "'{}'", "worker": None},
    "retry_parked": {"episode_id": None}, "parked": {"subject": None, "after": None, "page": "100"},
    "runs": {"subject": None, "state": None, "after": None, "page": "100"}, "explain_run": {"caller": None},
    "timeline": {"after": None, "page": "100", "newest_first": "true", "status": "'all'", "caller": None},
    "subjects": {"after": None, "page": "100"},
    "get_episode": {"caller": None}, "get_memory": {"caller": None}, "provenance": {"caller": None}, "citing": {"caller": None}, "erase": {}, "forget": {}, "rename_subject": {},
    "audit": {"after": "0", "page": "100"}, "audit_verify": {}, "issue_receipt": {}, "verify_receipt": {}, "replay_receipt": {},
    "list_receipts": {"after": "0", "page": "100"}, "merge_subjects": {}, "set_labels": {}, "promote_labels": {}, "policies": {}, "quotas": {}, "retentions": {},
    "export_subject": {"vectors": "true", "complete": "true", "caller": None}, "import_subject": {"subject": None},
    "list_labels": {"after": None, "page": "100"}, "set_policy": {"mode": "'enforce'", "note": "''", "is_global": "false"},
    "set_quota": {"episodes": None, "bytes": None, "tokens": None}, "set_retention": {"counted_from": "'event'"}, "expire": {"after": None, "page": "100"},
    "remember": {"claim": None, "valid_from": None, "valid_to": None, "source": "'user'", "session": None, "metadata": "'{}'", "labels": "'{}'", "idempotency_key": None},
    "correct": {"value": None, "reason": None, "source": "'user'", "idempotency_key": None},
    "retract": {"at": None, "reason": None, "source": "'user'", "idempotency_key": None},
    "pin": {"pinned": "true", "source": "'user'", "idempotency_key": None},
    "history": {"entity": None, "as_of": None, "caller": None}, "claim_keys": {}, "compiler_rules": {}, "set_ttl": {}, "ttls": {},
    "compile_pending": {"subjects": "100", "max_episodes": "500"},
    "set_claim_key": {"kind": "'fact'", "single_valued": "false", "ttl": None, "asked_as": "''"},
    "set_compiler_rule": {"shape": "'thing'", "examples": "'{}'", "speaker": "'person'", "retracts": "false"},
    "sessions": {"after": None, "page": "100", "as_of": None, "caller": None},
    "resolve_session": {"status": "'resolved'", "summary": None, "metadata": "'{}'", "at": None},
    "resolutions": {"status": None, "page": "100", "skip": "0", "as_of": None, "caller": None},
    "repeated_issues": {"session": None, "as_of": None, "caller": None}, "health": {"as_of": None, "caller": None},
    "sla": {"first_response_minutes": "5", "resolution_hours": "24", "as_of": None, "caller": None},
    "handoff": {"reason": "'escalation'", "max_tokens": "4000", "as_of": None, "caller": None}, "locate": {"caller": None},
    "set_api_key": {"role": "'reader'", "expires_at": None, "rate_per_minute": None}, "revoke_api_key": {}, "api_keys": {},
    "authenticate": {"role": "'reader'", "cost": "1"},
    "v1_apply_template": {"session": None},
    "v1_check_region": {},
    "v1_compile": {"max_episodes": "500"},
    "v1_compile_later": {},
    "v1_compile_status": {},
    "v1_context": {"max_tokens": "4000", "session": None, "caller": None},
    "v1_context_with_receipt": {"max_tokens": "4000", "session": None, "caller": None},
    "v1_delete": {},
    "v1_export": {},
    "v1_handoff": {"reason": "'escalation'", "max_tokens": "4000", "as_of": None, "caller": None},
    "v1_handoff_with_receipt": {"reason": "'escalation'", "max_tokens": "4000", "caller": None},
    "v1_import": {"subject": None},
    "v1_promote_labels": {},
    "v1_receipt": {},
    "v1_receipts": {"since": None, "until": None, "cursor": None, "page": "50"},
    "v1_record": {},
    "v1_record_one": {},
    "v1_replay_receipt": {},
    "v1_search": {"query": None, "kind": None, "page": "20", "caller": None},
    "v1_set_labels": {},
    "v1_set_tenant_config": {'expected_version': None},
    "v1_subjects": {"page": "50", "skip": "0"},
    "v1_suggested_labels": {"subject": None, "label": None, "page": "50", "skip": "0"},
    "v1_tenant_config": {},
    "v1_timeline": {"page": "100", "skip": "0", "newest_first": "false", "status": "'all'", "caller": None},
    "v1_verify_receipt": {},
    "enqueue": {"payload": "'{}'", "lane": "''", "run_at": None}, "job_status": {}, "jobs": {"states": None, "kinds": None, "after": None, "page": "100"},
    "retry_job": {}, "claim_jobs": {"max_jobs": "10", "lease": "'00:01:00'"}, "extend_jobs": {"lease": "'00:01:00'"}, "finish_job": {},
    "fail_job": {"retryable": "true", "retry_after": None}, "subscribe": {"events": None, "from_start": "false"}, "unsubscribe": {},
    "events": {"max_events": "100"}, "acknowledge": {}, "relay": {}, "subject_key": {}, "set_webhook": {"events": None, "secret": None},
    "remove_webhook": {}, "webhooks": {}, "webhook_delivery": {},
}  # fmt: skip
DEFAULTS = {name: wanted | {"tenant": None} for name, wanted in DEFAULTS.items()}
DEFAULTS |= {
    "explain": DEFAULTS["retrieve"],
    "retrieve_many": DEFAULTS["retrieve"] | {"weights": None},
    "warm": {"tenant": None},
    "maintenance_plan": {"promote_from": "20000"},
    "profiles": {"profile": None},
    "set_profile": {},
    "add_space": {},
    "spaces": {},
    "fill_space": {"after": None, "page": "100"},
    "activate_space": {"force": "false"},
    "drop_space": {"after": None, "page": "100"},
    "claim_embeddings": {
        "providers": None,
        "max_texts": "256",
        "lease": "'00:02:00'",
        "tenant": None,
    },
    "apply_embeddings": {"tenant": None},
    "tenants": {},
    "doctor": {},
    "scrub_plan": {"partition": None},
    "grant_tenant": {"is_default": None, "is_gateway": None},
    "admin_audit": {"after": "0", "page": "100"},
    "revoke_tenant": {},
    "v1_status": {},
    "v1_templates": {},
    "allow_webhook_host": {"tenants": "'*'", "plain_http": "false", "addresses": "'{}'"},
    "refuse_webhook_host": {"tenants": "'*'"},
    "webhook_hosts": {},
}

SIGNATURES = """
select p.proname, format('%s(%s) %s', p.proname,
         (select string_agg(format('%s %s', a.name, t.typname), ', ' order by a.place)
            from unnest(p.proargnames, p.proargtypes::oid[]) with ordinality a (name, type, place)
            join pg_type t on t.oid = a.type),
         case when p.proretset then 'setof (' || (
           select string_agg(format('%s %s', a.name, t.typname), ', ' order by a.place)
             from unnest(p.proargnames, p.proargmodes, p.proallargtypes) with ordinality a (name, mode, type, place)
             join pg_type t on t.oid = a.type
            where a.mode = 't') || ')'
         else p.prorettype::regtype::text end)
  from pg_proc p
 where p.pronamespace = 'statewave'::regnamespace
"""


def test_the_functions_are_the_contracts(admin: Connection) -> None:
    found = {name: _plain(signature) for name, signature in admin.execute(SIGNATURES)}
    wanted = {line.split("(")[0]: line for line in CONTRACT.strip().splitlines()}
    assert found == wanted


def test_the_defaults_are_the_contracts(admin: Connection) -> None:
    """What is left out means what the contract says; everything else is required."""
    rows = admin.execute(
        "select p.proname, a.name, pg_get_function_arg_default(p.oid, a.place::int)"
        " from pg_proc p cross join unnest(p.proargnames) with ordinality a (name, place)"
        " where p.pronamespace = 'statewave'::regnamespace and a.place <= p.pronargs"
        " and a.place > p.pronargs - p.pronargdefaults"
    )
    found: dict[str, dict[str, str | None]] = {name: {} for name in CASES}
    for function, parameter, default in rows:
        plain = default.split("::")[0]
        found[function][parameter] = None if plain == "NULL" else plain
    assert found == DEFAULTS


def test_every_function_has_a_case(admin: Connection) -> None:
    """What is tested comes from pg_proc: a function without a case fails."""
    rows = admin.execute(
        "select proname from pg_proc where pronamespace = 'statewave'::regnamespace"
    )
    assert {name for (name,) in rows} == set(CASES)


def test_every_case_runs(conn: Connection) -> None:
    fill = prepared(conn)
    for _, call in calls(fill):
        conn.execute(f"select * from {call}".encode()).fetchall()


def test_reads_of_an_unknown_subject_are_empty(conn: Connection) -> None:
    bundle = conn.execute("select statewave.retrieve('nobody', 'what?')").fetchone()
    assert bundle
    assert (bundle[0]["text"], bundle[0]["token_count"], bundle[0]["items"]) == ("", 0, [])
    for call in ("explain('nobody', 'what?')", "search('nobody', 'what?')", "timeline('nobody')"):
        assert conn.execute(f"select * from statewave.{call}".encode()).fetchall() == []
    proof = conn.execute("select statewave.erase('nobody')").fetchone()
    assert proof
    assert proof[0]["total"] == 0


def _plain(signature: str) -> str:
    """Array types as people write them."""
    return re.sub(r"\b_(\w+)", r"\1[]", signature).replace("boolean", "bool")
