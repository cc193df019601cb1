"""In the database a text function gives what the same file gives here: P18."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Connection, Database

CALLS = {
    "tokens": "select statewave_python.tokens(%s::text[])",
    "vectors": "select statewave_python.vectors(%s::text[])",
    "words": "select statewave_python.words(%s::text[])",
    "passages": "select * from statewave_python.passages(%s::text[])",
    "claims": "select c.* from (select %s::text[]) t (texts) cross join lateral statewave_python.claims(t.texts,"
    " array_fill('2026-03-10'::text, array[cardinality(t.texts)]), array_fill(false, array[cardinality(t.texts)]),"
    " statewave_private.rules_of_tenant('default')) c",
    "languages": "select statewave_python.languages(%s::text[])",
    "detections": "select * from statewave_python.detections(%s::text[])",
    "cues": "select text_no, whose, first_days::text[], last_days::text[], weights, past"
    " from statewave_python.cues(%s::text[], '2024-05-06', 2021, 2024)",
}
FURTHER: dict[str, list[Any]] = {"cues": ["2024-05-06", 2021, 2024]}
TEXTS = [
    "",
    "Hi! I'm Ann. I\u2019ve moved to Lisbon, and I love the sea. Always reply in French.",
    "Dr. Smith paid $3.50. " * 60,
    "我住在北京。你呢\uff1f \U0001f600 café हिन्दी",
    "```\ncode\n```\n\n- item <|endoftext|> <s>",
    "\\ \" ' {} , NULL $python$ \t\x01",
    "What did you tell me three weeks ago, on 4 May or in the winter of 2022?",
    "ich habe das nicht mit der katze und dem hund",
]
# Text that PostgreSQL can hold, of characters that Python 3.11's Unicode has: the server's Python
# may be a newer one, with letters that an older one does not know yet.
KNOWN = st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0")
ANY = st.lists(st.text(alphabet=KNOWN.filter(lambda c: c < "\U00020000")), max_size=4)


@pytest.fixture(scope="module")
def admin(shared: Database) -> Iterator[Connection]:
    """A superuser's connection for all of these tests: nothing here changes anything."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        yield connection


def in_database(connection: psycopg.Connection[Any], name: str, texts: list[str]) -> list[Any]:
    rows = connection.execute(CALLS[name], (texts,)).fetchall()
    return rows if name in ("passages", "claims", "cues", "detections") else rows[0][0]


def in_python(functions: Any, name: str, texts: list[str]) -> list[Any]:
    return functions[name](texts, *FURTHER.get(name, []))  # type: ignore[no-any-return]


def test_every_text_function_is_compared(functions: Any) -> None:
    """But the one that reads keys, which has tests of its own."""
    assert set(functions) == set(CALLS) | {"signatures"}


@pytest.mark.parametrize("name", CALLS)
def test_the_same_file_gives_the_same_result(functions: Any, admin: Any, name: str) -> None:
    assert in_database(admin, name, TEXTS) == in_python(functions, name, TEXTS)
    assert in_database(admin, name, []) == []


@pytest.mark.parametrize("name", CALLS)
@given(ANY)
def test_any_text_gives_the_same_result(
    functions: Any, admin: Any, name: str, texts: list[str]
) -> None:
    assert in_database(admin, name, texts) == in_python(functions, name, texts)


@pytest.mark.parametrize("name", CALLS)
def test_a_text_over_the_cap_is_refused(admin: Any, name: str) -> None:
    in_database(admin, name, ["\U0001f600" * 32_768])
    with pytest.raises(psycopg.Error) as raised:
        in_database(admin, name, ["fine", "\U0001f600" * 32_769])
    assert raised.value.sqlstate == "SW413"


@pytest.mark.parametrize("name", CALLS)
def test_a_null_text_is_refused(admin: Any, name: str) -> None:
    with pytest.raises(psycopg.Error) as raised:
        admin.execute(CALLS[name].replace("%s::text[]", "array['a', null]"))
    assert raised.value.sqlstate == "22004"


def test_vectors_are_halfvec_literals_without_rounding(admin: Any) -> None:
    same = admin.execute(
        "select bool_and(v::public.halfvec::text = replace(v, ' ', '') and"
        " public.vector_dims(v::public.halfvec) = 256)"
        " from unnest(statewave_python.vectors(%s::text[])) v where v is not null",
        (TEXTS,),
    ).fetchone()
    assert same == (True,)


def test_words_leave_the_stop_words_to_postgres(admin: Any) -> None:
    [(vector,)] = admin.execute(
        "select to_tsvector('pg_catalog.english', w)::text from"
        " unnest(statewave_python.words(array['I don''t, she doesn''t, we''ve and they''ll'])) w"
    ).fetchall()
    assert vector == ""


def private_megabytes(connection: psycopg.Connection[Any]) -> float:
    lines = Path(f"/proc/{connection.info.backend_pid}/smaps_rollup").read_text().split("\n")
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def test_a_warm_backend_has_at_most_90_megabytes_of_its_own(shared: Database) -> None:
    texts = [f"{word} {number}" for number in range(500) for word in ("river", "plan", "ink")]
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        for name in CALLS:
            in_database(connection, name, texts)
        assert private_megabytes(connection) <= 90


@pytest.mark.parametrize("name", CALLS)
def test_only_the_owner_may_call_it(admin: Any, name: str) -> None:
    allowed = admin.execute(
        "select rolname from pg_roles, pg_proc p where not rolsuper"
        " and p.pronamespace = 'statewave_python'::regnamespace and p.proname = %s"
        " and has_function_privilege(rolname, p.oid, 'execute')"
        " and not pg_has_role(rolname, 'statewave_owner', 'usage')",
        (name,),
    ).fetchall()
    assert allowed == []
