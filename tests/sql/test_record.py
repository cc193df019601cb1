"""What recording costs, told by counts."""

import json

import psycopg

from statewave.bench import data
from tests.conftest import Connection, Database


def test_a_partition_that_was_vacuumed_while_empty_is_not_read_whole(database: Database) -> None:
    """Foreign keys are checked by index though their plans were made when there was nothing."""
    with (
        psycopg.connect(database.admin_dsn, autocommit=True) as admin,
        psycopg.connect(database.dsn, autocommit=True) as app,
    ):
        admin.execute("vacuum analyze")
        for number in range(8):  # the plans of all partitions are made
            record_some(app, f"first {number}", 20)
        for _ in range(4):
            record_some(app, "second", 300)
        app.execute("select pg_stat_force_next_flush()")
        row = admin.execute(
            "select sum(seq_tup_read) from pg_stat_user_tables where relname ~ '^(memory|episode)_'"
        ).fetchone()
        assert row
        assert row[0] < 300 * 300 * 3


def record_some(app: Connection, subject: str, turns: int) -> None:
    """A batch of invented turns."""
    for batch in data.episodes_of(data.invented(turns).turns):
        app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(batch)])


def test_recording_updates_its_subject_where_it_stands(database: Database) -> None:
    """No index holds what changes with each episode: the row's updates are heap-only."""
    with psycopg.connect(database.admin_dsn) as connection:
        for _ in range(20):
            connection.execute("select statewave.record('s', '{\"text\": \"Hello.\"}')")
        counts = connection.execute(
            "select sum(n_tup_upd), sum(n_tup_hot_upd) from pg_stat_xact_all_tables"
            " where schemaname = 'statewave_private' and relname ~ '^subject_'"
        ).fetchone()
    assert counts and counts[0] >= 20 and counts[1] >= 18, counts
