"""What a policy withholds from the caller takes no part in the support layer, and reads write nothing."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database
from tests.sql.test_reads import WRITES
from tests.support.conftest import DAY, MINUTE, START, value

SECRET = "Diabetikum"
READS = {
    "sessions": "select array_agg(s::text) from statewave.sessions({s}, caller => {c}) s",
    "resolutions": "select statewave.resolutions({s}, caller => {c})",
    "repeated_issues": "select statewave.repeated_issues({s}, 'now', caller => {c})",
    "health": "select statewave.health({s}, as_of => '2100-01-01T00:00:00Z', caller => {c})",
    "sla": "select statewave.sla({s}, as_of => '2100-01-01T00:00:00Z', caller => {c})",
    "handoff": "select statewave.handoff({s}, 'now', as_of => '2100-01-01T00:00:00Z', caller => {c})",
    "handoff of it": "select statewave.handoff({s}, 'secret', as_of => '2100-01-01T00:00:00Z', caller => {c})",
}


def read(app: Connection, name: str, subject: str, caller: str = "null") -> Any:
    return value(app, READS[name].format(s=f"'{subject}'", c=caller))


@pytest.fixture
def told(
    app: Connection, subject: str, say: Callable[..., str], resolve: Callable[..., Any]
) -> Any:
    """A subject with a secret session, and one with a secret in it; and the same without."""

    def tell(name: str, secret: bool) -> str:
        turns = [
            ("now", "My pump is broken again.", "user", False), ("now", "Which pump?", "agent", False), ("now", f"The one for {SECRET}, urgent.", "user", True),
            ("secret", f"The pump for {SECRET} is broken.", "user", True), ("secret", f"Change the battery of {SECRET}.", "agent", True),
            ("plain", "The pump is broken.", "user", False), (None, f"I work at {SECRET}.", "user", True),
        ]  # fmt: skip
        batch = [
            {"payload": {"text": text}, "source": source, "session": session, "occurred_at": (START + n * MINUTE).isoformat(),
             "labels": ["medical"] if is_secret else []}
            for n, (session, text, source, is_secret) in enumerate(turns) if secret or not is_secret
        ]  # fmt: skip
        app.execute("select statewave.record_batch(%s, %s)", [name, json.dumps(batch)])
        app.execute("select statewave.compile(%s)", [name])
        at = START + DAY
        for session in ("now", "plain", *(["secret"] if secret else [])):
            app.execute(
                "select statewave.resolve_session(%s, %s, 'resolved', %s, at => %s)",
                [name, session, f"{session}: {SECRET}" if secret and session != "plain" else None, at],
            )  # fmt: skip
        return name

    return tell(subject, True), tell(f"{subject} without", False)


@pytest.mark.parametrize("action", ["deny", "redact"])
@pytest.mark.parametrize("name", READS)
def test_what_is_withheld_takes_no_part(
    app: Connection, told: tuple[str, str], action: str, name: str
) -> None:
    """Every figure is that of a subject that never had it."""
    subject, without = told
    assert SECRET in json.dumps(read(app, name, subject)) or name in ("health", "sla", "repeated_issues")  # fmt: skip
    open_before = read(app, name, subject)
    app.execute(
        "select statewave.set_policy(%s)",
        [json.dumps([{"labels": ["medical"], "action": action, "unless": {"role": "doctor"}}])],
    )
    try:
        found, plain = read(app, name, subject), read(app, name, without)
        assert SECRET not in json.dumps(found)
        assert named(found, subject) == named(plain, without)
        if name != "handoff of it":
            assert named(found, subject) != named(open_before, subject)
    finally:
        app.execute("select statewave.set_policy(null)")


def named(found: Any, subject: str) -> Any:
    """A result without what differs between two subjects of the same story."""
    if isinstance(found, dict):
        return {
            k: named(v, subject)
            for k, v in found.items()
            if k not in ("id", "created_at", "updated_at", "provenance", "token_estimate")
        }
    if isinstance(found, list):
        return [named(v, subject) for v in found]
    return found.replace(subject, "…") if isinstance(found, str) else found


def test_who_proves_the_right_sees_all(
    app: Connection, told: tuple[str, str], shared: Database
) -> None:
    subject, _ = told
    rules = [{"labels": ["medical"], "action": "deny", "unless": {"role": "doctor"}}]
    app.execute("select statewave.set_policy(%s)", [json.dumps(rules)])
    with psycopg.connect(shared.admin_dsn, autocommit=True) as owner:
        grant = "select statewave.grant_tenant('statewave_test_app', 'default', true, %s)"
        try:
            said = '\'{"role": "doctor"}\''
            assert SECRET not in json.dumps(read(app, "handoff", subject, said))
            owner.execute(grant, [True])
            assert SECRET in json.dumps(read(app, "handoff", subject, said))
            assert SECRET not in json.dumps(read(app, "handoff", subject))
        finally:
            owner.execute(grant, [False])
            app.execute("select statewave.set_policy(null)")


def test_no_read_of_the_support_layer_writes(
    app: Connection, told: tuple[str, str], shared: Database
) -> None:
    """P13: in a read only transaction, and by the tables' counters where a write would be possible."""
    subject, _ = told
    with psycopg.connect(shared.admin_dsn, autocommit=True) as owner:
        app.execute("select pg_stat_force_next_flush()")
        before = owner.execute(WRITES).fetchone()
        with app.transaction():
            app.execute("set transaction read only")
            for name in READS:
                read(app, name, subject)
            app.execute(
                "select statewave.locate(id) from statewave.episode where subject = %s", [subject]
            )
        for name in READS:
            read(app, name, subject)
        app.execute("select pg_stat_force_next_flush()")
        owner.execute("select pg_stat_clear_snapshot()")
        assert owner.execute(WRITES).fetchone() == before


def test_reads_are_the_same_in_any_session(app: Connection, told: tuple[str, str]) -> None:
    """P7: settings that change how values print and how plans are made."""
    subject, _ = told
    names = [name for name in READS if name != "sessions"]
    expected = {name: read(app, name, subject) for name in names}
    for setting in (
        "timezone = 'Asia/Tokyo'", "datestyle = 'SQL, DMY'", "intervalstyle = 'iso_8601'", "extra_float_digits = -10", "enable_hashjoin = off",
        "enable_seqscan = off", "work_mem = '64kB'", "default_text_search_config = 'pg_catalog.german'", "plan_cache_mode = force_generic_plan",
    ):  # fmt: skip
        with app.transaction(force_rollback=True):
            app.execute(f"set local {setting}".encode())
            for _ in range(2):
                assert {name: read(app, name, subject) for name in names} == expected, setting
