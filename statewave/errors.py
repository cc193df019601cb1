"""The contract's errors, by SQLSTATE; PostgreSQL's own errors pass through as psycopg's."""

import psycopg


class StatewaveError(Exception):
    """An error of the contract: what is wrong, and in ``hint`` what to do."""

    code = "SW000"

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        sqlstate: str | None = None,
        detail: str | None = None,
    ) -> None:
        """``sqlstate``: the code as the database gave it; ``detail``: what programs read."""
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint
        self.sqlstate = sqlstate or self.code
        self.detail = detail


class InvalidArgument(StatewaveError):
    """SW400: an argument is not what the function takes."""

    code = "SW400"


class Unidentified(StatewaveError):
    """SW401: the tenant's configuration wants callers named, and this one is not."""

    code = "SW401"


class Forbidden(StatewaveError):
    """SW403: the login, or a key, has no right; to a function, PostgreSQL itself says 42501."""

    code = "SW403"


class NotFound(StatewaveError):
    """SW404: the subject has nothing with this id, or there is no such profile."""

    code = "SW404"


class Conflict(StatewaveError):
    """SW409: the idempotency key was used with another body."""

    code = "SW409"


class TooLarge(StatewaveError):
    """SW413: a payload, batch or question is larger than is taken."""

    code = "SW413"


class Unprocessable(StatewaveError):
    """SW422: a bundle that is to get a receipt is not what retrieving gives."""

    code = "SW422"


class TooManyRequests(StatewaveError):
    """SW429: a key's rate is used up; ``detail`` is the number of seconds to wait."""

    code = "SW429"


class Busy(StatewaveError):
    """SW503: what is needed is not there now, as the key that signs receipts."""

    code = "SW503"


BY_CODE = {error.code: error for error in StatewaveError.__subclasses__()}


def translated(error: psycopg.Error) -> StatewaveError | None:
    """The contract's error that a database error stands for; None for PostgreSQL's own."""
    known = BY_CODE.get(error.sqlstate or "")
    if known is None:
        return None
    diag = error.diag
    return known(
        diag.message_primary or str(error), diag.message_hint, error.sqlstate, diag.message_detail
    )
