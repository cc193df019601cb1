"""A compile whose server process ends at any moment has done all or nothing."""

import json
import random
import threading
import time

import psycopg
import pytest

from tests.conftest import Connection, Database

TOWNS = ("Oslo", "Rome", "Lyon", "Porto", "Bergen")
KILLS = 12


def stored(admin: Connection) -> tuple[object, ...] | None:
    """What there is of compiling."""
    return admin.execute(
        "select (select count(*) from statewave_private.compile_run), (select count(*) from statewave_private.memory where kind <> 'passage'),"
        " (select count(*) from statewave_private.embedding), (select count(*) from statewave_private.supersession),"
        " (select string_agg(compiled_through || ' ' || audit_seq || ' ' || last_memory_seq, ',') from statewave_private.subject)"
    ).fetchone()


def test_a_killed_compile_has_done_all_or_nothing(database: Database) -> None:
    """Ended at random moments over the whole of its time; the next compile does it all."""
    turns = [
        {"payload": {"text": f"I moved to {TOWNS[n % 5]}. I like number {n}."}} for n in range(150)
    ]
    chance = random.Random(1)
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("select statewave.record_batch('s', %s)", [json.dumps(turns)])
        nothing = stored(admin)
        with psycopg.connect(database.direct) as connection:  # how long it takes, undone
            connection.execute("select statewave.compile('s')")
            started = time.perf_counter()
            connection.rollback()
            connection.execute("select statewave.compile('s')")
            whole = time.perf_counter() - started
            connection.rollback()
        killed = 0
        for _ in range(KILLS):
            killed += kill_one(admin, database, chance.uniform(0, whole))
            assert stored(admin) == nothing
        assert killed > KILLS / 2
        admin.execute("select statewave.compile('s')")
        done = stored(admin)
        assert done is not None and nothing is not None and done[0] == 1
        wrong = "select count(*) from statewave.audit_verify('s') where status <> 'sound'"
        assert admin.execute(wrong).fetchone() == (0,)


TRIPWIRE = """
create sequence public.statements;
create function public.tripwire() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if nextval('public.statements') = current_setting('tripwire.at')::bigint then
    perform pg_terminate_backend(pg_backend_pid());
    perform pg_sleep(5);
  end if;
  return null;
end $$;
do $$
declare v_table text;
begin
  for v_table in select name from statewave_private.subject_tables() loop
    execute format('create trigger tripped_before before insert or update or delete on statewave_private.%I for each statement execute function public.tripwire()', v_table);
    execute format('create trigger tripped_after after insert or update or delete on statewave_private.%I for each statement execute function public.tripwire()', v_table);
  end loop;
end $$;
"""


@pytest.mark.long
def test_a_compile_killed_at_every_statement_has_done_all_or_nothing(database: Database) -> None:
    """Ended before and after each statement that writes, one after the other."""
    turns = [{"payload": {"text": f"I moved to {town}. I like {town}."}} for town in TOWNS[:3]]
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("select statewave.record_batch('s', %s)", [json.dumps(turns)])
        nothing = stored(admin)
        admin.execute(TRIPWIRE.encode())
        with psycopg.connect(database.direct) as connection:
            connection.execute("set tripwire.at = 0")
            connection.execute("select statewave.compile('s')")
            connection.rollback()
        (count,) = admin.execute("select last_value from public.statements").fetchone() or (0,)
        assert count >= 30
        for number in range(1, count + 1):
            admin.execute("alter sequence public.statements restart")
            with psycopg.connect(database.direct, autocommit=True) as connection:
                connection.execute(f"set tripwire.at = {number}".encode())
                with pytest.raises(psycopg.OperationalError):
                    connection.execute("select statewave.compile('s')")
            assert stored(admin) == nothing, number
        admin.execute("set tripwire.at = 0")
        admin.execute("select statewave.compile('s')")
        done = stored(admin)
        assert done is not None and done[0] == 1


def kill_one(admin: Connection, database: Database, after: float) -> int:
    """Compile in a transaction that is not committed, and end its process meanwhile; 1 if it ran."""
    ran: list[int] = []
    with psycopg.connect(database.direct) as connection:
        pid = connection.info.backend_pid

        def compile_it() -> None:
            try:
                connection.execute("select statewave.compile('s')")
            except psycopg.OperationalError:
                ran.append(1)

        thread = threading.Thread(target=compile_it)
        thread.start()
        time.sleep(after)
        admin.execute("select pg_terminate_backend(%s, 5000)", [pid])
        thread.join()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
        connection.close()
    return len(ran)
