"""What answers hold, for the OpenAPI document: the database makes them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

Ids = list[UUID]


class Fault(BaseModel):
    """What is wrong."""

    code: str
    message: str
    details: Any
    request_id: str


class Error(BaseModel):
    """The envelope of errors."""

    error: Fault


class Episode(BaseModel):
    """An event as recorded."""

    id: UUID
    subject_id: str
    source: str
    type: str
    payload: dict[str, Any]
    metadata: dict[str, Any]
    provenance: dict[str, Any]
    session_id: str | None
    occurred_at: datetime
    created_at: datetime


class Episodes(BaseModel):
    """The events of a batch, in its order."""

    episodes_created: int
    episodes: list[Episode]


class Memory(BaseModel):
    """What was made of episodes; an ``episode_summary`` holds their own words."""

    id: UUID
    subject_id: str
    kind: Literal["profile_fact", "episode_summary", "procedure"]
    content: str
    summary: str
    confidence: float
    valid_from: datetime
    valid_to: datetime | None
    source_episode_ids: Ids
    metadata: dict[str, Any]
    status: Literal["active", "superseded"]
    sensitivity_labels: list[str]
    created_at: datetime
    updated_at: datetime


class Compiled(BaseModel):
    """What a pass of compiling made."""

    subject_id: str
    memories_created: int
    memories: list[Memory]
    has_more: bool
    remaining_episodes: int


class Job(BaseModel):
    """A compile job; its memories once it is completed."""

    job_id: str
    status: Literal["pending", "running", "completed", "failed"]
    subject_id: str
    attached: bool | None = None
    memories_created: int | None = None
    memories: list[Memory] | None = None
    error: str | None = None


class NoJob(BaseModel):
    """There is none (any more)."""

    error: str


class Found(BaseModel):
    """Memories, the best first."""

    memories: list[Memory]
    search_mode: str


class Named(BaseModel):
    """A session that a bundle speaks of."""

    session_id: str
    episode_count: int
    first_at: datetime
    last_at: datetime


class Context(BaseModel):
    """Memory for a task; ``assembled_context`` goes into the prompt."""

    subject_id: str
    task: str
    facts: list[Memory]
    episodes: list[Episode]
    procedures: list[Memory]
    provenance: dict[str, Ids]
    assembled_context: str
    token_estimate: int
    sessions: list[Named]
    receipt_id: str | None
    receipt_emitted: bool


class TimelinePage(BaseModel):
    """Episodes and memories, the oldest first."""

    subject_id: str
    episodes: list[Episode]
    memories: list[Memory]
    episodes_has_more: bool
    memories_has_more: bool


class Subject(BaseModel):
    """A subject in a list."""

    subject_id: str
    episode_count: int
    memory_count: int


class Subjects(BaseModel):
    """Subjects by name; ``total`` is of all."""

    subjects: list[Subject]
    total: int


class Deleted(BaseModel):
    """What was removed."""

    subject_id: str
    episodes_deleted: int
    memories_deleted: int


class Factor(BaseModel):
    """What made a score."""

    signal: str
    impact: int
    detail: str


class Health(BaseModel):
    """How well a subject is served, 0 to 100."""

    subject_id: str
    score: int
    state: Literal["healthy", "watch", "at_risk"]
    factors: list[Factor]


class SessionSla(BaseModel):
    """How long a session waited."""

    session_id: str
    status: str
    first_message_at: datetime | None
    first_response_at: datetime | None
    resolved_at: datetime | None
    first_response_seconds: float | None
    resolution_seconds: float | None
    open_duration_seconds: float | None
    first_response_breached: bool
    resolution_breached: bool


class Sla(BaseModel):
    """How long a subject's sessions waited."""

    subject_id: str
    total_sessions: int
    resolved_sessions: int
    open_sessions: int
    avg_first_response_seconds: float | None
    avg_resolution_seconds: float | None
    first_response_breach_count: int
    resolution_breach_count: int
    sessions: list[SessionSla]


class Resolution(BaseModel):
    """What became of a session."""

    id: UUID
    subject_id: str
    session_id: str
    status: Literal["open", "resolved", "unresolved"]
    resolution_summary: str | None
    resolved_at: datetime | None
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class Resolved(BaseModel):
    """A resolution in a brief."""

    session_id: str
    status: str
    summary: str | None
    resolved_at: datetime | None


class Handoff(BaseModel):
    """What whoever takes over must know; ``handoff_notes`` is the brief."""

    subject_id: str
    session_id: str
    reason: str
    generated_at: datetime
    customer_summary: str
    active_issue: str
    attempted_steps: list[str]
    key_facts: list[str]
    resolution_history: list[Resolved]
    recent_context: list[str]
    health_score: int
    health_state: str
    health_factors: list[Factor]
    handoff_notes: str
    token_estimate: int
    provenance: dict[str, Ids]
    receipt_id: str | None
    receipt_emitted: bool


class Receipt(BaseModel):
    """A signed proof of what a context held."""

    receipt_id: str
    parent_receipt_id: str | None
    mode: str
    query_id: str | None
    task_id: str | None
    tenant_id: str | None
    subject_id: str
    task: str
    as_of: datetime
    created_at: datetime
    caller_id: str | None
    caller_type: str | None
    selected_entries: list[dict[str, Any]]
    policy: dict[str, Any]
    policy_snapshot: dict[str, Any]
    output: dict[str, Any]
    region: str | None
    receipt_signature: str
    receipt_signature_key_id: str
    receipt_signature_algorithm: str
    status: str
    tombstoned_at: datetime | None


class ReceiptPage(BaseModel):
    """Receipts, the newest first."""

    receipts: list[Receipt]
    next_cursor: str | None


class Verified(BaseModel):
    """Whether a receipt is the one that was issued."""

    valid: bool | None
    key_id: str | None
    algorithm: str | None
    reason: str


class Replayed(BaseModel):
    """What differs when a receipt's question is answered again."""

    original_receipt_id: str
    replay_receipt_id: str | None
    diff: dict[str, Any]


class Suggested(BaseModel):
    """A memory in which something was found."""

    id: UUID
    subject_id: str
    tenant_id: str | None
    kind: str
    content: str
    summary: str
    suggested_labels: list[str]
    sensitivity_labels: list[str]
    created_at: datetime


class SuggestedPage(BaseModel):
    """Memories with suggested labels."""

    memories: list[Suggested]
    total: int
    limit: int
    offset: int
    catalogue: list[dict[str, str]]


class Promoted(BaseModel):
    """Labels that were suggested and hold now."""

    memory_id: UUID
    promoted: list[str]
    sensitivity_labels: list[str]
    suggested_labels: list[str]


class Configuration(BaseModel):
    """What is set for a tenant."""

    tenant_id: str
    config: dict[str, Any]
    version: int
    created_at: datetime | None
    updated_at: datetime | None


class Exported(BaseModel):
    """A subject as a document."""

    format_version: str
    exported_at: datetime
    subject_id: str
    tenant_id: str | None
    counts: dict[str, int]
    episodes: list[dict[str, Any]]
    memories: list[dict[str, Any]]
    checksum: str


class Imported(BaseModel):
    """What was stored of a document."""

    subject_id: str
    tenant_id: str | None
    episodes_imported: int
    memories_imported: int
    ids_preserved: bool


class Reply(BaseModel):
    """What the model said."""

    reply: str


class Version(BaseModel):
    """Which server this is."""

    version: str
    api_contract: str


class Alive(BaseModel):
    """The process answers."""

    status: str


class Check(BaseModel):
    """A part that must be there."""

    name: str
    status: str
    detail: str
    latency_ms: float


class Ready(BaseModel):
    """Whether requests can be served."""

    status: Literal["ready", "degraded", "not_ready"]
    checks: list[Check]


class Migrations(BaseModel):
    """What is deployed, and what this server was made for."""

    current_revision: str | None
    expected_head: str
    is_compatible: bool
    pending_count: int
    pending: list[str]


class Template(BaseModel):
    """A form for an episode."""

    id: str
    version: int
    name: str
    description: str
    episode_type: str
    fields: list[dict[str, Any]]
    content: str


class Templates(BaseModel):
    """The forms that there are."""

    templates: list[Template]
