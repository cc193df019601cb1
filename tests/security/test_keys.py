"""Keys of the HTTP API: who is let in, how often, and what a refusal tells."""

import hashlib
import itertools
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

import statewave
from statewave.errors import translated
from tests.conftest import LOGIN, Connection, Database

OWN, OTHER = "default", "other"


def digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


@pytest.fixture(scope="module")
def owner(shared: Database) -> Iterator[Connection]:
    """A superuser's connection; there is another tenant, which the application may not act for."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        connection.execute("insert into statewave_private.tenant (tenant_id) values (%s)", [OTHER])
        yield connection


@pytest.fixture
def app(shared: Database, owner: Connection) -> Iterator[Connection]:
    """The server's connection."""
    with psycopg.connect(shared.direct, autocommit=True) as connection:
        yield connection


@pytest.fixture
def key() -> str:
    """A key that no other test has."""
    return uuid.uuid4().hex


def make(connection: Connection, key: str, *more: Any, name: str | None = None) -> None:
    given = ", %s" * len(more)
    connection.execute(
        f"select statewave.set_api_key(%s, %s{given})".encode(),
        [name or f"key {key[:8]}", digest(key), *more],
    )


def authenticate(connection: Connection, key: str, *more: Any, tenant: str | None = None) -> Any:
    given = ", %s" * len(more)
    row = connection.execute(
        f"select statewave.authenticate(%s{given}, tenant => %s)".encode(),
        [digest(key), *more, tenant],
    ).fetchone()
    assert row
    return row[0]


def refused(connection: Connection, key: str, *more: Any, tenant: str | None = None) -> Any:
    """(code, what programs read, what people read) of a refusal."""
    with pytest.raises(psycopg.Error) as raised:
        authenticate(connection, key, *more, tenant=tenant)
    diag = raised.value.diag
    return diag.sqlstate, diag.message_detail, diag.message_primary


def test_a_key_gives_its_tenant(app: Connection, key: str) -> None:
    make(app, key)
    assert authenticate(app, key) == OWN
    assert authenticate(app, key, tenant=OWN) == OWN


def test_each_refusal_says_why(app: Connection, owner: Connection, key: str) -> None:
    assert refused(app, key)[:2] == ("SW403", "unknown")
    make(app, key)
    assert refused(app, key, "writer")[:2] == ("SW403", "role")
    assert refused(app, key, tenant=OTHER)[:2] == ("SW403", "tenant")
    owner.execute(
        "update statewave_private.api_key set expires_at = now() where key_hash = %s",
        [digest(key)],
    )
    assert refused(app, key)[:2] == ("SW403", "expired")
    app.execute("select statewave.revoke_api_key(%s)", [f"key {key[:8]}"])
    assert refused(app, key)[:2] == ("SW403", "revoked")
    with pytest.raises(psycopg.Error, match="there is no role"):
        authenticate(app, key, "king")


@pytest.mark.parametrize(("role", "rank"), [("reader", 1), ("writer", 2), ("admin", 3)])
def test_a_role_takes_in_the_ones_before_it(
    app: Connection, key: str, role: str, rank: int
) -> None:
    make(app, key, role)
    for number, needed in enumerate(("reader", "writer", "admin"), 1):
        if number <= rank:
            assert authenticate(app, key, needed) == OWN
        else:
            assert refused(app, key, needed)[1] == "role"


def test_a_tenant_that_exists_and_one_that_does_not_are_refused_alike(
    app: Connection, key: str
) -> None:
    make(app, key)
    assert refused(app, key, tenant=OTHER) == refused(app, key, tenant="unheard-of")
    assert refused(app, key, tenant=OTHER) == refused(app, key, tenant="")


def test_a_key_of_one_tenant_finds_no_id_of_another(
    app: Connection, owner: Connection, key: str
) -> None:
    """Ids of the other tenant, and ids that nobody has, in the same words, from every way to look."""
    made = owner.execute(
        "select statewave.record('s', '{\"text\": \"I live in Rome.\"}', tenant => 'other')"
    ).fetchone()
    assert made
    owner.execute("select statewave.compile('s', tenant => 'other')")
    foreign = [made[0], *(i for (i,) in owner.execute(
        "select id from statewave.memory where tenant = 'other'"))]  # fmt: skip
    assert len(foreign) >= 3
    make(app, key, "admin")
    tenant = authenticate(app, key)
    said = set()
    for id, call in itertools.product(
        [*foreign, uuid.uuid4()], ("locate(%s", "get_memory('s', %s", "get_episode('s', %s")
    ):
        with pytest.raises(psycopg.Error) as raised:
            app.execute(f"select statewave.{call}, tenant => %s)".encode(), [id, tenant])
        said.add((call, raised.value.sqlstate, str(raised.value)))
    assert len(said) == 3 and {s[1] for s in said} == {"SW404"}


def test_an_administrator_sees_and_revokes_its_own_tenants_keys(
    app: Connection, owner: Connection, key: str
) -> None:
    owner.execute(
        "select statewave.set_api_key('theirs', %s, tenant => %s)", [digest(f"{key} other"), OTHER]
    )
    make(app, key, "writer")
    rows = app.execute("select name, role, fingerprint from statewave.api_keys()").fetchall()
    assert (f"key {key[:8]}", "writer", digest(key).hex()[:12]) in rows
    assert "theirs" not in [name for name, *_ in rows]
    assert app.execute("select statewave.revoke_api_key('theirs')").fetchone() == (False,)
    for call in ("api_keys(%s)", "revoke_api_key('theirs', %s)"):
        with pytest.raises(psycopg.Error, match="may not act for tenant"):
            app.execute(f"select * from statewave.{call}".encode(), [OTHER])


def test_a_name_has_one_key_in_force(app: Connection, key: str) -> None:
    """Another key of the name is refused until the first is revoked; said again it changes the rest."""
    name = f"name {key[:8]}"
    make(app, key, name=name)
    make(app, key, "admin", None, 7, name=name)
    again = "select role, rate_per_minute from statewave.api_keys() where name = %s"
    assert app.execute(again, [name]).fetchall() == [("admin", 7)]
    for other, other_name in ((f"{key} new", name), (key, f"{name} too")):
        with pytest.raises(psycopg.Error) as raised:
            make(app, other, name=other_name)
        assert raised.value.sqlstate == "SW409"
    app.execute("select statewave.revoke_api_key(%s)", [name])
    with pytest.raises(psycopg.Error):
        make(app, key, name=name)  # what is revoked does not come back
    make(app, f"{key} new", name=name)
    assert app.execute(again, [name]).fetchall() == [("admin", 7), ("reader", None)]


def test_a_rate_is_kept_in_the_database(app: Connection, owner: Connection, key: str) -> None:
    """By cost; what is refused is not counted; the next minute begins anew; a refusal says how long to wait."""
    make(app, key, "reader", None, 5)
    assert authenticate(app, key, "reader", 4) == OWN
    code, wait, _ = refused(app, key, "reader", 2)
    assert code == "SW429"
    assert 1 <= int(wait) <= 60
    assert authenticate(app, key, "reader", 1) == OWN
    assert refused(app, key)[0] == "SW429"
    assert authenticate(app, key, "reader", 0) == OWN
    owner.execute(
        "update statewave_private.api_key_use set window_at = window_at - interval '1 minute' where key_hash = %s",
        [digest(key)],
    )
    assert authenticate(app, key, "reader", 5) == OWN
    with pytest.raises(psycopg.Error) as raised:
        authenticate(app, key)
    error = translated(raised.value)
    assert isinstance(error, statewave.TooManyRequests)
    assert error.detail and error.detail.isdigit()


def test_a_rate_holds_for_many_at_once(shared: Database, owner: Connection, key: str) -> None:
    """Eight connections: exactly as many are let in as the rate says."""
    owner.execute("select statewave.set_api_key(%s, %s, rate_per_minute => 50)", [key, digest(key)])

    def some(_: int) -> int:
        done = 0
        with psycopg.connect(shared.direct, autocommit=True) as connection:
            for _ in range(25):
                try:
                    done += authenticate(connection, key) == OWN
                except psycopg.Error as error:
                    assert error.sqlstate == "SW429"
        return done

    # In one minute of the clock: a run that crosses into the next has a second window.
    with ThreadPoolExecutor(8) as pool:
        before = owner.execute("select date_trunc('minute', clock_timestamp())").fetchone()
        done = sum(pool.map(some, range(8)))
        after = owner.execute("select date_trunc('minute', clock_timestamp())").fetchone()
    assert done == 50 if before == after else 50 <= done <= 100


def test_without_a_rate_nothing_is_written(app: Connection, key: str) -> None:
    make(app, key)
    with app.transaction():
        app.execute("set transaction read only")
        assert authenticate(app, key) == OWN


def test_changes_of_keys_are_in_the_administrators_audit(app: Connection, key: str) -> None:
    """Never the hash, whose beginning tells which key."""
    make(app, key)
    app.execute("select statewave.revoke_api_key(%s)", [f"key {key[:8]}"])
    rows = app.execute(
        "select action, detail, problem from statewave.admin_audit(page => 1000) order by seq desc limit 2"
    ).fetchall()
    assert [r[0] for r in rows] == ["revoke_api_key", "set_api_key"]
    assert rows[1][1]["fingerprint"] == digest(key).hex()[:12]
    assert digest(key).hex() not in str(rows)
    assert {r[2] for r in rows} == {None}
    assert rows[0][1]["by"] == LOGIN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["'n'", "'x'::bytea"], "no sha256"),
        (["'n'", "null"], "no sha256"),
        (["''", "sha256('x')"], "name is empty"),
        (["'n'", "sha256('x')", "'king'"], "no role"),
        (["'n'", "sha256('x')", "'reader'", "now()"], "not to come"),
        (["'n'", "sha256('x')", "'reader'", "'infinity'"], "not to come"),
        (["'n'", "sha256('x')", "'reader'", "null", "0"], "rate_per_minute"),
    ],
)
def test_a_bad_key_is_refused(app: Connection, given: list[str], said: str) -> None:
    with pytest.raises(psycopg.Error, match=said) as raised:
        app.execute(f"select statewave.set_api_key({', '.join(given)})".encode())
    assert raised.value.sqlstate == "SW400"
