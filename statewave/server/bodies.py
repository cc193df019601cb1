"""What requests hold: the limits of the API, checked before the database is asked."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=256)]
# An empty session is none.
Session = Annotated[
    Annotated[str, Field(max_length=256)] | None, BeforeValidator(lambda value: value or None)
]
Skip = Annotated[int, Field(ge=0, le=2**31 - 1)]


class CreateEpisode(BaseModel):
    """An event about a subject."""

    subject_id: Name
    source: Name
    type: Annotated[str, Field(min_length=1, max_length=128)]
    payload: dict[str, Any]
    metadata: dict[str, Any] = Field(default_factory=dict)
    provenance: dict[str, Any] = Field(default_factory=dict)
    session_id: Session = None
    occurred_at: datetime | None = Field(None, description="When it happened; left out: now.")
    idempotency_key: Annotated[str, Field(min_length=1, max_length=512)] | None = None


class CreateEpisodes(BaseModel):
    """Events about any subjects: all are stored, or none."""

    episodes: Annotated[list[CreateEpisode], Field(min_length=1, max_length=100)]


class Compile(BaseModel):
    """Which subject to compile; ``async``: answer at once, with a job to ask after."""

    subject_id: Name
    in_background: bool = Field(False, alias="async")


class Caller(BaseModel):
    """Who asks, and for what: told to policies and by receipts."""

    emit_receipt: bool | None = None
    query_id: Annotated[str, Field(max_length=64)] | None = None
    task_id: Annotated[str, Field(max_length=64)] | None = None
    parent_receipt_id: Annotated[str, Field(max_length=26)] | None = None
    caller_id: Annotated[str, Field(max_length=256)] | None = None
    caller_type: Annotated[str, Field(max_length=64)] | None = None


class GetContext(Caller):
    """What memory is needed for."""

    subject_id: Name
    task: Annotated[str, Field(min_length=1, max_length=4000)]
    max_tokens: Annotated[int, Field(ge=1, le=128_000)] | None = None
    session_id: Session = None


class CreateHandoff(Caller):
    """Which session is handed over, and why."""

    subject_id: Name
    session_id: Name
    reason: Annotated[str, Field(min_length=1, max_length=256)] = "escalation"
    max_tokens: Annotated[int, Field(ge=16, le=16_000)] | None = None


class CreateResolution(BaseModel):
    """What became of a session."""

    subject_id: Name
    session_id: Name
    status: Literal["open", "resolved", "unresolved"] = "open"
    resolution_summary: Annotated[str, Field(max_length=2000)] | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)


class SetLabels(BaseModel):
    """Labels in place of those before."""

    sensitivity_labels: Annotated[list[Name], Field(max_length=32)] = Field(default_factory=list)


class PromoteLabels(BaseModel):
    """Labels that are suggested and shall hold."""

    labels: list[Annotated[str, Field(max_length=128)]]


class ConfigureTenant(BaseModel):
    """What is to be changed; the rest stays."""

    model_config = ConfigDict(extra="forbid")

    receipts: Literal["always", "on_request", "never"] | None = None
    receipt_retention_days: Annotated[int, Field(ge=0, le=36_500)] | None = None
    policy_mode: Literal["log_only", "enforce"] | None = None
    require_caller_identity: bool | None = None
    region: Annotated[str, Field(max_length=64)] | None = None
    receipt_signing_key_id: Annotated[str, Field(max_length=128)] | None = None
    claim_keys: (
        Annotated[list[Annotated[str, Field(max_length=128)]], Field(max_length=64)] | None
    ) = None
    force_region_pin: bool | None = None
    expected_version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = Field(
        None, description="409 where another one is in force; 0: nothing is set."
    )


class Import(BaseModel):
    """An exported subject."""

    model_config = ConfigDict(extra="allow")

    format_version: str
    subject_id: Name
    episodes: list[dict[str, Any]]
    memories: list[dict[str, Any]]


class ApplyTemplate(BaseModel):
    """What is filled into a template."""

    subject_id: Name
    session_id: Session = None
    values: dict[str, Any] = Field(default_factory=dict)
    fields: dict[str, Any] = Field(default_factory=dict, description="As values.")


class Message(BaseModel):
    """A turn of a chat."""

    role: Literal["system", "user", "assistant", "tool"]
    content: Annotated[str, Field(max_length=16_000)]


class Complete(BaseModel):
    """What a language model is to go on from."""

    messages: Annotated[list[Message], Field(min_length=1, max_length=50)]
    max_tokens: Annotated[int, Field(ge=1, le=4096)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None


class Search(BaseModel):
    """What is looked for among a subject's memories."""

    subject_id: Name
    q: Annotated[str, Field(max_length=4000)] | None = None
    kind: Annotated[str, Field(max_length=64)] | None = None
    semantic: bool = False
    hybrid: bool = True
    entity_weight: Annotated[float, Field(ge=0, le=10)] = 0.0
    entity_max_distance: Annotated[float, Field(ge=0, le=2)] = 0.3
    rerank: bool = False
    rerank_pool: Annotated[int, Field(ge=1, le=1000)] = 60
    limit: Annotated[int, Field(ge=1, le=500)] = 20


class Timeline(BaseModel):
    """Which part of a subject's timeline."""

    subject_id: Name
    limit: Annotated[int, Field(ge=1, le=200)] = 100
    offset: Skip = 0
    newest_first: bool = False
    status: Literal["all", "active"] = "all"


class Page(BaseModel):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Skip = 0


class Thresholds(BaseModel):
    """From when a session's waiting is too long."""

    first_response_threshold_minutes: Annotated[float, Field(ge=0, le=1_000_000)] = 5
    resolution_threshold_hours: Annotated[float, Field(ge=0, le=1_000_000)] = 24


class Resolutions(BaseModel):
    """Which resolutions of a subject."""

    subject_id: Name
    status: Literal["open", "resolved", "unresolved"] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Skip = 0


class Receipts(BaseModel):
    """Which receipts of a subject."""

    subject_id: Name
    since: datetime | None = None
    until: datetime | None = None
    cursor: Annotated[str, Field(max_length=64)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    include_tombstoned: bool = False


class Suggestions(BaseModel):
    """Which memories with suggested labels."""

    tenant_id: Annotated[str, Field(max_length=128)] | None = None
    subject_id: Name | None = None
    label: Annotated[str, Field(max_length=128)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Skip = 0


class OfTenant(BaseModel):
    """Whose."""

    tenant_id: Annotated[str, Field(max_length=128)] | None = None


class Into(BaseModel):
    """Under which name."""

    subject_id: Name | None = None
