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
    Unprocessable,
)
from statewave.types import (
    AuditEntry,
    AuditFinding,
    Bundle,
    Citation,
    ClaimedJob,
    CompileResult,
    Delivery,
    EmbeddingClaim,
    Episode,
    Erasure,
    Event,
    Explanation,
    Forgetting,
    Hit,
    Item,
    JobStatus,
    JointBundle,
    JointItem,
    Labelled,
    ListedJob,
    ListedReceipt,
    Memory,
    Receipt,
    Replay,
    Source,
    SubjectSummary,
    TimelineEntry,
    Verification,
    Webhook,
)

__version__ = "0.1.0"

__all__ = [
    "AsyncClient",
    "AuditEntry",
    "AuditFinding",
    "Bundle",
    "Busy",
    "Citation",
    "ClaimedJob",
    "Client",
    "CompileResult",
    "Conflict",
    "Delivery",
    "EmbeddingClaim",
    "Episode",
    "Erasure",
    "Event",
    "Explanation",
    "Forbidden",
    "Forgetting",
    "Hit",
    "InvalidArgument",
    "Item",
    "JobStatus",
    "JointBundle",
    "JointItem",
    "Labelled",
    "ListedJob",
    "ListedReceipt",
    "Memory",
    "NotFound",
    "Receipt",
    "Replay",
    "Source",
    "StatewaveError",
    "SubjectSummary",
    "TimelineEntry",
    "TooLarge",
    "Unprocessable",
    "Verification",
    "Webhook",
]
