"""Every code of the contract has its class, as the database raises it."""

import psycopg
import pytest

import statewave
from statewave.errors import BY_CODE, translated
from tests.conftest import Connection

CODES = {
    "SW400": statewave.InvalidArgument,
    "SW401": statewave.Unidentified,
    "SW403": statewave.Forbidden,
    "SW404": statewave.NotFound,
    "SW409": statewave.Conflict,
    "SW413": statewave.TooLarge,
    "SW422": statewave.Unprocessable,
    "SW429": statewave.TooManyRequests,
    "SW503": statewave.Busy,
}


def test_every_code_is_raised_as_its_class(admin: Connection) -> None:
    """Those too that no function raises yet: raised where all of the contract's are."""
    assert BY_CODE == CODES
    for code, kind in CODES.items():
        with pytest.raises(psycopg.Error) as raised:
            admin.execute(
                "select statewave_private.fail(%s, 'what is wrong', 'what to do')", [code]
            )
        error = translated(raised.value)
        assert type(error) is kind
        assert (error.message, error.hint, error.sqlstate) == ("what is wrong", "what to do", code)


def test_a_code_of_postgres_has_none(admin: Connection) -> None:
    for statement in (b"select 1 / 0", b"select 'x'::int", b"select * from nothing"):
        with pytest.raises(psycopg.Error) as raised:
            admin.execute(statement)
        assert translated(raised.value) is None
