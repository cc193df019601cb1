"""The API's table of routes. A route is one call of the contract, and its answer that call's."""

import hashlib
import json
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from starlette.responses import Response

import statewave
from statewave.deploy.sources import packaged
from statewave.server import answers, bodies
from statewave.server.ask import Ask, document, said, sent
from statewave.server.errors import Refused, refused
from statewave.server.metrics import POOL, exposed
from statewave.server.operator import OPERATOR
from statewave.server.table import Route

BATCH = 500  # episodes that a call compiles


async def create_episode(ask: Ask) -> Response:
    return await ask.answer("v1_record_one", code=201, episode=sent(ask.body))


async def create_episodes(ask: Ask) -> Response:
    return await ask.answer("v1_record", code=201, episodes=sent(ask.body.episodes))


async def compile_memories(ask: Ask) -> Response:
    subject = ask.body.subject_id
    if ask.body.in_background:
        answer = await ask.answer("v1_compile_later", code=202, subject=subject)
        ask.server.work.asked(ask.tenant)
        return answer
    return await ask.answer("v1_compile", subject=subject, max_episodes=BATCH)


async def compile_status(ask: Ask) -> Response:
    id = uuid_or_none(ask.path["job_id"])
    try:
        if id is None:
            raise Refused(404, "not_found", "")
        return await ask.answer("v1_compile_status", job_id=id)
    except Exception as error:
        if refused(error).status != 404:
            raise
        return said({"error": "Job not found or expired"}, 404)  # the API's own odd shape


async def search_memories(ask: Ask) -> Response:
    return await ask.answer(
        "v1_search",
        reads=True,
        subject=ask.query.subject_id,
        query=ask.query.q,
        kind=ask.query.kind,
        page=ask.query.limit,
        caller=ask.caller,
    )


async def get_context(ask: Ask) -> Response:
    return await perhaps_signed(
        ask,
        "v1_context",
        "v1_context_with_receipt",
        subject=ask.body.subject_id,
        task=ask.body.task,
        max_tokens=ask.body.max_tokens,
        session=ask.body.session_id,
    )


async def get_timeline(ask: Ask) -> Response:
    return await ask.answer(
        "v1_timeline",
        reads=True,
        subject=ask.query.subject_id,
        page=ask.query.limit,
        skip=ask.query.offset,
        newest_first=ask.query.newest_first,
        status=ask.query.status,
        caller=ask.caller,
    )


async def list_subjects(ask: Ask) -> Response:
    return await ask.answer(
        "v1_subjects",
        reads=True,
        page=ask.query.limit,
        skip=ask.query.offset,
    )


async def delete_subject(ask: Ask) -> Response:
    return await ask.answer("v1_delete", subject=ask.path["subject_id"])


async def get_health(ask: Ask) -> Response:
    return await ask.answer(
        "health",
        reads=True,
        subject=ask.path["subject_id"],
        caller=ask.caller,
    )


async def get_sla(ask: Ask) -> Response:
    return await ask.answer(
        "sla",
        reads=True,
        subject=ask.path["subject_id"],
        first_response_minutes=ask.query.first_response_threshold_minutes,
        resolution_hours=ask.query.resolution_threshold_hours,
        caller=ask.caller,
    )


async def create_handoff(ask: Ask) -> Response:
    return await perhaps_signed(
        ask,
        "v1_handoff",
        "v1_handoff_with_receipt",
        subject=ask.body.subject_id,
        session=ask.body.session_id,
        reason=ask.body.reason,
        max_tokens=ask.body.max_tokens,
    )


async def create_resolution(ask: Ask) -> Response:
    return await ask.answer(
        "resolve_session",
        subject=ask.body.subject_id,
        session=ask.body.session_id,
        status=ask.body.status,
        summary=ask.body.resolution_summary,
        metadata=sent(ask.body.metadata),
    )


async def list_resolutions(ask: Ask) -> Response:
    return await ask.answer(
        "resolutions",
        reads=True,
        subject=ask.query.subject_id,
        status=ask.query.status,
        page=ask.query.limit,
        skip=ask.query.offset,
        caller=ask.caller,
    )


async def set_labels(ask: Ask) -> Response:
    return await ask.answer(
        "v1_set_labels",
        id=memory_id(ask),
        labels=ask.body.sensitivity_labels,
    )


async def get_receipt(ask: Ask) -> Response:
    return await ask.answer("v1_receipt", reads=True, id=receipt_id(ask))


async def list_receipts(ask: Ask) -> Response:
    return await ask.answer(
        "v1_receipts",
        reads=True,
        subject=ask.query.subject_id,
        since=ask.query.since,
        until=ask.query.until,
        cursor=ask.query.cursor,
        page=ask.query.limit,
    )


async def verify_receipt(ask: Ask) -> Response:
    return await ask.answer("v1_verify_receipt", id=receipt_id(ask))


async def replay_receipt(ask: Ask) -> Response:
    return await ask.answer("v1_replay_receipt", id=receipt_id(ask))


async def suggested_labels(ask: Ask) -> Response:
    of_tenant(ask, ask.query.tenant_id)
    return await ask.answer(
        "v1_suggested_labels",
        reads=True,
        subject=ask.query.subject_id,
        label=ask.query.label,
        page=ask.query.limit,
        skip=ask.query.offset,
    )


async def promote_labels(ask: Ask) -> Response:
    of_tenant(ask, ask.query.tenant_id)
    return await ask.answer("v1_promote_labels", id=memory_id(ask), labels=ask.body.labels)


async def get_config(ask: Ask) -> Response:
    of_tenant(ask, ask.path["tenant_id"])
    return await ask.answer("v1_tenant_config", reads=True)


async def set_config(ask: Ask) -> Response:
    of_tenant(ask, ask.path["tenant_id"])
    return await ask.answer(
        "v1_set_tenant_config",
        changes=sent(ask.body, exclude={"expected_version"}),
        expected_version=ask.body.expected_version,
    )


async def export_subject(ask: Ask) -> Response:
    exported = json.loads(await ask.value("v1_export", subject=ask.path["subject_id"]))
    exported["exported_at"] = datetime.now(UTC).isoformat()
    summed = {name: exported[name] for name in ("episodes", "memories")}
    exported["checksum"] = hashlib.sha256(json.dumps(summed, sort_keys=True).encode()).hexdigest()
    return said(exported)


async def import_subject(ask: Ask) -> Response:
    given = json.loads(sent(ask.body))
    summed = {name: given[name] for name in ("episodes", "memories")}
    digest = hashlib.sha256(json.dumps(summed, sort_keys=True).encode()).hexdigest()
    if given.get("checksum", digest) != digest:
        raise Refused(422, "validation_error", "The document is damaged: its checksum differs.")
    return await ask.answer(
        "v1_import",
        code=201,
        document=json.dumps(given),
        subject=ask.query.subject_id,
    )


async def list_templates(ask: Ask) -> Response:
    return document(await ask.server.database.value("v1_templates", {}, reads=True))


async def get_template(ask: Ask) -> Response:
    found = await ask.server.database.value("v1_templates", {}, reads=True)
    for template in json.loads(found)["templates"]:
        if template["id"] == ask.path["template_id"]:
            return said(template)
    raise Refused(404, "not_found", "There is no such template.")


async def apply_template(ask: Ask) -> Response:
    return await ask.answer(
        "v1_apply_template",
        code=201,
        template=ask.path["template_id"],
        subject=ask.body.subject_id,
        given=sent(ask.body.fields | ask.body.values),
        session=ask.body.session_id,
    )


async def complete(ask: Ask) -> Response:
    return said({"reply": await ask.server.llm.reply(ask.body)})


async def version(ask: Ask) -> Response:
    return said({"version": statewave.__version__, "api_contract": "v1"})


async def alive(ask: Ask) -> Response:
    return said({"status": "ok"})


async def ready(ask: Ask) -> Response:
    started = time.perf_counter()
    state, detail = "not_ready", "the database is not there"
    try:
        found = await deployed(ask)
        state = "ready" if found["is_compatible"] else "degraded"
        detail = f"deployed is {found['current_revision']}"
    except Exception as error:
        if refused(error).status == 500:
            detail = "the database has no Statewave of this kind"
    check = {
        "name": "database",
        "status": {"ready": "ok", "degraded": "warning"}.get(state, "error"),
        "detail": detail,
        "latency_ms": round(1e3 * (time.perf_counter() - started), 2),
    }
    return said({"status": state, "checks": [check]}, 503 if state == "not_ready" else 200)


async def migrations(ask: Ask) -> Response:
    return said(await deployed(ask))


async def metrics(ask: Ask) -> Response:
    for name, figure in ask.server.database.figures().items():
        POOL.labels(name).set(figure)
    content, media_type = exposed()
    return Response(content, media_type=media_type)


async def deployed(ask: Ask) -> dict[str, Any]:
    """What the database has of what this server was made for."""
    found = json.loads(await ask.server.database.value("v1_status", {}))
    wanted = [migration.id for migration in packaged().migrations()]
    pending = [id for id in wanted if id not in found["applied"]]
    return {
        "current_revision": found["current_revision"],
        "expected_head": max(wanted),
        "is_compatible": not pending,
        "pending_count": len(pending),
        "pending": pending,
    }


async def perhaps_signed(ask: Ask, read: str, signed: str, **given: Any) -> Response:
    """What is read is answered; with a receipt where the request or the tenant wants one."""
    given["caller"] = ask.caller
    content = None if ask.body.emit_receipt else await ask.value(read, reads=True, **given)
    if content is None:  # the tenant's configuration wants a receipt of each
        content = await ask.value(signed, **given)
    return document(content)


def of_tenant(ask: Ask, tenant: str | None) -> None:
    """A tenant that is named beside the header's, or the key's, is the same."""
    if tenant is not None and ask.tenant not in (None, tenant):
        raise Refused(404, "not_found", "There is no such tenant.")
    ask.tenant = tenant if tenant is not None else ask.tenant


def uuid_or_none(text: str) -> UUID | None:
    """A text as an id."""
    try:
        return UUID(text)
    except ValueError:
        return None


def memory_id(ask: Ask) -> UUID:
    """The id in the path."""
    id = uuid_or_none(ask.path["memory_id"])
    if id is None:
        raise Refused(422, "validation_error", "The id is no UUID.")
    return id


def receipt_id(ask: Ask) -> str:
    """The id in the path; what is none is not there."""
    id = ask.path["receipt_id"]
    if not (id.isascii() and id.isprintable()):
        raise Refused(404, "not_found", "There is no such receipt.")
    return id


A, B = answers, bodies
SUBJECT = "/v1/subjects/{subject_id:path}"
ROUTES = [
    Route("POST", "/v1/episodes", create_episode, "Record an event", A.Episode, "writer", B.CreateEpisode, status=201),
    Route("POST", "/v1/episodes/batch", create_episodes, "Record up to 100 events", A.Episodes, "writer", B.CreateEpisodes, status=201),
    Route("POST", "/v1/memories/compile", compile_memories, "Compile what is not compiled yet", A.Compiled, "writer", B.Compile, others={202: A.Job}),
    Route("GET", "/v1/memories/compile/{job_id}", compile_status, "How a compile job stands", A.Job, others={404: A.NoJob}),
    Route("GET", "/v1/memories/search", search_memories, "Search a subject's memories", A.Found, query=B.Search),
    Route("PATCH", "/v1/memories/{memory_id}/labels", set_labels, "Set a memory's sensitivity labels", A.Memory, "admin", B.SetLabels, tag="governance"),
    Route("POST", "/v1/context", get_context, "Memory for a task, within a token budget", A.Context, body=B.GetContext),
    Route("GET", "/v1/timeline", get_timeline, "A subject's episodes and memories by time", A.TimelinePage, query=B.Timeline),
    Route("GET", "/v1/subjects", list_subjects, "The subjects", A.Subjects, query=B.Page),
    Route("GET", SUBJECT + "/health", get_health, "How well a subject is served", A.Health, tag="support"),
    Route("GET", SUBJECT + "/sla", get_sla, "How long a subject's sessions waited", A.Sla, query=B.Thresholds, tag="support"),
    Route("DELETE", SUBJECT, delete_subject, "Erase a subject", A.Deleted, "admin"),
    Route("POST", "/v1/handoff", create_handoff, "A brief for whoever takes over", A.Handoff, body=B.CreateHandoff, tag="support"),
    Route("POST", "/v1/resolutions", create_resolution, "Say what became of a session", A.Resolution, "writer", B.CreateResolution, tag="support"),
    Route("GET", "/v1/resolutions", list_resolutions, "What became of a subject's sessions", list[A.Resolution], query=B.Resolutions, tag="support"),
    Route("GET", "/v1/receipts", list_receipts, "A subject's receipts", A.ReceiptPage, query=B.Receipts, tag="governance"),
    Route("GET", "/v1/receipts/{receipt_id}", get_receipt, "A receipt", A.Receipt, tag="governance"),
    Route("GET", "/v1/receipts/{receipt_id}/verify", verify_receipt, "Whether a receipt is genuine", A.Verified, tag="governance"),
    Route("POST", "/v1/receipts/{receipt_id}/replay", replay_receipt, "Answer a receipt's question again", A.Replayed, tag="governance"),
    Route("GET", "/v1/memory-templates", list_templates, "Forms for episodes", A.Templates),
    Route("GET", "/v1/memory-templates/{template_id}", get_template, "A form", A.Template),
    Route("POST", "/v1/memory-templates/{template_id}/apply", apply_template, "Record a form that was filled in", A.Episode, "writer", B.ApplyTemplate, status=201),
    Route("POST", "/v1/llm/complete", complete, "A language model's reply", A.Reply, body=B.Complete, others={502: A.Error}),
    Route("GET", "/admin/memories/with-suggested-labels", suggested_labels, "Memories in which something was found", A.SuggestedPage, "admin", query=B.Suggestions, tag="admin"),
    Route("POST", "/admin/memories/{memory_id}/promote-labels", promote_labels, "Put suggested labels in force", A.Promoted, "admin", B.PromoteLabels, B.OfTenant, tag="admin"),
    Route("GET", "/admin/tenants/{tenant_id}/config", get_config, "What is set for a tenant", A.Configuration, "admin", tag="admin"),
    Route("PATCH", "/admin/tenants/{tenant_id}/config", set_config, "Set something for a tenant", A.Configuration, "admin", B.ConfigureTenant, tag="admin"),
    Route("GET", "/admin/export/{subject_id:path}", export_subject, "A subject as a document", A.Exported, "admin", tag="admin"),
    Route("POST", "/admin/import", import_subject, "Store an exported subject", A.Imported, "admin", B.Import, B.Into, status=201, tag="admin"),
    *OPERATOR,
    Route("GET", "/v1/version", version, "Which server this is", A.Version, None, tag="operation"),
    *(Route("GET", path, alive, "Whether the process answers", A.Alive, None, tag="operation") for path in ("/healthz", "/health")),
    *(Route("GET", path, ready, "Whether requests can be served", A.Ready, None, others={503: A.Ready}, tag="operation") for path in ("/readyz", "/ready")),
    Route("GET", "/ops/migrations", migrations, "What is deployed", A.Migrations, "admin", tag="operation"),
]  # fmt: skip
