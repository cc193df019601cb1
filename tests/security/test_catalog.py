"""Who may do what, how functions are fenced, that all is documented and ready to be distributed."""

import re
import subprocess
import sys
from pathlib import Path

import pglast
import pytest

from statewave import assets, deploy
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
    "checks/tenant_wall.sql": "alter table statewave_private.episode no force row level security",
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


def pgspot(folder: Path, text: str) -> str:
    """What pgspot says about a script."""
    file = folder / "deployment.sql"
    file.write_text(text)
    # PS002, create or replace function, and PS010, create schema if not exists: whoever could have
    # made ours before is the owner, and the schemas are the owner's alone (test_roles).
    done = subprocess.run(
        [Path(sys.executable).parent / "pgspot", "--ignore-lang=plpython3u", "--ignore", "PS002",
         "--ignore", "PS010", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def deployment() -> str:
    """The script of a deployment as far as pgspot can read it.

    Without psql's commands, and without functions whose body is SQL-standard: those are bound when
    they are made, in the script's own search_path, and have no path to be deceived by. It does not
    know our row types: a variable of one is read as a record.
    """
    text = re.sub(r"^ *\\.*$", "", deploy.script().replace(" \\gset", ";"), flags=re.MULTILINE)
    kept = []
    for statement in map(str, pglast.split(text)):
        (parsed,) = pglast.parse_sql(statement)
        if getattr(parsed.stmt, "sql_body", None) is None:
            kept.append(
                re.sub(
                    r"^( +v_\w+ +)statewave_private\.\w+(?=;| :=)",
                    r"\1record",
                    statement,
                    flags=re.MULTILINE,
                )
            )
    return ";\n".join(kept) + ";\n"


def test_pgspot_finds_nothing(tmp_path: Path) -> None:
    """P16: search_path, unqualified names and operators, in everything that is deployed."""
    text = deployment()
    said = pgspot(tmp_path, text)
    # An exception of pgspot stands after its count: nothing may follow.
    assert re.search(r"Errors: 0 Warnings: \d+ Unknown: 0\s*$", said), said[-5000:]
    assert text.count("security definer") >= 15
    assert text.count("language plpgsql") >= 40


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("security definer\nset search_path = pg_catalog, pg_temp", "security definer"),
        (
            "set search_path = pg_catalog, pg_temp\nset timezone = 'UTC'\nset jit",
            "set search_path = public, pg_catalog\nset jit",
        ),
    ],
)
def test_pgspot_finds_what_is_spoilt(old: str, new: str, tmp_path: Path) -> None:
    """The test above reads the functions: one whose path is not pinned is found."""
    text = deployment()
    assert old in text
    assert "Errors: 0" not in pgspot(tmp_path, text.replace(old, new, 1))


# About no single subject, or located by the id of a run, a job or a delivery.
OF_MANY_SUBJECTS = {
    "subjects", "maintenance_plan", "doctor", "quotas", "expire", "compile_pending", "set_claim_key",
    "claim_compile", "extend_claim", "fail_compile", "apply_compiled", "explain_run",
    "jobs", "job_status", "claim_jobs", "extend_jobs", "finish_job", "fail_job", "retry_job", "webhook_delivery",
    "relay", "events", "remove_webhook",
    "spaces", "activate_space", "fill_space", "drop_space", "claim_embeddings", "apply_embeddings", "locate",
    "v1_promote_labels", "v1_receipt", "v1_replay_receipt", "v1_set_labels", "v1_subjects", "v1_suggested_labels", "v1_verify_receipt",
    "v1_compile_later", "v1_compile_status",
}  # fmt: skip


def test_every_statement_about_a_subject_touches_one_partition(
    conn: Connection, admin: Connection
) -> None:
    """P35: auto_explain shows each plan; no plan names two partitions of a table.

    But of what is about all subjects, or all of a tenant's.
    """
    fill = prepared(conn)
    admin.execute("load 'auto_explain'")
    admin.execute("set auto_explain.log_min_duration = 0")
    admin.execute("set auto_explain.log_nested_statements = on")
    admin.execute("set client_min_messages = log")
    plans: list[str] = []
    admin.add_notice_handler(lambda notice: plans.append(notice.message_primary or ""))
    for name, call in calls(fill):
        if name not in OF_MANY_SUBJECTS:
            admin.execute(f"select * from {call}".encode()).fetchall()
    tables = "|".join(
        name for (name,) in admin.execute("select name from statewave_private.subject_tables()")
    )
    seen = set()
    for plan in plans:
        scanned = re.findall(rf"(?:Scan|Update|Delete)[^\n]* on ({tables})_(\d\d)\b", plan)
        seen |= {table for table, _ in scanned}
        for table in {table for table, _ in scanned}:
            assert len({part for t, part in scanned if t == table}) == 1, plan
    assert seen == set(tables.split("|"))


# Rules of Citus about what is distributed by subject_key (the checks of sql/checks are tested above).
DISTRIBUTED = """
with scoped as (
  select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key'
   where c.relnamespace = 'statewave_private'::regnamespace and c.relkind in ('r', 'p')
)
select 'key does not begin with subject_key', i.indexrelid::regclass::text
  from pg_index i join scoped s on s.oid = i.indrelid
  join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'subject_key'
 where i.indisunique and i.indkey[0] <> a.attnum
union all
select 'foreign key between subjects', f.conname
  from pg_constraint f join scoped s on s.oid = f.conrelid join scoped t on t.oid = f.confrelid
 where f.contype = 'f'
   and (select a.attname from pg_attribute a where a.attrelid = f.conrelid and a.attnum = f.conkey[1])
       || (select a.attname from pg_attribute a where a.attrelid = f.confrelid and a.attnum = f.confkey[1]) <> 'subject_keysubject_key'
union all
select 'foreign key that sets or updates', f.conname
  from pg_constraint f join scoped s on s.oid = f.conrelid
 where f.contype = 'f' and (f.confdeltype not in ('a', 'c') or f.confupdtype <> 'a' or f.condeferrable)
union all
select 'small table that refers to a distributed one', f.conname
  from pg_constraint f join scoped t on t.oid = f.confrelid
 where f.contype = 'f' and f.conrelid not in (select oid from scoped)
union all
select 'not hash-partitioned by subject_key alone', p.partrelid::regclass::text
  from pg_partitioned_table p
  join pg_attribute a on a.attrelid = p.partrelid and a.attname = 'subject_key'
 where p.partstrat <> 'h' or p.partattrs::text <> a.attnum::text
union all
select 'sequence', c.relname from pg_class c
 where c.relnamespace = 'statewave_private'::regnamespace and c.relkind = 'S'
   and exists (select from pg_depend d join scoped s on s.oid = d.refobjid where d.objid = c.oid)
union all
select 'rule or policy with a subselect', p.polname from pg_policy p join scoped s on s.oid = p.polrelid
 where pg_get_expr(p.polqual, p.polrelid) ~* 'current_setting'
union all
select 'public function that could be inlined', p.oid::regprocedure::text
  from pg_proc p join pg_language l on l.oid = p.prolang
 where p.pronamespace = 'statewave'::regnamespace and l.lanname <> 'plpgsql'
"""


def test_the_tables_can_be_distributed(admin: Connection) -> None:
    """P35: keys, references, partitions, languages."""
    assert admin.execute(DISTRIBUTED.encode()).fetchall() == []


def test_the_sql_has_nothing_that_a_distributed_table_cannot_do() -> None:
    """P35: no merge, operators of our own, triggers, deferred constraints; no error told by its constraint."""
    root = assets.root()
    files = [*(root / "sql").rglob("*.sql"), *(root / "migrations").rglob("*.sql")]
    assert len(files) > 50
    for file in files:
        text = re.sub(r"--.*|'(?:[^']|'')*'", "", file.read_text("utf-8")).lower()
        if file.parent.name == "checks":
            continue
        for word in (r"\bmerge into\b", r"create operator", r"create (constraint )?trigger", r"set constraints", r"constraint_name",
                     r"generated (always|by default) as identity", r"deferrable", r"skip locked", r"\bserial\b"):  # fmt: skip
            assert not re.search(word, text), f"{file.name}: {word}"


def test_no_function_of_the_contract_compiles_its_plans(admin: Connection) -> None:
    """Estimates over text functions are far too high: JIT would take a second for each record."""
    rows = admin.execute(
        "select proname from pg_proc where pronamespace = 'statewave'::regnamespace"
        " and proname not like '%_tenant' and not coalesce(proconfig, '{}') @> '{jit=off}'"
    ).fetchall()
    assert rows == []
