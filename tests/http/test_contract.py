"""The OpenAPI document tells what the API does: schemathesis finds no 5xx and no undocumented answer."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import psycopg
import pytest

from statewave.server import openapi
from statewave.server.routes import ROUTES
from tests.conftest import Database
from tests.http.conftest import Api, serving
from tests.http.shapes import SHAPES

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def schemathesis(api: Api, folder: Path, examples: int, seed: int) -> str:
    """What a run over all operations says; it fails on any failure."""
    # The model that is not configured answers 503 as documented.
    command: list[str | Path] = [
        Path(sys.executable).parent / "schemathesis", "run", f"{api.url}/openapi.json",
        "--checks", CHECKS, "--max-examples", str(examples), "--seed", str(seed),
        "--exclude-path", "/v1/llm/complete", "--phases", "coverage,fuzzing", "--request-timeout", "60",
        "--suppress-health-check", "all", "--continue-on-failure", "--no-color", "--generation-database", "none",
    ]  # fmt: skip
    env = os.environ | {"COLUMNS": "150"}
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def test_no_server_error_and_nothing_undocumented(database: Database, tmp_path: Path) -> None:
    """On a database of its own: it configures tenants and sets policies too."""
    with serving(database.dsn, tmp_path / "log") as api:
        schemathesis(api, tmp_path, examples=2, seed=1)
        assert [line for line in api.lines() if line["event"] == "error"] == []


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_no_server_error_and_nothing_undocumented_at_length(
    database: Database, tmp_path: Path
) -> None:
    with serving(database.dsn, tmp_path / "log") as api:
        for seed in (2, 3):
            schemathesis(api, tmp_path, examples=100, seed=seed)
        assert [line for line in api.lines() if line["event"] == "error"] == []


def test_every_route_is_documented_with_its_answers(http: httpx.Client) -> None:
    described = http.get("/openapi.json").raise_for_status().json()
    assert described == openapi.document(ROUTES)
    for method, path in SHAPES:
        named = {"{id}": "{subject_id}"} if "/subjects/" in path else {}
        names = ("memory_id", "receipt_id", "job_id")
        paths = [path, *(path.replace("{id}", f"{{{n}}}") for n in names)]
        paths += [path.replace(old, new) for old, new in named.items()]
        (known,) = {p for p in paths if p in described["paths"]}
        operation = described["paths"][known][method.lower()]
        assert {"401", "403", "422", "429", "503"} <= set(operation["responses"])


def test_the_docs_need_nothing_from_elsewhere(http: httpx.Client) -> None:
    page = http.get("/docs").raise_for_status().text
    assert "/v1/context" in page and "assembled_context" in page
    for foreign in ("http://", "https://", "<script", "@import"):
        assert foreign not in page


def test_health_version_and_what_is_deployed(http: httpx.Client) -> None:
    assert http.get("/healthz").json() == http.get("/health").json() == {"status": "ok"}
    ready = http.get("/readyz").json()
    assert ready["status"] == "ready" and ready["checks"][0]["status"] == "ok"
    assert http.get("/v1/version").json()["api_contract"] == "v1"
    found = http.get("/ops/migrations").json()
    assert found["is_compatible"] and found["current_revision"] == found["expected_head"]


def test_errors_have_the_envelope_and_the_requests_id(http: httpx.Client) -> None:
    for method, path, status, code in (
        ("GET", "/v1/nothing", 404, "not_found"),
        ("PUT", "/v1/context", 405, "method_not_allowed"),
        ("POST", "/v1/context", 422, "validation_error"),
        ("GET", "/v1/memory-templates/nothing", 404, "not_found"),
    ):
        answer = http.request(method, path, headers={"X-Request-ID": "mine"})
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["request_id"]) == (status, code, "mine")
        assert answer.headers["X-Request-ID"] == "mine"
        assert set(error) == {"code", "message", "details", "request_id"}
    assert http.get("/v1/version").headers["X-Request-ID"]


def test_what_was_sent_stands_in_no_error_and_no_log(
    http: httpx.Client, api: Api, subject: str
) -> None:
    secret = "very-secret-words"
    body = {"subject_id": secret, "source": "s", "type": "t", "payload": secret}
    answer = http.post("/v1/episodes", json=body)
    assert answer.status_code == 422 and secret not in answer.text
    http.get(f"/v1/subjects/{secret}/health").raise_for_status()
    http.post("/v1/context", json={"subject_id": subject, "task": secret}).raise_for_status()
    assert secret not in api.log.read_text("utf-8")


def test_too_large_a_request_is_refused(http: httpx.Client) -> None:
    def endless() -> object:
        for _ in range(40):
            yield b" " * (1 << 20)

    for content in (b" " * (33 << 20), endless()):
        answer = http.post("/v1/context", content=content)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_metrics_tell_routes_and_no_names(http: httpx.Client, subject: str) -> None:
    http.get(f"/v1/subjects/{subject}/health").raise_for_status()
    text = http.get("/metrics").raise_for_status().text
    assert 'route="/v1/subjects/{subject_id:path}/health",status="200"' in text
    assert "statewave_pool" in text
    assert subject not in text


def test_no_cross_origin_unless_it_is_allowed(http: httpx.Client) -> None:
    answer = http.get("/v1/version", headers={"Origin": "https://example.com"})
    assert "access-control-allow-origin" not in answer.headers


def test_browsers_of_an_allowed_origin_may_call(shared: Database, tmp_path: Path) -> None:
    """Before a request they ask for its method and headers; of its answer they read what to do next."""
    origin = "https://app.example.com"
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "X-API-Key"}
    with serving(shared.dsn, tmp_path / "log", "--cors", origin) as api, api.client() as http:
        allowed = http.options("/v1/context", headers=asks | {"Origin": origin})
        assert allowed.status_code == 200
        assert "POST" in allowed.headers["access-control-allow-methods"]
        assert allowed.headers["access-control-allow-headers"] == "X-API-Key"
        answer = http.get("/v1/nothing", headers={"Origin": origin})
        assert answer.status_code == 404  # an error can be read too
        for shown in (allowed, answer):
            assert shown.headers["access-control-allow-origin"] == origin
        assert "X-Request-ID" in answer.headers["access-control-expose-headers"]
        other = {"Origin": "https://elsewhere.example.com"}
        assert http.options("/v1/context", headers=asks | other).status_code == 400
        assert "access-control-allow-origin" not in http.get("/healthz", headers=other).headers


def test_tenants_of_another_region_are_refused(shared: Database, tmp_path: Path) -> None:
    path = "/admin/tenants/default/config"
    with serving(shared.dsn, tmp_path / "log", STATEWAVE_REGION="eu") as api, api.client() as http:
        http.patch(path, json={"region": "eu"}).raise_for_status()
        http.get("/v1/subjects").raise_for_status()
        http.patch(path, json={"region": "us"}).raise_for_status()
        try:
            told = http.get("/v1/subjects")
            assert (told.status_code, told.json()["error"]["code"]) == (403, "residency.mismatch")
        finally:
            with psycopg.connect(shared.dsn, autocommit=True) as owner:
                owner.execute('select statewave.v1_set_tenant_config(\'{"region": "eu"}\')')


def test_a_repeated_idempotency_key_is_the_same_episode(http: httpx.Client, subject: str) -> None:
    body = {"subject_id": subject, "source": "s", "type": "t", "payload": {"text": "one"}}
    body["idempotency_key"] = "k"
    first = http.post("/v1/episodes", json=body)
    other = http.post("/v1/episodes", json=body | {"payload": {"text": "another"}})
    assert first.status_code == other.status_code == 201
    assert first.json() == other.json()
    batch = http.post("/v1/episodes/batch", json={"episodes": [body, body]}).json()
    assert [one["id"] for one in batch["episodes"]] == [first.json()["id"]] * 2


def test_a_batch_may_be_of_several_subjects_and_is_whole(http: httpx.Client, subject: str) -> None:
    episodes = [
        {
            "subject_id": f"{subject} {n % 3}",
            "source": "s",
            "type": "t",
            "payload": {"text": f"{n}"},
        }
        for n in range(9)
    ]
    found = http.post("/v1/episodes/batch", json={"episodes": episodes}).json()["episodes"]
    assert [one["payload"]["text"] for one in found] == [str(n) for n in range(9)]
    bad = [*episodes, {**episodes[0], "payload": {"text": "a\u0000b"}}]
    assert http.post("/v1/episodes/batch", json={"episodes": bad}).status_code == 422
    listed = http.get("/v1/timeline", params={"subject_id": f"{subject} 0"}).json()
    assert len(listed["episodes"]) == 3


def test_a_subject_moves_as_a_document(http: httpx.Client, subject: str) -> None:
    body = {
        "subject_id": subject,
        "source": "s",
        "type": "t",
        "payload": {"text": "I live in Oslo."},
    }
    http.post("/v1/episodes", json=body).raise_for_status()
    http.post("/v1/memories/compile", json={"subject_id": subject}).raise_for_status()
    document = http.get(f"/admin/export/{subject}").raise_for_status().json()
    assert document["format_version"] == "1.0" and document["memories"][0]["embedding"]
    copy = {"subject_id": f"{subject} copy"}
    damaged = document | {"episodes": []}
    assert http.post("/admin/import", json=damaged, params=copy).status_code == 422
    told = http.post("/admin/import", json=document, params=copy).raise_for_status().json()
    assert told["ids_preserved"] and told["memories_imported"] == len(document["memories"])
    assert http.post("/admin/import", json=document, params=copy).status_code == 409
    foreign = {k: v for k, v in document.items() if k not in ("document", "checksum")}
    told = http.post("/admin/import", json=foreign, params={"subject_id": f"{subject} 2"}).json()
    assert not told["ids_preserved"] and told["episodes_imported"] == 1
    found = http.post("/v1/context", json={"subject_id": f"{subject} 2", "task": "Where?"}).json()
    assert "Oslo" in found["assembled_context"]


def test_a_tenant_is_configured(http: httpx.Client, subject: str) -> None:
    path = "/admin/tenants/default/config"
    version = http.get(path).json()["version"]
    assert http.patch(path, json={"receipt": "always"}).status_code == 422
    stale = http.patch(path, json={"receipts": "always", "expected_version": version + 1})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "conflict")
    body = {
        "subject_id": subject,
        "source": "s",
        "type": "t",
        "payload": {"text": "I live in Oslo."},
    }
    http.post("/v1/episodes", json=body).raise_for_status()
    ask = {"subject_id": subject, "task": "Where?"}
    try:
        changed = {"receipts": "always", "require_caller_identity": True}
        http.patch(path, json=changed | {"expected_version": version}).raise_for_status()
        refused = http.post("/v1/context", json=ask)
        assert refused.status_code == 401
        named = ask | {"caller_id": "me", "caller_type": "agent"}
        assert http.post("/v1/context", json=named).json()["receipt_emitted"]
        http.patch(path, json={"receipts": "never"}).raise_for_status()
        assert not http.post("/v1/context", json=named | {"emit_receipt": True}).json()[
            "receipt_emitted"
        ]
    finally:
        http.patch(path, json={"receipts": "on_request", "require_caller_identity": False})
    assert http.post("/v1/context", json=ask).json()["receipt_id"] is None


def test_a_template_is_filled_in(http: httpx.Client, subject: str) -> None:
    templates = http.get("/v1/memory-templates").json()["templates"]
    assert len(templates) == 5
    path = "/v1/memory-templates/person/apply"
    given = {"subject_id": subject, "values": {"name": "Ana Silva", "home": "Porto"}}
    made = http.post(path, json=given)
    assert made.status_code == 201
    assert made.json()["payload"]["content"] == "My name is Ana Silva.\nI live in Porto."
    assert http.post(path, json={"subject_id": subject, "values": {"home": "x"}}).status_code == 422
