"""The deployment as SQL that psql applies with no Python at hand: installs and upgrades."""

from collections.abc import Iterable

from statewave.deploy import statements
from statewave.deploy.sources import Migration, Sources, packaged

HEAD = """-- Statewave, {what}. Apply with: psql -v ON_ERROR_STOP=1 -f FILE DATABASE
-- {who}
-- It may be applied again, and by a newer version: what is there already is left as it is.

\\set ON_ERROR_STOP on
\\set ON_ERROR_ROLLBACK off
\\set AUTOCOMMIT on
\\o /dev/null
set client_min_messages = warning;
"""
OWNED = """set role {owner};
set search_path = pg_catalog, pg_temp;
set lock_timeout = '600s';
select pg_advisory_lock(hashtextextended('statewave.deploy', 0));
set lock_timeout = '5s';
"""
GUARD = """do $guard$
begin
  if coalesce(obj_description(to_regnamespace('statewave_python'), 'pg_namespace'), '') not like {digest} then
    raise exception 'this database needs the bootstrap of this version first'
      using hint = 'As a superuser, apply what `statewave deploy --sql --bootstrap` prints.';
  end if;
end
$guard$;
"""
UNKNOWN = """do $unknown$
declare
  v_part text;
begin
  select min(d.part) into v_part from statewave_private.deployment d where d.part <> all ({known});
  if v_part is not null then
    raise exception 'migration % is deployed, but not known to this script', v_part
      using hint = 'Apply the script of a newer version.';
  end if;
end
$unknown$;
"""
# Whether the ledger has the migration decides psql, so that it can also be one that cannot run in
# a transaction; an edited one stops the script.
PENDING = """
select not exists (select from statewave_private.deployment where part = {id}) as pending,
       exists (select from statewave_private.deployment where part = {id} and sha256 <> {digest}) as edited \\gset
\\if :edited
  \\warn migration {name} was edited after it was deployed
  select 1 / 0 as migration_was_edited_after_it_was_deployed;
\\endif
\\if :pending
"""


def script(*, bootstrap: bool = False, sources: Sources | None = None) -> str:
    """The SQL of the bootstrap (for a superuser) or of the deployment proper.

    Both do what the deploy tool does, statement for statement, and leave the same ledger.
    """
    sources = sources or packaged()
    if bootstrap:
        head = HEAD.format(
            what="bootstrap", who="A superuser runs this once a database, before the deployment."
        )
        return head + _transaction(statements.bootstrap(sources))
    who = "Run by a superuser or a member of statewave_owner, after the bootstrap, without a pooler between."
    migrations = sources.migrations()
    known = statements.array([*(m.id for m in migrations), "sql"])
    digest = statements.literal(f"%sha256: {statements.bootstrap_digest(sources)}%")
    return "\n".join(
        [
            HEAD.format(what="deployment", who=who) + OWNED.format(owner=statements.OWNER),
            GUARD.format(digest=digest),
            _transaction([("ledger", statements.LEDGER)]),
            UNKNOWN.format(known=known),
            *map(_migration, migrations),
            _transaction(statements.bundle(sources)),
        ]
    )


def _migration(migration: Migration) -> str:
    pending = PENDING.format(
        id=statements.literal(migration.id),
        digest=statements.literal(migration.sha256),
        name=migration.id,
    )
    part = (f"migration {migration.id}", statements.apply(migration))
    body = _transaction([part]) if migration.transactional else _titled(part)
    return f"{pending}{body}\\endif\n"


def _transaction(parts: Iterable[tuple[str, str]]) -> str:
    return "begin;\n" + "".join(map(_titled, parts)) + "commit;\n"


def _titled(part: tuple[str, str]) -> str:
    name, sql = part
    return f"\n-- {name}\n{sql.rstrip()}\n"
