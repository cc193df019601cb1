"""The read API never writes, runs on a hot standby, and leaves no session state."""

import random
import re
import shutil
import socket
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from statewave import assets
from statewave.local.account import Account
from tests.conftest import Connection, Database, TestServer, environment
from tests.pooler import pooler
from tests.sql.cases import CASES, calls, prepared

WRITES = """
select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_user_tables
"""


def test_every_read_is_stable_or_immutable(admin: Connection) -> None:
    """P13."""
    rows = admin.execute(
        "select proname, provolatile from pg_proc where pronamespace = 'statewave'::regnamespace"
    )
    for name, volatility in rows:
        assert (volatility in ("s", "i")) == CASES[name].reads, name


def test_reads_change_no_row(conn: Connection, admin: Connection) -> None:
    """P13: a read only transaction takes them all, and no table's counters move."""
    fill = prepared(conn)
    conn.execute("select pg_stat_force_next_flush()")
    before = admin.execute(WRITES).fetchone()
    with conn.transaction():
        conn.execute("set transaction read only")
        for _, call in calls(fill, reads=True):
            conn.execute(f"select * from {call}".encode()).fetchall()
    for _, call in calls(fill, reads=True):  # and where a write would be possible
        conn.execute(f"select * from {call}".encode()).fetchall()
    conn.execute("select pg_stat_force_next_flush()")
    admin.execute("select pg_stat_clear_snapshot()")
    assert admin.execute(WRITES).fetchone() == before
    conn.execute("select statewave.record('s', '{}')")
    conn.execute("select pg_stat_force_next_flush()")
    assert admin.execute(WRITES).fetchone() != before, "the counters do not count"


@pytest.fixture
def standby(server: TestServer, tool: object) -> Iterator[str]:
    """Port of a hot standby of the server, made with pg_basebackup."""
    account = Account.choose()
    folder = Path(tempfile.mkdtemp(prefix="statewave-standby-"))
    account.give(folder)
    data = folder / "data"
    env = server.env | environment(server.admin_dsn)
    account.run(
        [server.bin / "pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast"], env, folder
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    control: list[str | Path] = [server.bin / "pg_ctl", "-D", data, "-w", "-t", "60"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
    account.run([*control, "-l", folder / "log", "-o", options, "start"], server.env, folder)
    yield str(port)
    account.run([*control, "-m", "immediate", "stop"], server.env, folder)
    shutil.rmtree(folder)


def test_reads_give_the_same_bytes_on_a_hot_standby(
    conn: Connection, database: Database, standby: str
) -> None:
    """P13: every read function, the replica having caught up."""
    fill = prepared(conn)
    (position,) = conn.execute("select pg_current_wal_lsn()::text").fetchone() or ("",)
    with psycopg.connect(make_conninfo(database.dsn, port=standby), autocommit=True) as replica:
        assert replica.execute("select pg_is_in_recovery()").fetchone() == (True,)
        caught_up = "select pg_last_wal_replay_lsn() >= %s::pg_lsn"
        while replica.execute(caught_up, [position]).fetchone() != (True,):
            pass
        for name, call in calls(fill, reads=True):
            query = f"select r::text from {call} r".encode()
            assert replica.execute(query).fetchall() == conn.execute(query).fetchall(), name
        # Without as_of each server has a now of its own; the other one can answer for that time.
        ask = "select statewave.retrieve(%s, 'Where does she live?', as_of => %s)"
        there = replica.execute(ask, [fill["subject"], None]).fetchone()
        assert there
        assert len(there[0]["items"]) >= 5
        here = conn.execute(ask, [fill["subject"], there[0]["as_of"]]).fetchone()
        assert here == there
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            replica.execute("select statewave.record('s', '{}')")


def settings_of(connection: Connection) -> dict[str, str | None]:
    """SHOW ALL, and every other setting's name that the SQL mentions."""
    shown = {name: value for name, value, _ in connection.execute("show all")}
    text = "".join(file.read_text() for file in (assets.root() / "sql").rglob("*.sql"))
    named = set(re.findall(r"set_config\('([\w.]+)'|current_setting\('([\w.]+)'", text))
    for name in {n for pair in named for n in pair if n}:
        row = connection.execute("select current_setting(%s, true)", [name]).fetchone()
        shown[name] = row[0] if row else None
    return shown


def test_no_call_leaves_session_state(conn: Connection) -> None:
    """P15: compared before and after each call, inside one transaction and after it."""
    fill = prepared(conn)
    volatile = {"transaction_isolation", "transaction_read_only", "transaction_deferrable"}

    def state() -> dict[str, str | None]:
        return {k: v for k, v in settings_of(conn).items() if k not in volatile}

    outside = state()
    with conn.transaction():
        before = state()
        for name, call in calls(fill):
            conn.execute(f"select * from {call}".encode()).fetchall()
            assert state() == before, name
    assert state() == outside
    temporary = "select count(*) from pg_class where relpersistence = 't'"
    assert conn.execute(temporary).fetchone() == (0,)
    assert conn.execute("select count(*) from pg_locks where locktype = 'advisory'").fetchone() == (
        0,
    )


def test_session_settings_do_not_change_a_bundle(conn: Connection) -> None:
    """P7: under settings that change how values print, compare and plan."""
    fill = prepared(conn)
    reads = dict(calls(fill))
    query = (
        f"select (select r::text from {reads['retrieve']} r),"
        f" (select array_agg((r.memory_id, float8send(r.score))::text) from {reads['search']} r)"
    ).encode()
    expected = conn.execute(query).fetchone()
    for setting in (
        "timezone = 'Asia/Tokyo'",
        "datestyle = 'SQL, DMY'",
        "datestyle = 'German'",
        "extra_float_digits = -10",
        "enable_seqscan = off",
        "enable_hashjoin = off",
        "enable_indexscan = off",
        "enable_bitmapscan = off",
        "plan_cache_mode = force_generic_plan",
        "work_mem = '64kB'",
        "default_text_search_config = 'pg_catalog.german'",
        "jit_above_cost = 0",
        "debug_parallel_query = on",
        "search_path = ''",
    ):
        conn.execute(f"set {setting}".encode())
        for _ in range(2):
            assert conn.execute(query).fetchone() == expected, setting


# What a session may set; each value is one that changes how values print, compare or plan.
SETTINGS = {
    "timezone": ["Asia/Tokyo", "America/Caracas", "UTC"],
    "datestyle": ["SQL, DMY", "German", "ISO"],
    "intervalstyle": ["iso_8601", "postgres"],
    "bytea_output": ["escape", "hex"],
    "extra_float_digits": ["-10", "0", "3"],
    "enable_hashjoin": ["off", "on"],
    "enable_hashagg": ["off", "on"],
    "enable_indexscan": ["off", "on"],
    "work_mem": ["64kB", "64MB"],
    "plan_cache_mode": ["force_custom_plan", "force_generic_plan", "auto"],
    "default_text_search_config": ["pg_catalog.german", "pg_catalog.simple"],
    "search_path": ["", "pg_temp, public"],
    "standard_conforming_strings": ["on", "off"],
    "transform_null_equals": ["on", "off"],
}


def test_a_bundle_is_the_same_plain_prepared_and_pooled(
    database: Database, conn: Connection, tool: Callable[[str], Path]
) -> None:
    """P7: 1,000 calls under random settings give the same bytes."""
    fill = prepared(conn)
    call = "statewave.retrieve(%s, %s, %s, as_of => '2100-01-01T00:00:00Z')"
    arguments = [fill["subject"], "Where does she live, and on which plan?", 120]
    chance = random.Random(7)
    found: Counter[str] = Counter()
    with ExitStack() as stack:
        through = stack.enter_context(pooler(tool("pgbouncer"), database.dsn))
        pooled = stack.enter_context(psycopg.connect(through, autocommit=True))
        pooled.prepare_threshold = None
        for number in range(1000):
            connection, prepare = [(conn, False), (conn, True), (pooled, False)][number % 3]
            with connection.transaction():
                for name, values in SETTINGS.items():
                    if chance.random() < 0.3:
                        connection.execute(
                            "select set_config(%s, %s, true)", [name, chance.choice(values)]
                        )
                row = connection.execute(
                    f"select {call}::text".encode(), arguments, prepare=prepare
                ).fetchone()
            assert row
            found[row[0]] += 1
    assert len(found) == 1


def test_a_bundle_is_the_same_after_the_rows_moved(conn: Connection, admin: Connection) -> None:
    """P7: VACUUM FULL and REINDEX."""
    fill = prepared(conn)
    query = f"select r::text from {dict(calls(fill))['retrieve']} r".encode()
    expected = conn.execute(query).fetchone()
    key = admin.execute(
        "select m.tableoid::regclass, e.tableoid::regclass from statewave_private.memory m"
        " join statewave_private.embedding e on e.subject_key = m.subject_key limit 1"
    ).fetchone()
    for table in key or ():
        admin.execute(f"vacuum (full, analyze) {table}".encode())
        admin.execute(f"reindex table {table}".encode())
    assert conn.execute(query).fetchone() == expected


def test_the_programs_are_the_servers(server: TestServer) -> None:
    """A missing pg_basebackup fails the suite here, by name."""
    for name in ("pg_basebackup", "pg_dump", "psql", "pg_ctl"):
        subprocess.run([server.bin / name, "--version"], env=server.env, check=True)
