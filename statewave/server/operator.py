"""Routes for operators: what the contract has, as lists of its rows."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.responses import Response

from statewave.server.ask import Ask, sent
from statewave.server.bodies import Name
from statewave.server.errors import Refused
from statewave.server.table import Handle, Route

Rows = Annotated[int, Field(ge=1, le=1000)]
TAG = "admin"


class Items(BaseModel):
    """Rows, as the function of the contract returns them."""

    items: list[dict[str, Any]]


class Document(BaseModel):
    """A document, as the function of the contract returns it."""


class ByName(BaseModel):
    """Which page, by the last name before."""

    after: Name | None = None
    page: Rows = 100


class ByNumber(BaseModel):
    """Which page, by the last number before."""

    after: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    page: Rows = 100


class ByJob(BaseModel):
    """Which jobs; ``after``: the last id before."""

    state: Literal["ready", "leased", "done", "dead"] | None = None
    kind: Annotated[str, Field(max_length=64)] | None = None
    after: UUID | None = None
    page: Rows = 100


class Pages(BaseModel):
    """How many."""

    page: Rows = 100


class Question(BaseModel):
    """What a simulated retrieval is asked."""

    subject_id: Name
    task: Annotated[str, Field(min_length=1, max_length=4000)]
    max_tokens: Annotated[int, Field(ge=16, le=128_000)] = 4000
    profile: Annotated[str, Field(max_length=63)] = "rest-v1"


class Policy(BaseModel):
    """The rules that shall hold."""

    rules: list[dict[str, Any]]
    mode: Literal["log_only", "enforce"] = "log_only"
    note: Annotated[str, Field(max_length=1000)] = ""


def rows(function: str, given: Callable[[Ask], dict[str, Any]], name: str) -> Handle:
    """A route that lists what a function returns."""

    async def handle(ask: Ask) -> Response:
        return await ask.rows(function, **given(ask))

    handle.__name__ = name
    return handle


def one(function: str, given: Callable[[Ask], dict[str, Any]], name: str) -> Handle:
    """A route that gives the document that a function returns."""

    async def handle(ask: Ask) -> Response:
        return await ask.answer(function, **given(ask))

    handle.__name__ = name
    return handle


def about(ask: Ask, **more: Any) -> dict[str, Any]:
    """The subject in the path."""
    return {"subject": ask.path["subject_id"], **more}


def an_id(ask: Ask, name: str) -> UUID:
    """An id in the path.

    Raises:
        Refused: it is none.
    """
    try:
        return UUID(ask.path[name])
    except ValueError:
        raise Refused(422, "validation_error", "The id is no UUID.") from None


def jobs_asked(ask: Ask) -> dict[str, Any]:
    """Which jobs."""
    query = ask.query
    return {
        "states": [query.state] if query.state else None,
        "kinds": [query.kind] if query.kind else None,
        "after": query.after,
        "page": query.page,
    }


async def retry_job(ask: Ask) -> Response:
    await ask.value("retry_job", job_id=an_id(ask, "job_id"))
    return await ask.rows("job_status", job_id=an_id(ask, "job_id"))


async def set_policy(ask: Ask) -> Response:
    body = ask.body
    await ask.value("set_policy", rules=sent(body.rules), mode=body.mode, note=body.note)
    return await ask.rows("policies")


def explained(ask: Ask) -> dict[str, Any]:
    """A question as the database is asked it."""
    body = ask.body
    return {
        "subject": body.subject_id,
        "task": body.task,
        "max_tokens": body.max_tokens,
        "profile": body.profile,
        "caller": ask.caller,
    }


S = "/admin/subjects/{subject_id}"
OPERATOR = [
    Route("GET", "/admin/subjects", rows("subjects", lambda a: {"after": a.query.after, "page": a.query.page}, "admin_subjects"), "Subjects with their times", Items, "admin", query=ByName, tag=TAG),
    Route("GET", S + "/sessions", rows("sessions", lambda a: about(a, page=a.query.page), "admin_sessions"), "A subject's sessions", Items, "admin", query=Pages, tag=TAG),
    Route("GET", S + "/receipts", rows("list_receipts", lambda a: about(a, after=a.query.after, page=a.query.page), "admin_receipts"), "A subject's receipts as they are signed", Items, "admin", query=ByNumber, tag=TAG),
    Route("GET", S + "/audit", rows("audit", lambda a: about(a, after=a.query.after, page=a.query.page), "admin_audit"), "What was changed about a subject", Items, "admin", query=ByNumber, tag=TAG),
    Route("GET", S + "/audit/verify", rows("audit_verify", about, "admin_audit_verify"), "Whether a subject's audit was touched", Items, "admin", tag=TAG),
    Route("GET", S + "/episodes/{episode_id}", one("get_episode", lambda a: about(a, id=an_id(a, "episode_id")), "admin_episode"), "An episode", Document, "admin", tag=TAG),
    Route("GET", S + "/episodes/{episode_id}/citing-memories", rows("citing", lambda a: about(a, episode_id=an_id(a, "episode_id")), "admin_citing"), "The memories that name an episode as a source", Items, "admin", tag=TAG),
    Route("GET", S + "/memories/{memory_id}", one("get_memory", lambda a: about(a, id=an_id(a, "memory_id")), "admin_memory"), "A memory with its claim", Document, "admin", tag=TAG),
    Route("GET", S + "/memories/{memory_id}/provenance", rows("provenance", lambda a: about(a, memory_id=an_id(a, "memory_id")), "admin_provenance"), "The episodes that a memory was taken from", Items, "admin", tag=TAG),
    Route("DELETE", S, one("erase", about, "admin_erase"), "Erase a subject, and prove it", Document, "admin", tag=TAG),
    Route("POST", "/admin/retrieval/explain", rows("explain", explained, "admin_explain"), "How a context is ranked", Items, "admin", Question, tag=TAG),
    Route("GET", "/admin/usage", rows("quotas", lambda a: {}, "admin_usage"), "Quotas, and what is used of them today", Items, "admin", tag=TAG),
    Route("GET", "/admin/jobs", rows("jobs", jobs_asked, "admin_jobs"), "Jobs", Items, "admin", query=ByJob, tag=TAG),
    Route("POST", "/admin/jobs/{job_id}/retry", retry_job, "Ask again for a job that was given up", Items, "admin", tag=TAG),
    Route("GET", "/admin/webhooks", rows("webhooks", lambda a: {}, "admin_webhooks"), "Where events are sent", Items, "admin", tag=TAG),
    Route("GET", "/admin/policy/active", rows("policies", lambda a: {}, "admin_policies"), "The policies with their versions", Items, "admin", tag=TAG),
    Route("POST", "/admin/policy/bundles", set_policy, "Make a policy hold", Items, "admin", Policy, tag=TAG),
]  # fmt: skip
