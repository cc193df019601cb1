"""The contract's errors, by SQLSTATE; PostgreSQL's own errors pass through as psycopg's."""

import psycopg


class StatewaveError(Exception):
    """An error of the contract: what is wrong, and in ``hint`` what to do."""

    code = "SW000"

    def __init__(self, message: str, hint: str | None = None, sqlstate: str | None = None) -> None:
        """``sqlstate``: the code as the database gave it."""
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint
        self.sqlstate = sqlstate or self.code


class InvalidArgument(StatewaveError):
    """SW400: an argument is not what the function takes."""

    code = "SW400"


class Forbidden(StatewaveError):
    """SW403: the login has no right to the tenant; to a function, PostgreSQL itself says 42501."""

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


class Busy(StatewaveError):
    """SW503: what is needed is not there now, as the key that signs receipts."""

    code = "SW503"


BY_CODE = {error.code: error for error in StatewaveError.__subclasses__()}


def translated(error: psycopg.Error) -> StatewaveError | None:
    """The contract's error that a database error stands for; None for PostgreSQL's own."""
    known = BY_CODE.get(error.sqlstate or "")
    if known is None:
        return None
    return known(error.diag.message_primary or str(error), error.diag.message_hint, error.sqlstate)
