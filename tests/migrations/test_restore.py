"""P25: a dump of the two schemas restores, by a login that is no superuser, to the same memory."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from statewave import deploy
from tests.conftest import Database
from tests.migrations.support import NewDatabase, Programs, as_login, copied, ledger, one, run

TURNS = [
    ("2024-01-03", "My name is Vera and I live in Lisbon."),
    ("2024-02-10", "I work for a bakery. The ovens are lit at four in the morning."),
    ("2024-05-21", "I moved: I live in Porto now. Please never call me before noon."),
    ("2024-06-02", "The parcel with the blue kettle arrived broken, can you send another?"),
    ("2024-06-03", "Ação! 東京 was warm; we saw the \\. sign and a tab\there."),
]
QUESTIONS = ["Where does Vera live?", "What arrived broken?", "東京", "When may I call her?"]
BUNDLES = """
select string_agg(statewave.retrieve('vera', q.task, b.tokens, as_of => '{moment}')::text, chr(10) order by q.no, b.tokens)
  from unnest(array[{tasks}]) with ordinality q (task, no), unnest(array[120, 1000]) b (tokens)
"""


def bundles(dsn: str, moment: object) -> object:
    """The text of every bundle, as of a moment."""
    tasks = ", ".join(f"'{q}'" for q in QUESTIONS)
    return one(dsn, BUNDLES.format(moment=moment, tasks=tasks))


@pytest.fixture
def restored(
    database: Database, new_database: NewDatabase, programs: Programs, login: str, tmp_path: Path
) -> Iterator[tuple[str, object, object]]:
    """A restored database, the moment of the dump and the bundles then."""
    with psycopg.connect(database.dsn, autocommit=True) as app:
        for day, text in TURNS:
            app.execute(
                "select statewave.record('vera', jsonb_build_object('text', %s::text),"
                " occurred_at => %s, session => 'talk')",
                [text, day],
            )
        app.execute("select statewave.compile('vera')")
    moment = one(database.dsn, "select clock_timestamp()")
    before = bundles(database.dsn, moment)
    # Later than the moment: in the dump, and not in a bundle as of then.
    run(database.dsn, """select statewave.record('vera', '{"text": "I live in Faro."}')""")
    run(database.admin_dsn, f"grant statewave_backup to {login}")
    schemas = ["--role=statewave_backup", "-n", "statewave", "-n", "statewave_private"]
    backup = as_login(database.admin_dsn, login, "secret")
    programs.run("pg_dump", *schemas, "-f", str(tmp_path / "dump.sql"), "-d", backup)

    dsn = new_database()
    deploy.bootstrap(dsn)
    run(dsn, f"grant statewave_owner to {login}")
    programs.psql(as_login(dsn, login, "secret"), (tmp_path / "dump.sql").read_text())
    run(dsn, f"revoke statewave_owner from {login}")
    yield dsn, moment, before


def test_a_dump_restored_without_a_superuser_gives_the_same_bundles_and_goes_on(
    restored: tuple[str, object, object], database: Database, programs: Programs, tmp_path: Path
) -> None:
    admin, moment, before = restored
    source = psycopg.conninfo.conninfo_to_dict(database.dsn)
    app = as_login(admin, str(source["user"]), str(source["password"]))

    assert before is not None and "Porto" in str(before) and "Faro" not in str(before)
    assert bundles(app, moment) == before == bundles(database.dsn, moment)

    run(app, """select statewave.record('vera', '{"text": "The kettle is green."}')""")
    assert one(app, "select statewave.retrieve('vera', 'the green kettle') ->> 'text' ~ 'green'")
    assert ledger(admin) == ledger(database.admin_dsn)
    deploy.verify(admin)
    assert deploy.deploy(admin) == []

    # With the next change of the functions comes what such a dump cannot hold.
    changed = copied(tmp_path)
    file = changed.root / "sql" / "record" / "record.sql"
    file.write_text(file.read_text() + "-- a remark\n")
    for dsn in (admin, database.admin_dsn):
        assert deploy.deploy(dsn, sources=changed) == ["sql"]
    assert programs.dump(admin) == programs.dump(database.admin_dsn)
