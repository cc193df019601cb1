"""Who may do what, how functions are fenced, that all is documented and ready to be distributed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from statewave import deploy
from statewave.deploy.sources import packaged
from statewave.deploy.statements import check
from tests.conftest import Connection
from tests.sql.cases import calls, prepared

SNAPSHOT = Path(__file__).parent / "privileges.txt"
GROUPS = ("statewave_reader", "statewave_writer", "statewave_admin", "statewave_worker")

PRIVILEGES = """
select format('%s %s: %s', kind, name, string_agg(grantee || ' ' || privilege, ', ' order by grantee, privilege))
  from (select 'schema' as kind, n.nspname::text as name, g.rolname::text as grantee, a.privilege_type as privilege
          from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
          join pg_roles g on g.oid = a.grantee
         where n.nspname like 'statewave%' and a.grantee <> n.nspowner
        union all
        select 'function', p.oid::regprocedure::text, coalesce(g.rolname, 'PUBLIC'), a.privilege_type
          from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
          left join pg_roles g on g.oid = a.grantee
         where p.pronamespace in (select oid from pg_namespace where nspname like 'statewave%') and a.grantee <> p.proowner
        union all
        select 'table', c.oid::regclass::text, coalesce(g.rolname, 'PUBLIC'), a.privilege_type
          from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
          left join pg_roles g on g.oid = a.grantee
         where c.relnamespace in (select oid from pg_namespace where nspname like 'statewave%')
           and c.relkind in ('r', 'p', 'v') and a.grantee <> c.relowner) x
 group by kind, name order by kind collate "C", name collate "C"
"""

# For each check: a change after which it must find something.
BREAKS = {
    "checks/comments.sql": "comment on function statewave.erase(text, text) is null",
    "checks/keys.sql": "create unique index on statewave_private.speaker_00 (name)",
    "checks/public_execute.sql": "grant execute on function statewave.erase(text, text) to public",
    "checks/search_path.sql": "alter function statewave.erase(text, text) set search_path = public",
    "checks/unfit_for_citus.sql": "create trigger t before insert on statewave_private.speaker"
    " for each row execute function suppress_redundant_updates_trigger()",
    "checks/vector_dimensions.sql": "update statewave_private.embedding_space set dimensions = 3",
}


def test_the_privileges_are_the_committed_ones(admin: Connection) -> None:
    """P17: a change shows in review. Write the file anew with the query's rows when it is meant."""
    found = "".join(f"{row}\n" for (row,) in admin.execute(PRIVILEGES.encode()))
    assert found == SNAPSHOT.read_text("utf-8")


def test_no_group_role_has_a_privilege_on_a_table(admin: Connection) -> None:
    """P17."""
    rows = admin.execute(
        "select c.oid::regclass, r.rolname from pg_class c cross join unnest(%s::name[]) r (rolname)"
        " where c.relnamespace = 'statewave_private'::regnamespace and c.relkind in ('r', 'p')"
        " and has_table_privilege(r.rolname, c.oid, 'select, insert, update, delete, truncate')",
        [list(GROUPS)],
    ).fetchall()
    assert rows == []


def test_the_owner_and_the_application_are_no_superusers(admin: Connection) -> None:
    rows = admin.execute(
        "select rolname from pg_roles where rolname ~ '^statewave_' and (rolsuper or rolbypassrls)"
    ).fetchall()
    assert [name for (name,) in rows if name != "statewave_backup"] == []
    (owners,) = admin.execute(
        "select array_agg(distinct pg_get_userbyid(proowner)) from pg_proc"
        " where pronamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace)"
    ).fetchone() or ([],)
    assert owners == ["statewave_owner"]


@pytest.mark.parametrize("name", [name for name, _ in packaged().checks()])
def test_each_check_holds_and_notices_when_it_does_not(
    name: str, admin: Connection, conn: Connection
) -> None:
    """P16, P34, P35: a deploy fails on any row of these queries."""
    prepared(conn)
    query = dict(packaged().checks())[name]
    admin.execute(check(name, query).encode())
    admin.execute("begin")
    admin.execute(BREAKS[name].encode())
    assert admin.execute(query.encode()).fetchall()
    admin.execute("rollback")


def test_pgspot_finds_nothing(tmp_path: Path) -> None:
    """P16: search_path, unqualified names and operators, in everything that is deployed."""
    text = re.sub(r"^\\.*$", "", deploy.script(), flags=re.MULTILINE)
    text = re.sub(r"^set search_path.*$", "", text, flags=re.MULTILINE)
    file = tmp_path / "deployment.sql"
    # The script makes everything in schemas that are its own and sets the path for itself.
    file.write_text("set search_path = pg_catalog, pg_temp;\n" + text)
    done = subprocess.run(
        [Path(sys.executable).parent / "pgspot", "--ignore-lang=plpython3u", "--ignore", "PS002",
         "--ignore", "PS010", "--summary-only", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Errors: 0" in done.stdout, done.stdout[-3000:] + done.stderr[-2000:]


def test_every_statement_about_a_subject_touches_one_partition(
    conn: Connection, admin: Connection
) -> None:
    """P35: auto_explain shows each plan; no plan names two partitions of a table."""
    fill = prepared(conn)
    admin.execute("load 'auto_explain'")
    admin.execute("set auto_explain.log_min_duration = 0")
    admin.execute("set auto_explain.log_nested_statements = on")
    admin.execute("set client_min_messages = log")
    plans: list[str] = []
    admin.add_notice_handler(lambda notice: plans.append(notice.message_primary or ""))
    for name, call in calls(fill):
        if name != "subjects":
            admin.execute(f"select * from {call}".encode()).fetchall()
    tables = "subject|episode|speaker|compile_run|memory|memory_source|embedding|supersession"
    seen = 0
    for plan in plans:
        scanned = re.findall(rf"(?:Scan|Update|Delete)[^\n]* on ({tables})_(\d\d)\b", plan)
        seen += len(scanned)
        for table in {table for table, _ in scanned}:
            assert len({part for t, part in scanned if t == table}) == 1, plan
    assert seen > 50


def test_no_function_of_the_contract_compiles_its_plans(admin: Connection) -> None:
    """Estimates over text functions are far too high: JIT would take a second for each record."""
    rows = admin.execute(
        "select proname from pg_proc where pronamespace = 'statewave'::regnamespace"
        " and proname not like '%_tenant' and not coalesce(proconfig, '{}') @> '{jit=off}'"
    ).fetchall()
    assert rows == []
