"""Memory for AI agents that lives entirely in Postgres.

>>> from statewave import Client
>>> with Client(dsn) as memory:
...     memory.record("customer 17", {"text": "I moved to Lisbon."})
...     print(memory.retrieve("customer 17", "Where do they live?", max_tokens=512).text)
"""

from statewave.client import Client
from statewave.client_async import AsyncClient
from statewave.errors import (
    Busy,
    Conflict,
    Forbidden,
    InvalidArgument,
    NotFound,
    StatewaveError,
    TooLarge,
    TooManyRequests,
    Unprocessable,
)
from statewave.types import (
    AuditEntry,
    AuditFinding,
    Bundle,
    Citation,
    CompileResult,
    Episode,
    Erasure,
    Explanation,
    Forgetting,
    Handoff,
    Health,
    HealthFactor,
    Hit,
    Item,
    JointBundle,
    JointItem,
    Labelled,
    ListedReceipt,
    Memory,
    Receipt,
    RepeatedIssue,
    Replay,
    Resolution,
    ServiceLevel,
    SessionServiceLevel,
    SessionSummary,
    Source,
    SubjectSummary,
    TimelineEntry,
    Verification,
)

__version__ = "0.1.0"

__all__ = [
    "AsyncClient",
    "AuditEntry",
    "AuditFinding",
    "Bundle",
    "Busy",
    "Citation",
    "Client",
    "CompileResult",
    "Conflict",
    "Episode",
    "Erasure",
    "Explanation",
    "Forbidden",
    "Forgetting",
    "Handoff",
    "Health",
    "HealthFactor",
    "Hit",
    "InvalidArgument",
    "Item",
    "JointBundle",
    "JointItem",
    "Labelled",
    "ListedReceipt",
    "Memory",
    "NotFound",
    "Receipt",
    "RepeatedIssue",
    "Replay",
    "Resolution",
    "ServiceLevel",
    "SessionServiceLevel",
    "SessionSummary",
    "Source",
    "StatewaveError",
    "SubjectSummary",
    "TimelineEntry",
    "TooLarge",
    "TooManyRequests",
    "Unprocessable",
    "Verification",
]
