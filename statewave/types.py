"""What the contract's functions return, as frozen dataclasses.

Fields are named as the database's columns and keys. Times are aware and in UTC; scores are
dimensionless, higher is better; token counts are of cl100k_base.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Self, get_args, get_type_hints
from uuid import UUID


@cache
def _hints(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls)}


def _converted(value: Any, hint: Any) -> Any:
    """A value as the field's type, times in UTC; what has the type already stays as it is."""
    kinds = get_args(hint) or (hint,)
    if isinstance(value, str) and UUID in kinds:
        return UUID(value)
    if isinstance(value, str) and datetime in kinds:
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if type(value) is int and float in kinds and int not in kinds:
        return float(value)  # JSON has 1 for 1.0
    if isinstance(value, list) and (members := [k for k in kinds if k is not Ellipsis]):
        return tuple(_converted(v, members[0]) for v in value)
    if isinstance(value, dict) and isinstance(hint, type) and issubclass(hint, Result):
        return hint.of(value)
    return value


@dataclass(frozen=True, slots=True)
class Result:
    """What one row, or one JSON object, of the database holds."""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row or an object with these names as keys; further keys are left aside."""
        kind: Any = cls  # a class is hashable, which mypy does not see of type[Self]
        hints = _hints(kind)
        return cls(**{name: _converted(row[name], hint) for name, hint in hints.items()})


@dataclass(frozen=True, slots=True)
class Item(Result):
    """A line of a bundle, and where it comes from."""

    rank: int
    kind: str
    memory_id: UUID
    text: str
    score: float
    token_count: int
    valid_from: datetime
    valid_to: datetime | None
    source_episode_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Bundle(Result):
    """Memory for a task: ``text`` goes into the prompt, the rest says what it is.

    ``raw`` is the object as the database made it; ``hash`` is the sha256 of the rest of it.
    """

    version: int
    subject: str
    tenant: str
    task: str
    session: str | None
    caller: dict[str, Any] | None
    profile: str
    profile_version: int
    policy_hash: str | None
    as_of: datetime
    recorded_through: datetime | None
    embedding: dict[str, Any] | None
    max_tokens: int
    filters: dict[str, Any]
    text: str
    token_count: int
    path: str
    items: tuple[Item, ...]
    omitted: dict[str, Any]
    hash: str
    raw: dict[str, Any]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the object that retrieve() returned."""
        # The decorator makes a new class for the slots, which a bare super() does not know.
        return super(Bundle, cls).of({**row, "raw": row})


@dataclass(frozen=True, slots=True)
class JointItem(Item):
    """A line of a bundle over several subjects, and which of them it is of."""

    subject: str


@dataclass(frozen=True, slots=True)
class JointBundle(Result):
    """Memory of several subjects for a task, in one budget.

    ``subjects`` are {subject, weight, recorded_through} each; the rest is as in ``Bundle``.
    """

    version: int
    subjects: tuple[dict[str, Any], ...]
    tenant: str
    task: str
    session: str | None
    caller: dict[str, Any] | None
    profile: str
    profile_version: int
    policy_hash: str | None
    as_of: datetime
    embedding: dict[str, Any] | None
    max_tokens: int
    filters: dict[str, Any]
    text: str
    token_count: int
    path: str
    items: tuple[JointItem, ...]
    omitted: dict[str, Any]
    hash: str
    raw: dict[str, Any]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the object that retrieve_many() returned."""
        return super(JointBundle, cls).of({**row, "raw": row})


@dataclass(frozen=True, slots=True)
class CompileResult(Result):
    """What a compile pass did; ``run_id`` is None when there was nothing to do."""

    run_id: UUID | None
    episodes_compiled: int
    memories_created: int
    memories_superseded: int
    episodes_remaining: int


@dataclass(frozen=True, slots=True)
class Claim(Result):
    """Episodes that a worker holds until ``lease_until``, and what it needs to compile them.

    ``episodes`` are {episode_id, source, type, session, occurred_at, lines: [{speaker, at, text}]}
    each, ``memories`` those that hold, ``claim_keys`` what claims can be about, ``reply_schema``
    the JSON schema of the reply.
    """

    run_id: UUID
    subject: str
    tenant: str
    lease_until: datetime
    attempt: int
    episodes: tuple[dict[str, Any], ...]
    memories: tuple[dict[str, Any], ...]
    claim_keys: tuple[dict[str, Any], ...]
    reply_schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApplyResult(Result):
    """What applying a model's memories did; the rest is left for the next claims."""

    episodes_compiled: int
    memories_created: int
    memories_superseded: int
    episodes_remaining: int


@dataclass(frozen=True, slots=True)
class ParkedEpisode(Result):
    """An episode that no model could compile; ``parked_at`` is None where it is tried again."""

    subject_name: str
    episode_id: UUID
    attempts: int
    failure: str
    failed_at: datetime
    parked_at: datetime | None
    cursor: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run(Result):
    """A compile run: who made it, when and of what; a model's with its cost.

    ``run_state`` is claimed, applied, failed, lapsed or released; the last row's ``cursor`` is the
    next page's ``after``.
    """

    run_id: UUID
    subject_name: str
    run_state: str
    compiler: str
    worker: str | None
    claimed_by: str | None
    attempt: int | None
    started_at: datetime
    finished_at: datetime | None
    lease_until: datetime | None
    episodes: int
    memories_created: int
    memories_superseded: int
    model: str | None
    prompt_version: str | None
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: Decimal | None
    failure: str | None
    cursor: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation(Result):
    """A component of a candidate's score: value times weight is its contribution."""

    rank: int
    item: Item
    component: str
    value: float
    weight: float
    contribution: float
    packed: bool
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Hit(Result):
    """A memory that a search found."""

    rank: int
    kind: str
    memory_id: UUID
    content: str
    score: float
    valid_from: datetime
    valid_to: datetime | None
    source_episode_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry(Result):
    """An episode or a compiled memory; the last row's ``cursor`` is the next page's ``after``."""

    at: datetime
    entry: str
    id: UUID
    kind: str
    content: str | None
    detail: dict[str, Any]
    cursor: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SubjectSummary(Result):
    """A subject; ``first_at`` and ``last_at`` are event times."""

    subject: str
    episodes: int
    memories: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Source(Result):
    """An episode that a memory was taken from; ``quote`` is what the first one says of it.

    ``source`` is None where a policy redacts the episode.
    """

    ordinal: int
    episode_id: UUID
    source: str | None
    type: str
    session: str | None
    occurred_at: datetime
    recorded_at: datetime
    payload: dict[str, Any]
    quote: str | None


@dataclass(frozen=True, slots=True)
class Citation(Result):
    """A memory that names an episode as a source."""

    memory_id: UUID
    kind: str
    content: str
    valid_from: datetime
    valid_to: datetime | None
    recorded_at: datetime
    recorded_to: datetime | None
    ordinal: int | None


@dataclass(frozen=True, slots=True)
class Episode(Result):
    """An episode as recorded; ``source`` is None where a policy redacts it."""

    id: UUID
    subject: str
    tenant: str
    seq: int
    source: str | None
    type: str
    session: str | None
    occurred_at: datetime
    recorded_at: datetime
    payload: dict[str, Any]
    metadata: dict[str, Any]
    provenance: dict[str, Any]
    labels: tuple[str, ...]
    idempotency_key: str | None
    compiled: bool


@dataclass(frozen=True, slots=True)
class Memory(Result):
    """A memory with its claim, times and sources; one that a policy redacts tells only those."""

    id: UUID
    subject: str
    tenant: str
    kind: str
    content: str
    claim_key: str | None
    claim_value: str | None
    claim_entity: str | None
    claim_qualifiers: dict[str, Any] | None
    rule: str | None
    ended_by: UUID | None
    pinned: bool
    token_count: int | None
    session: str | None
    speaker: str | None
    valid_from: datetime
    valid_to: datetime | None
    recorded_at: datetime
    recorded_to: datetime | None
    source_episode_ids: tuple[UUID, ...]
    run_id: UUID | None
    superseded_by: UUID | None


@dataclass(frozen=True, slots=True)
class FactVersion(Result):
    """A value in a fact's life; ``status`` is current, past, future, or corrected.

    ``superseded_by``, ``rule``, ``reason``, ``score`` and ``threshold`` say what took its place
    and why; ``ended_by`` is the episode that ended it.
    """

    memory_id: UUID
    key: str
    holder: str
    value: str
    qualifiers: dict[str, Any]
    content: str
    valid_from: datetime
    valid_to: datetime | None
    recorded_at: datetime
    recorded_to: datetime | None
    status: str
    superseded_by: UUID | None
    rule: str | None
    reason: str | None
    score: float | None
    threshold: float | None
    ended_by: UUID | None
    run_id: UUID | None
    source_episode_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Erasure(Result):
    """The proof of an erasure: rows removed by table, and what remains elsewhere until when.

    ``erasure`` is the id of the record that stays, which does not name the subject; ``chain_head``
    is the hash that its audit ended with.
    """

    subject: str
    tenant: str
    erased_at: datetime
    rows: dict[str, int]
    total: int
    erasure: UUID | None
    chain_length: int | None
    chain_head: str | None
    partition: int | None
    remains: str


@dataclass(frozen=True, slots=True)
class Forgetting(Result):
    """The proof that episodes were forgotten; ``unknown`` ids were not the subject's."""

    subject: str
    tenant: str
    forgotten_at: datetime
    episodes: int
    unknown: int
    rows: dict[str, int]
    audit_seq: int | None
    partition: int | None
    remains: str


@dataclass(frozen=True, slots=True)
class Receipt(Result):
    """A signed proof of what was retrieved; ``entries`` name memories, ranks, scores and episodes;
    ``seq`` is its audit entry.

    ``raw`` is the object as the database made it.
    """

    id: UUID
    seq: int
    issued_at: datetime
    issued_by: str
    subject: str
    tenant: str
    task: str
    as_of: datetime
    profile: str
    profile_version: int
    profile_hash: str
    token_count: int
    entries: tuple[dict[str, Any], ...]
    bundle_hash: str
    key_id: str
    signature: str
    raw: dict[str, Any]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the object that issue_receipt() returned."""
        return super(Receipt, cls).of({**row, "raw": row})


@dataclass(frozen=True, slots=True)
class Labelled(Result):
    """A memory or an episode (``entry``) with labels of its own; suggested ones do nothing."""

    id: UUID
    entry: str
    labels: tuple[str, ...]
    suggested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedReceipt(Result):
    """A receipt among a subject's; ``seq`` is its audit entry."""

    seq: int
    id: UUID
    issued_at: datetime
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Verification(Result):
    """Whether a receipt is the one that was issued, and what is wrong if not."""

    valid: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Replay(Result):
    """A receipt's question answered again: the same to the byte, or what differs and why."""

    identical: bool
    bundle_hash: str
    replayed_hash: str
    differences: tuple[dict[str, Any], ...]
    bundle: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EmbeddingClaim(Result):
    """Texts of a subject that a worker is to give vectors in a space, until ``lease_until``."""

    claim: UUID
    lease_until: datetime
    subject: str
    space_id: int
    provider: str
    model: str
    dimensions: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditEntry(Result):
    """A change of a subject's data; ``detail`` is None where it was erased."""

    seq: int
    at: datetime
    action: str
    detail: dict[str, Any] | None
    hash: str


@dataclass(frozen=True, slots=True)
class AuditFinding(Result):
    """An entry of the audit: ``status`` is sound, erased or tampered."""

    seq: int
    status: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class SessionSummary(Result):
    """A session; ``status`` is open, resolved, unresolved or unknown.

    ``first_at`` and ``last_at`` are event times; the last row's ``cursor`` is the next ``after``.
    """

    session: str
    episodes: int
    first_at: datetime
    last_at: datetime
    status: str
    summary: str | None
    cursor: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Resolution(Result):
    """What became of a session; ``resolved_at`` is None unless it is resolved."""

    id: UUID
    subject_id: str
    session_id: str
    status: str
    resolution_summary: str | None
    resolved_at: datetime | None
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RepeatedIssue(Result):
    """A session about the same as an ``earlier`` one, which was resolved.

    ``overlap`` is the share of the smaller one's words that the customer uses in both.
    """

    session_id: str
    earlier: Resolution
    overlap: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HealthFactor(Result):
    """What moves a health score, by how much and why."""

    signal: str
    impact: int
    detail: str


@dataclass(frozen=True, slots=True)
class Health(Result):
    """How well a subject is served: ``state`` is healthy, watch or at_risk."""

    subject_id: str
    score: int
    state: str
    factors: tuple[HealthFactor, ...]


@dataclass(frozen=True, slots=True)
class SessionServiceLevel(Result):
    """How long one session waited; ``overdue`` is one that is open, and over a limit already."""

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
    overdue: bool


@dataclass(frozen=True, slots=True)
class ServiceLevel(Result):
    """How long a subject's sessions waited; percentiles are {p50, p90, p95} in seconds."""

    subject_id: str
    total_sessions: int
    resolved_sessions: int
    open_sessions: int
    avg_first_response_seconds: float | None
    avg_resolution_seconds: float | None
    first_response_percentiles: dict[str, float | None]
    resolution_percentiles: dict[str, float | None]
    first_response_breach_count: int
    resolution_breach_count: int
    overdue_count: int
    sessions: tuple[SessionServiceLevel, ...]


@dataclass(frozen=True, slots=True)
class Handoff(Result):
    """What whoever takes over a session must know; ``handoff_notes`` is the brief in Markdown.

    ``provenance`` is {fact_ids, episode_ids, resolution_ids, context_episode_ids}.
    """

    subject_id: str
    session_id: str
    reason: str
    generated_at: datetime
    customer_summary: str
    active_issue: str
    attempted_steps: tuple[str, ...]
    key_facts: tuple[str, ...]
    resolution_history: tuple[dict[str, Any], ...]
    recent_context: tuple[str, ...]
    health_score: int
    health_state: str
    health_factors: tuple[HealthFactor, ...]
    handoff_notes: str
    token_estimate: int
    provenance: dict[str, list[str]]
    receipt_id: UUID | None
    receipt_emitted: bool


@dataclass(frozen=True, slots=True)
class JobStatus(Result):
    """A job as it is; ``state`` is ready, leased, done or dead (given up)."""

    subject: str | None
    kind: str
    lane: str
    payload: dict[str, Any]
    state: str
    attempts: int
    max_attempts: int
    run_at: datetime
    worker: str | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListedJob(Result):
    """A job among the tenant's."""

    job_id: UUID
    subject: str | None
    kind: str
    lane: str
    payload: dict[str, Any]
    state: str
    attempts: int
    max_attempts: int
    run_at: datetime
    worker: str | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimedJob(Result):
    """A job that a worker holds until ``lease_until``, and longer if it extends it."""

    job_id: UUID
    subject: str | None
    kind: str
    lane: str
    payload: dict[str, Any]
    attempts: int
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Event(Result):
    """What happened; ``place`` orders the tenant's, ``subject`` is None once it is erased."""

    place: int
    event: str
    subject: str | None
    subject_key: UUID
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Webhook(Result):
    """Where events are sent; the secret is not shown."""

    name: str
    url: str
    events: tuple[str, ...] | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Delivery(Result):
    """A signed request to make; ``addresses``: networks that are allowed though not public."""

    url: str
    headers: dict[str, str]
    body: str
    addresses: tuple[str, ...]
