"""Keys over HTTP: who may do what, and that one tenant cannot tell another's ids from none."""

import hashlib
import uuid
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.conftest import LOGIN, Database
from tests.http.conftest import Api, serving

KEYS = {
    "reader": ("ours", "reader", None),
    "writer": ("ours", "writer", None),
    "admin": ("ours", "admin", None),
    "other": ("theirs", "admin", None),
    "slow": ("ours", "reader", 2),
}


@pytest.fixture(scope="module")
def guarded(shared: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server that takes keys alone."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as admin:
        for tenant in ("ours", "theirs"):
            admin.execute("select statewave.grant_tenant(%s, %s)", [LOGIN, tenant])
    with psycopg.connect(shared.dsn, autocommit=True) as owner:
        for name, (tenant, role, rate) in KEYS.items():
            digest = hashlib.sha256(f"key of {name}".encode()).digest()
            owner.execute(
                "select statewave.set_api_key(%s, %s, %s, rate_per_minute => %s, tenant => %s)",
                [name, digest, role, rate, tenant],
            )
    log = tmp_path_factory.mktemp("guarded") / "log"
    with serving(shared.direct, log, "--require-key") as running:
        yield running


def of(api: Api, name: str) -> httpx.Client:
    """A client with a key."""
    return api.client(**{"X-API-Key": f"key of {name}"})


def episode(subject: str, text: str = "Write to ann@example.com.") -> dict[str, object]:
    """An event."""
    return {"subject_id": subject, "source": "s", "type": "t", "payload": {"text": text}}


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of an error."""
    return answer.status_code, answer.json()["error"]["code"]


def test_who_has_no_key_or_a_wrong_one_gets_nothing(guarded: Api) -> None:
    with guarded.client() as nobody:
        assert code(nobody.get("/v1/subjects")) == (401, "missing_api_key")
        assert code(nobody.get("/v1/subjects", params={"api_key": "x"})) == (403, "invalid_api_key")
        for path in ("/healthz", "/readyz", "/v1/version", "/openapi.json", "/docs"):
            assert nobody.get(path).status_code == 200
        named = {"api_key": "key of reader"}
        assert nobody.get("/v1/subjects", params=named).status_code == 200


def test_a_key_does_what_its_role_may(guarded: Api, subject: str) -> None:
    with of(guarded, "reader") as reader, of(guarded, "writer") as writer:
        assert code(reader.post("/v1/episodes", json=episode(subject))) == (403, "invalid_api_key")
        assert writer.post("/v1/episodes", json=episode(subject)).status_code == 201
        assert code(writer.delete(f"/v1/subjects/{subject}")) == (403, "invalid_api_key")
        ask = {"subject_id": subject, "task": "Where to?"}
        assert "ann@" in reader.post("/v1/context", json=ask).json()["assembled_context"]
    with of(guarded, "admin") as admin:
        assert admin.delete(f"/v1/subjects/{subject}").json()["episodes_deleted"] == 1
        foreign = admin.get("/v1/subjects", headers={"X-Tenant-ID": "theirs"})
        unknown = admin.get("/v1/subjects", headers={"X-Tenant-ID": "nobody's"})
        assert code(foreign) == code(unknown) == (403, "invalid_api_key")


def test_ids_of_another_tenant_look_like_none(guarded: Api, subject: str) -> None:
    """The same status and words, whatever is asked about them."""
    with of(guarded, "other") as other:
        other.post("/v1/episodes", json=episode(subject)).raise_for_status()
        compiled = other.post("/v1/memories/compile", json={"subject_id": subject}).json()
        asked = {"subject_id": subject, "task": "Where?", "emit_receipt": True}
        receipt = other.post("/v1/context", json=asked).json()["receipt_id"]
        job = other.post("/v1/memories/compile", json={"subject_id": subject, "async": True}).json()
    theirs = {"memory": compiled["memories"][0]["id"], "receipt": receipt, "job": job["job_id"]}
    none = {
        "memory": str(uuid.uuid4()),
        "receipt": "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "job": str(uuid.uuid4()),
    }
    with of(guarded, "admin") as ours:
        for method, path, body in (
            ("PATCH", "/v1/memories/{memory}/labels", {"sensitivity_labels": ["a"]}),
            ("POST", "/admin/memories/{memory}/promote-labels", {"labels": ["email"]}),
            ("GET", "/v1/receipts/{receipt}", None),
            ("GET", "/v1/receipts/{receipt}/verify", None),
            ("POST", "/v1/receipts/{receipt}/replay", None),
            ("GET", "/v1/memories/compile/{job}", None),
        ):
            told = [
                ours.request(method, path.format(**ids), json=body, headers={"X-Request-ID": "r"})
                for ids in (theirs, none)
            ]
            assert [answer.status_code for answer in told] == [404, 404], path
            assert told[0].text == told[1].text, path
        same = f"/v1/timeline?subject_id={subject}"
        assert ours.get(same).json()["episodes"] == []
        listed = ours.get("/v1/subjects", params={"limit": 500}).json()
        assert subject not in {one["subject_id"] for one in listed["subjects"]}
        suggested = ours.get("/admin/memories/with-suggested-labels").json()
        assert subject not in {one["subject_id"] for one in suggested["memories"]}
        assert ours.get("/admin/tenants/theirs/config").status_code == 404


def test_a_rate_is_kept(guarded: Api) -> None:
    with of(guarded, "slow") as slow:
        answers = [slow.get("/v1/subjects") for _ in range(6)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 2  # a minute may end between two
    assert code(refused[0]) == (429, "rate_limited")
    assert 0 < int(refused[0].headers["Retry-After"]) <= 60
