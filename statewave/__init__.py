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
    ApplyResult,
    AuditEntry,
    AuditFinding,
    Bundle,
    Citation,
    Claim,
    CompileResult,
    Episode,
    Erasure,
    Explanation,
    Forgetting,
    Hit,
    Item,
    JointBundle,
    JointItem,
    Labelled,
    ListedReceipt,
    Memory,
    ParkedEpisode,
    Receipt,
    Replay,
    Run,
    Source,
    SubjectSummary,
    TimelineEntry,
    Verification,
)

__version__ = "0.1.0"

__all__ = [
    "ApplyResult",
    "AsyncClient",
    "AuditEntry",
    "AuditFinding",
    "Bundle",
    "Busy",
    "Citation",
    "Claim",
    "Client",
    "CompileResult",
    "Conflict",
    "Episode",
    "Erasure",
    "Explanation",
    "Forbidden",
    "Forgetting",
    "Hit",
    "InvalidArgument",
    "Item",
    "JointBundle",
    "JointItem",
    "Labelled",
    "ListedReceipt",
    "Memory",
    "NotFound",
    "ParkedEpisode",
    "Receipt",
    "Replay",
    "Run",
    "Source",
    "StatewaveError",
    "SubjectSummary",
    "TimelineEntry",
    "TooLarge",
    "Unprocessable",
    "Verification",
]
