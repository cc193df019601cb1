"""What an error is over HTTP: one table from SQLSTATE to status and code."""

import re
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

BUSY = 1  # seconds after which a client may come again
LOCKED = 5


@dataclass
class Refused(Exception):
    """A request is answered with an error."""

    status: int
    code: str
    message: str
    details: Any = None
    headers: dict[str, str] = field(default_factory=dict)


# The longest beginning of the SQLSTATE decides; none of these is 500 internal_error.
STATUS: dict[str, tuple[int, str]] = {
    "SW400": (422, "validation_error"),
    "SW401": (401, "caller_identity_required"),
    "SW403": (403, "invalid_api_key"),
    "SW404": (404, "not_found"),
    "SW409": (409, "conflict"),
    "SW413": (413, "too_large"),
    "SW422": (422, "validation_error"),
    "SW429": (429, "rate_limited"),
    "SW503": (503, "unavailable"),
    "22": (422, "validation_error"),  # what PostgreSQL cannot parse
    "54": (422, "validation_error"),  # nested too deep, too long
    "25006": (503, "unavailable"),  # a standby where a write was meant
    "40": (503, "unavailable"),  # undone, by another or a deadlock, also when repeated
    "42501": (403, "forbidden"),  # the server's own login has not the right
    "53": (503, "unavailable"),  # too many connections, no memory, disk full
    "55P03": (409, "conflict"),  # locked
    "57014": (504, "timeout"),
    "57": (503, "unavailable"),  # shutting down, starting up
    "08": (503, "unavailable"),
}
CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def refused(error: Exception) -> Refused:
    """An error as an answer; of what is not known nothing is told."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, PoolTimeout | PoolClosed | TooManyRequests):
        return _unavailable()
    if isinstance(error, TimeoutError):
        return Refused(504, "timeout", "The request took too long.")
    if not isinstance(error, psycopg.Error):
        return Refused(500, "internal_error", "An internal error occurred.")
    state = error.sqlstate
    if (
        state is None
    ):  # the client's side gives no code: the connection is gone, or a text has a NUL
        if isinstance(error, psycopg.DataError):
            return Refused(422, "validation_error", "The request holds what is no text.")
        lost = isinstance(error, psycopg.OperationalError)
        return _unavailable() if lost else refused(RuntimeError())
    known = next((STATUS[state[:n]] for n in (5, 2) if state[:n] in STATUS), None)
    if known is None:
        return refused(RuntimeError())
    return _told(known, error)


def _told(known: tuple[int, str], error: psycopg.Error) -> Refused:
    status, code = known
    ours = (error.sqlstate or "").startswith("SW")
    if status == 503 and not ours:
        return _unavailable()
    detail = error.diag.message_detail if ours else None
    if detail and CODE.fullmatch(detail):
        code = detail
    message = error.diag.message_primary or "The request was refused."
    details = {"hint": error.diag.message_hint} if ours and error.diag.message_hint else None
    headers = {}
    if status == 429:
        headers["Retry-After"] = detail or str(BUSY)
    elif status == 503:
        headers["Retry-After"] = str(BUSY)
    elif error.sqlstate == "55P03":
        headers["Retry-After"] = str(LOCKED)
    return Refused(status, code, message, details, headers)


def _unavailable() -> Refused:
    return Refused(
        503, "unavailable", "The database is not there now.", None, {"Retry-After": str(BUSY)}
    )
