"""The statements that the deploy tool runs and the printed script holds: the same ones."""

import json

from psycopg import sql as compose

from statewave.deploy.sources import Migration, Sources, sha256

OWNER = "statewave_owner"

BOOTSTRAP_LOCK = "select pg_advisory_xact_lock(hashtextextended('statewave.bootstrap', 0));"

PROBE = """
do $probe$
begin
  perform statewave_python.tokens(array['ready']), statewave_python.vectors(array['ready']);
exception when others then
  raise exception 'the server''s Python cannot run the text functions: %', sqlerrm
    using hint = 'Install what statewave/local/requirements.txt lists, for the Python that plpython3.so links, into a folder on the server''s PYTHONPATH.';
end
$probe$;
"""

LEDGER = """
create schema if not exists statewave;
comment on schema statewave is 'Memory for AI agents: the functions and views that anyone may call or read.';
create schema if not exists statewave_private;
comment on schema statewave_private is 'Statewave''s tables and internals. Not for direct use.';
grant usage on schema statewave to statewave_reader, statewave_writer, statewave_admin, statewave_worker;

create table if not exists statewave_private.deployment (
  part       text collate "C" not null,
  sha256     text not null,
  applied_at timestamptz not null default now(),
  signatures jsonb,
  constraint deployment_pkey primary key (part)
);
comment on table statewave_private.deployment is 'What is deployed: a row a migration, and one for all repeatable SQL.';
comment on column statewave_private.deployment.part is 'The migration''s id, or sql for everything under sql/.';
comment on column statewave_private.deployment.sha256 is 'Digest of its text; an applied migration whose text differs is refused.';
comment on column statewave_private.deployment.applied_at is 'When it was applied.';
comment on column statewave_private.deployment.signatures is 'Of sql: digest of each private function''s signature; one that differs is dropped before it is made again.';
"""

# With the functions, since a dump of the two schemas does not hold it.
CLOSED = "alter default privileges revoke execute on functions from public;\n"
# Private functions go when they have no file any more, when their signature is another (a return
# type cannot be replaced), when somebody was granted them, or when one that goes is in their body.
# The others are replaced and keep their oid: calls that run meanwhile would miss the old one. What
# a view calls cannot go before it; grants on it are taken back, and its file gives them again.
DROP_PRIVATE = """
do $drop$
declare
  v_functions text;
  v_revoke    text;
begin
  for v_revoke in
    select format('revoke all on function %s from %s', p.oid::regprocedure, a.grantee::regrole)
      from pg_proc p
     cross join lateral aclexplode(p.proacl) a
     where p.pronamespace = 'statewave_private'::regnamespace and a.grantee not in (0, p.proowner)
       and exists (select from pg_depend d where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and d.classid = 'pg_rewrite'::regclass)
  loop
    execute v_revoke;
  end loop;
  with recursive private as (
    select p.oid, p.proname, p.proacl
      from pg_proc p
     where p.pronamespace = 'statewave_private'::regnamespace and p.proname <> all ({lib})
  ), going as (
    select p.oid
      from private p
     where cardinality(p.proacl) is distinct from 1
        or not exists (select from statewave_private.deployment d
                        where d.part = 'sql' and d.signatures ->> p.proname = {signatures}::jsonb ->> p.proname)
    union
    select p.oid
      from going g
      join pg_depend d on d.refclassid = 'pg_proc'::regclass and d.refobjid = g.oid and d.classid = 'pg_proc'::regclass
      join private p on p.oid = d.objid
  )
  select string_agg(g.oid::regprocedure::text, ', ') into v_functions from going g;
  if v_functions is not null then
    execute 'drop function ' || v_functions;
  end if;
end
$drop$;
"""
# Views and public functions are replaced, so that grants on them and what users built on them
# stay; those that this transaction did not write have no file any more.
DROP_STALE = """
do $drop$
declare
  v_views     text;
  v_functions text;
begin
  select string_agg(c.oid::regclass::text, ', ') into v_views
    from pg_class c
   where c.relnamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace)
     and c.relkind = 'v' and c.xmin <> pg_current_xact_id()::xid;
  if v_views is not null then
    execute 'drop view ' || v_views;
  end if;
  select string_agg(p.oid::regprocedure::text, ', ') into v_functions
    from pg_proc p
   where p.pronamespace = 'statewave'::regnamespace and p.xmin <> pg_current_xact_id()::xid;
  if v_functions is not null then
    execute 'drop function ' || v_functions;
  end if;
end
$drop$;
"""
DROP_SCHEMAS = """
drop table statewave_private.deployment;
drop schema statewave, statewave_private;
alter default privileges grant execute on functions to public;
"""


def literal(value: object) -> str:
    """A value as an SQL literal."""
    return compose.Literal(value).as_string(None)


def array(values: list[str]) -> str:
    """Names as an SQL array."""
    return f"array[{', '.join(map(literal, values))}]::name[]"


def mark(part: str, digest: str, signatures: dict[str, str] | None = None) -> str:
    """The ledger's row of a part that is now applied."""
    return (
        "insert into statewave_private.deployment (part, sha256, signatures)\n"
        f"values ({literal(part)}, {literal(digest)}, {_json(signatures)})\n"
        "    on conflict (part) do update\n"
        "   set sha256 = excluded.sha256, signatures = excluded.signatures, applied_at = now();\n"
    )


def _json(value: dict[str, str] | None) -> str:
    return "null" if value is None else literal(json.dumps(value, sort_keys=True))


def unmark(part: str) -> str:
    """Takes a part out of the ledger."""
    return f"delete from statewave_private.deployment where part = {literal(part)};\n"


def apply(migration: Migration) -> str:
    """A migration with its verification and its mark."""
    return "\n".join([migration.install, migration.proof, mark(migration.id, migration.sha256)])


def check(name: str, query: str) -> str:
    """A check as a statement that raises for the first row which should not be there."""
    return (
        "do $check$\ndeclare\n  v_row record;\nbegin\n"
        f"  for v_row in\n{query.strip().rstrip(';')}\n  loop\n"
        f"    raise exception 'check {name} found %', v_row;\n"
        "  end loop;\nend\n$check$;\n"
    )


def bundle_digest(sources: Sources) -> str:
    """Digest of all repeatable SQL and the checks."""
    return sha256(
        text for part in (sources.bundle(), sources.checks()) for pair in part for text in pair
    )


def bundle(sources: Sources) -> list[tuple[str, str]]:
    """All repeatable SQL with the checks and the mark, as (name, SQL), for one transaction.

    No part may run in a subtransaction: what this transaction wrote is known by its id.
    """
    signatures = sources.signatures()
    return [
        ("bodies are checked by use", "set local check_function_bodies = off;\n"),
        ("nothing is for everyone", CLOSED),
        ("drop private functions", drop_private(sources, signatures)),
        *sources.bundle(),
        ("drop what is no longer made", DROP_STALE),
        *((name, check(name, query)) for name, query in sources.checks()),
        ("mark", mark("sql", bundle_digest(sources), signatures)),
    ]


def drop_private(sources: Sources, signatures: dict[str, str]) -> str:
    """Drops the private functions but those that the bundle makes with the same signature."""
    return DROP_PRIVATE.format(lib=array(sources.lib()), signatures=_json(signatures))


def drop_bundle(sources: Sources) -> list[tuple[str, str]]:
    """Drops all that the bundle made, as (name, SQL), for one transaction."""
    return [
        ("drop views and functions", DROP_STALE),
        ("drop private functions", drop_private(sources, {})),
        ("unmark", unmark("sql")),
    ]


def bootstrap_digest(sources: Sources) -> str:
    """Digest of what a superuser runs."""
    return sha256(text for pair in sources.bootstrap() for text in pair)


def bootstrap(sources: Sources) -> list[tuple[str, str]]:
    """What only a superuser may run, as (name, SQL), for one transaction."""
    digest = literal(f"Statewave's PL/Python text functions. sha256: {bootstrap_digest(sources)}")
    return [
        ("lock", BOOTSTRAP_LOCK + "\n"),
        *sources.bootstrap(),
        ("the server's Python has what the text functions import", PROBE),
        ("mark", f"comment on schema statewave_python is {digest};\n"),
    ]
