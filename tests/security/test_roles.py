"""What each role can do, tried and not read from the catalog: no table, and only its own functions."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.conftest import Connection, Database
from tests.sql.cases import CASES, calls, prepared

# Who may call what. A function that is in no set here is one that nobody may call.
MAY = {
    "statewave_reader": {
        "authenticate", "citing", "claim_keys", "compiler_rules", "explain", "explain_run", "export_subject", "get_episode", "get_memory",
        "handoff", "health", "history", "list_receipts", "locate", "profiles", "provenance", "repeated_issues", "replay_receipt",
        "resolutions", "retrieve", "retrieve_many", "runs", "search", "sessions", "sla", "subject_key", "subjects", "timeline",
        "v1_check_region", "v1_context", "v1_handoff", "v1_receipt", "v1_receipts", "v1_search", "v1_status", "v1_subjects",
        "v1_templates", "v1_timeline", "v1_verify_receipt", "verify_receipt", "warm",
    },
    "statewave_writer": {
        "v1_compile_later", "v1_compile_status",
        "authenticate", "compile", "compile_pending", "correct", "enqueue", "issue_receipt", "job_status", "locate", "pin", "record",
        "record_batch", "remember", "resolve_session", "retract", "subject_key", "v1_apply_template", "v1_check_region",
        "v1_compile", "v1_context_with_receipt", "v1_handoff_with_receipt", "v1_record", "v1_record_one", "v1_replay_receipt", "warm",
    },
    "statewave_admin": {
        "v1_compile_status",
        "activate_space", "add_space", "admin_audit", "allow_webhook_host", "api_keys", "audit", "audit_verify", "doctor", "drop_space",
        "erase", "expire", "explain_run", "export_subject", "fill_space", "forget", "grant_tenant", "import_subject", "job_status", "jobs",
        "list_labels", "list_receipts", "locate", "maintenance_plan", "merge_subjects", "parked", "policies", "promote_labels", "quotas",
        "refuse_webhook_host", "remove_webhook", "rename_subject", "replay_receipt", "retentions", "retry_job", "retry_parked",
        "revoke_api_key", "revoke_tenant", "runs", "scrub_plan", "set_api_key", "set_claim_key", "set_compiler_rule", "set_labels",
        "set_policy", "set_profile", "set_quota", "set_retention", "set_ttl", "set_webhook", "spaces", "subject_key", "subscribe",
        "tenants", "ttls", "unsubscribe", "v1_delete", "v1_export", "v1_import", "v1_promote_labels", "v1_receipt", "v1_receipts",
        "v1_set_labels", "v1_set_tenant_config", "v1_status", "v1_suggested_labels", "v1_tenant_config",
        "v1_verify_receipt", "verify_receipt", "webhook_hosts", "webhooks",
    },
    "statewave_worker": {
        "v1_compile_status",
        "acknowledge", "apply_compiled", "apply_embeddings", "claim_compile", "claim_embeddings", "claim_jobs", "compile_pending",
        "enqueue", "events", "extend_claim", "extend_jobs", "fail_compile", "fail_job", "fill_space", "finish_job", "job_status", "jobs",
        "list_labels", "locate", "parked", "promote_labels", "relay", "retry_parked", "set_labels", "spaces", "subject_key", "subscribe",
        "unsubscribe", "v1_promote_labels", "v1_set_labels", "v1_suggested_labels", "webhook_delivery",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def owner(shared: Database) -> Iterator[Connection]:
    """A superuser's connection, for set-up."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def fill(shared: Database) -> dict[str, str]:
    """What the cases are filled in with."""
    with psycopg.connect(shared.direct, autocommit=True) as connection:
        return prepared(connection)


@pytest.fixture(params=[*MAY, None])
def login(
    request: pytest.FixtureRequest, shared: Database, owner: Connection
) -> Iterator[tuple[str | None, Connection]]:
    """A login role that is in one group (None: in none), and may act for tenant default."""
    name = sql.Identifier(f"statewave_login_{uuid4().hex[:8]}")
    owner.execute(sql.SQL("create role {} login password 'only-for-tests'").format(name))
    if request.param:
        owner.execute(sql.SQL("grant {} to {}").format(sql.Identifier(request.param), name))
    owner.execute(
        "select statewave.grant_tenant(%s, 'default', true)", [name.as_string(None).strip('"')]
    )
    dsn = make_conninfo(
        shared.direct, user=name.as_string(None).strip('"'), password="only-for-tests"
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield request.param, connection
    owner.execute(sql.SQL("drop role {}").format(name))


def test_a_role_can_call_its_own_functions_and_no_others(
    login: tuple[str | None, Connection], fill: dict[str, str]
) -> None:
    """P17: every function of pg_proc, called by a member of each group and by a stranger."""
    group, connection = login
    assert set.union(*MAY.values()) == set(CASES)
    allowed = MAY[group] if group else set()
    for name, call in calls(fill):
        query = f"select * from {call}".encode()
        if name in allowed:
            connection.execute(query).fetchall()
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(query)


def test_no_role_can_touch_a_table_or_an_inner_function(
    login: tuple[str | None, Connection], owner: Connection
) -> None:
    """P17: each table is tried for each right; each private function is refused, whatever its arguments."""
    _, connection = login
    tables = [name for (name,) in owner.execute(
        "select oid::regclass::text from pg_class where relnamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace)"
        " and relkind in ('r', 'p', 'm', 'S')")]  # fmt: skip
    assert len(tables) > 100
    for table in tables:
        for statement in (
            "select from {}",
            "insert into {} default values",
            "delete from {}",
            "truncate {}",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.format(table).encode())
    inner = owner.execute(
        "select format('select %s.%I(%s)', p.pronamespace::regnamespace, p.proname,"
        " (select string_agg(format('null::%s', format_type(t, null)), ', ' order by o) from unnest(p.proargtypes::oid[]) with ordinality a (t, o)))"
        " from pg_proc p where p.pronamespace in ('statewave_private'::regnamespace, 'statewave_python'::regnamespace)"
    ).fetchall()
    assert len(inner) > 30
    for (call,) in inner:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(call.encode())


def test_views_are_read_by_readers_and_written_by_nobody(
    login: tuple[str | None, Connection],
) -> None:
    """P17."""
    group, connection = login
    for view in ("episode", "memory", "memory_source"):
        for verb in ("select from", "delete from", "insert into"):
            tail = " default values" if verb == "insert into" else " where false"
            statement = f"{verb} statewave.{view}{tail}".encode()
            if verb == "select from" and group == "statewave_reader":
                connection.execute(statement)
            else:
                with pytest.raises(psycopg.Error) as raised:
                    connection.execute(statement)
                assert raised.value.sqlstate in ("42501", "55000")  # no privilege, no such update


def test_no_role_can_make_anything_in_our_schemas(login: tuple[str | None, Connection]) -> None:
    _, connection = login
    for schema in ("statewave", "statewave_private", "statewave_python"):
        for what in (
            "table {}.t ()",
            "function {}.f() returns int language sql return 1",
            "view {}.v as select 1",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"create {what.format(schema)}".encode())


def test_a_temporary_object_cannot_stand_in_for_ours(
    shared: Database, fill: dict[str, str]
) -> None:
    """P16: what a caller makes in pg_temp, or puts on its own path, is not called or read by a function."""
    with psycopg.connect(shared.direct, autocommit=True) as connection:
        query = f"select r ->> 'text' from {dict(calls(fill))['retrieve']} r".encode()
        expected = connection.execute(query).fetchone()
        connection.execute("create temp table memory (subject_key uuid)")
        connection.execute("create temp table subject (subject_key uuid)")
        for signature in (
            "round(numeric) returns numeric",
            "lower(text) returns text",
            "sha256(bytea) returns bytea",
        ):
            connection.execute(
                f"create function pg_temp.{signature} language plpgsql as $$ begin raise 'called'; end $$".encode()
            )
        connection.execute(
            "create function pg_temp.same(uuid, uuid) returns boolean language plpgsql as $$ begin raise 'called'; end $$"
        )
        connection.execute(
            "create operator pg_temp.= (leftarg = uuid, rightarg = uuid, function = pg_temp.same)"
        )
        connection.execute("set search_path = pg_temp, pg_catalog")
        for _, call in calls(fill, reads=True):
            connection.execute(f"select * from {call}".encode()).fetchall()
        assert connection.execute(query).fetchone() == expected
        for _, call in calls(fill, reads=False):
            connection.execute(f"select * from {call}".encode()).fetchall()


def test_set_role_and_settings_give_no_tenant(shared: Database, owner: Connection) -> None:
    """The login role decides: neither set role nor any setting lends another tenant."""
    owner.execute(
        "insert into statewave_private.tenant values ('elsewhere') on conflict do nothing"
    )
    with psycopg.connect(shared.direct, autocommit=True) as connection:
        for statement in (
            "set role statewave_reader",
            "set statewave.tenant = 'elsewhere'",
            "set application_name = 'elsewhere'",
        ):
            connection.execute(statement.encode())
            with pytest.raises(psycopg.Error) as raised:
                connection.execute("select statewave.retrieve('s', 'what?', tenant => 'elsewhere')")
            assert raised.value.sqlstate == "SW403"
