"""Two walls between tenants: what a call may name, and what a statement can see at all."""

import itertools
import json
import random
import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.conftest import Connection, Database
from tests.pooler import pooler

TENANTS = ("north", "south")
WORDS = {"north": "aurora", "south": "palmtree"}


@pytest.fixture(scope="module")
def logins(shared: Database) -> Iterator[dict[str, str]]:
    """A DSN of a login for each tenant, with the same subjects in both, of other words."""
    names = {tenant: f"statewave_{tenant}_{uuid.uuid4().hex[:8]}" for tenant in TENANTS}
    found = {}
    with psycopg.connect(shared.admin_dsn, autocommit=True) as owner, ExitStack() as stack:
        for tenant, name in names.items():
            role = sql.Identifier(name)
            make = "create role {} login password 'only-for-tests' in role statewave_reader, statewave_writer, statewave_admin"
            owner.execute(sql.SQL(make).format(role))
            stack.callback(owner.execute, sql.SQL("drop role {}").format(role))
            owner.execute("select statewave.grant_tenant(%s, %s, true)", [name, tenant])
            found[tenant] = make_conninfo(shared.direct, user=name, password="only-for-tests")
            with psycopg.connect(found[tenant], autocommit=True) as connection:
                text = {"text": f"I live in {WORDS[tenant]}. Always say {WORDS[tenant]}."}
                for subject in ("one", "two"):
                    connection.execute(
                        "select statewave.record(%s, %s)", [subject, json.dumps(text)]
                    )
                    connection.execute("select statewave.compile(%s)", [subject])
        yield found


@pytest.fixture(params=TENANTS)
def mine(
    request: pytest.FixtureRequest, logins: dict[str, str]
) -> Iterator[tuple[str, Connection]]:
    """A tenant and a connection of its login."""
    with psycopg.connect(logins[request.param], autocommit=True) as connection:
        yield request.param, connection


def other(tenant: str) -> str:
    return TENANTS[1 - TENANTS.index(tenant)]


def test_views_show_a_login_its_own_tenant_alone(mine: tuple[str, Connection]) -> None:
    tenant, connection = mine
    for view in ("episode", "memory", "memory_source"):
        rows = connection.execute(
            f"select distinct tenant from statewave.{view}".encode()
        ).fetchall()
        assert rows == [(tenant,)], view
    joined = connection.execute(
        "select m.content, e.payload from statewave.memory m join statewave.memory_source s on s.memory_id = m.id"
        " join statewave.episode e on e.id = s.episode_id where m.kind = 'passage' and m.subject = 'one'"
    ).fetchall()
    assert len(joined) == 1
    assert WORDS[tenant] in str(joined) and WORDS[other(tenant)] not in str(joined)


def test_a_function_that_forgets_the_tenant_sees_and_writes_nothing_of_others(
    shared: Database, mine: tuple[str, Connection]
) -> None:
    """The second wall: even a careless function of the owner is behind it."""
    tenant, connection = mine
    tables = (
        "subject", "episode", "memory", "memory_source", "embedding", "speaker", "language",
        "compile_run", "supersession", "audit_entry", "receipt",
    )  # fmt: skip
    with psycopg.connect(shared.admin_dsn, autocommit=True) as owner:
        owner.execute("set role statewave_owner")
        for table in tables:
            owner.execute(
                f"create or replace function statewave_private.careless_{table}() returns text[] language sql"
                f" security definer return array(select distinct tenant_id::text from statewave_private.{table})".encode()
            )
            owner.execute(
                f"grant execute on function statewave_private.careless_{table}() to public".encode()
            )
        owner.execute("grant usage on schema statewave_private to public")
        owner.execute(
            "create or replace function statewave_private.careless_write(t text) returns void language sql security definer"
            " begin atomic update statewave_private.subject set tenant_id = t;"
            " update statewave_private.speaker set tenant_id = t; end"
        )
        owner.execute("grant execute on function statewave_private.careless_write(text) to public")
        try:
            seen = {
                table: connection.execute(
                    f"select statewave_private.careless_{table}()".encode()
                ).fetchone()
                for table in tables
            }
            with pytest.raises(psycopg.errors.Error) as raised:
                connection.execute("select statewave_private.careless_write(%s)", [other(tenant)])
            assert raised.value.sqlstate in ("42501", "23514")
            connection.execute("set statewave.tenant = 'x'")
            assert connection.execute("select statewave_private.careless_episode()").fetchone() == (
                [tenant],
            )
        finally:
            owner.execute("revoke usage on schema statewave_private from public")
            for table in tables:
                owner.execute(f"drop function statewave_private.careless_{table}()".encode())
            owner.execute("drop function statewave_private.careless_write(text)")
    empty = {"memory_source", "supersession", "receipt"}
    assert seen == {table: ([] if table in empty else [tenant],) for table in tables}


# Calls that name subjects and ids of the other tenant, with and without naming it.
CALLS = [
    "statewave.retrieve({subject}, 'Where does she live?', 200{tenant})",
    "statewave.search({subject}, 'aurora palmtree'{tenant})",
    "statewave.timeline({subject}{tenant})",
    "statewave.subjects({bare})",
    "statewave.get_episode({subject}, {id}{tenant})",
    "statewave.get_memory({subject}, {id}{tenant})",
    "statewave.provenance({subject}, {id}{tenant})",
    "statewave.citing({subject}, {id}{tenant})",
    "statewave.explain({subject}, 'Where?', 200{tenant})",
    "statewave.retrieve_many(array['one', 'two'], 'Where?', 200{tenant})",
    "statewave.forget({subject}, array[{id}]::uuid[]{tenant})",
    "statewave.audit({subject}{tenant})",
    "statewave.list_receipts({subject}{tenant})",
    'statewave.record({subject}, \'{{"text": "hello"}}\'{tenant})',
]


def crossing(logins: dict[str, str], dsns: dict[str, str], count: int, threads: int) -> int:
    """So many random calls of both tenants at once, with each other's names and ids; the answers."""
    ids = {}
    for tenant, dsn in logins.items():
        with psycopg.connect(dsn) as connection:
            rows = connection.execute(
                "select id::text from statewave.memory union select id::text from statewave.episode"
            )
            ids[tenant] = [id for (id,) in rows]

    def some(number: int) -> int:
        chance, answers = random.Random(number), 0
        tenant = TENANTS[number % 2]
        strange = WORDS[other(tenant)]
        with psycopg.connect(dsns[tenant], autocommit=True, prepare_threshold=None) as connection:
            for _ in range(count // threads):
                named = chance.choice(
                    ["", "", f", tenant => '{other(tenant)}'", ", tenant => 'nowhere'"]
                )
                call = chance.choice(CALLS).format(
                    subject=chance.choice(["'one'", "'two'", "'three'"]),
                    id=f"'{chance.choice(ids[other(tenant)])}'",
                    tenant=named, bare=named.removeprefix(", "),
                )  # fmt: skip
                answers += refused_or_own(connection, call, strange, named)
        return answers

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(some, range(threads)))


def refused_or_own(connection: Connection, call: str, strange: str, named: str) -> int:
    """1 for an answer, which has no word of the other tenant; 0 for a refusal, in the right words."""
    try:
        rows = connection.execute(f"select x::text from {call} x".encode()).fetchall()
    except psycopg.Error as error:
        assert error.sqlstate == ("SW403" if named else "SW404"), call
        assert strange not in str(error)
        return 0
    assert not named, call
    shown = str(rows).replace("aurora palmtree", "")
    assert strange not in shown, call
    return 1


def test_no_call_reaches_another_tenant(logins: dict[str, str]) -> None:
    """P14, short."""
    assert crossing(logins, logins, 2000, 4) > 300


def test_no_call_reaches_another_tenant_through_a_pooler(logins: dict[str, str]) -> None:
    """P14, P31: 20 clients share two server connections a login."""
    with Through(logins) as dsns:
        assert crossing(logins, dsns, 2000, 20) > 300


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_calls_reach_no_other_tenant(logins: dict[str, str]) -> None:
    """P14 whole: half of them through the pooler."""
    assert crossing(logins, logins, 50_000, 8) > 5000
    with Through(logins) as dsns:
        assert crossing(logins, dsns, 50_000, 20) > 5000


class Through:
    """A pooler with two server connections for each login."""

    def __init__(self, logins: dict[str, str]) -> None:
        self._logins = logins
        self._stack = ExitStack()

    def __enter__(self) -> dict[str, str]:
        program = shutil.which("pgbouncer")
        assert program, "PgBouncer is not installed"
        return {
            tenant: self._stack.enter_context(pooler(Path(program), dsn, size=2))
            for tenant, dsn in self._logins.items()
        }

    def __exit__(self, *_: Any) -> None:
        self._stack.close()


def test_an_id_of_another_tenant_is_like_one_that_nobody_has(logins: dict[str, str]) -> None:
    """The same words, whether it exists or not."""
    with psycopg.connect(logins["south"]) as connection:
        (foreign,) = connection.execute("select id::text from statewave.memory").fetchone() or ("",)
    said = set()
    with psycopg.connect(logins["north"], autocommit=True) as connection:
        for id, function in itertools.product(
            (foreign, str(uuid.uuid4())), ("get_memory", "provenance", "verify_receipt")
        ):
            with pytest.raises(psycopg.Error) as raised:
                connection.execute(f"select statewave.{function}('one', '{id}')".encode())
            said.add((function, raised.value.sqlstate, raised.value.diag.message_primary))
    assert len(said) == 3
