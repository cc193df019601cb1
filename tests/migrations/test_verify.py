"""P21: the verification notices every part of the tables that is not there."""

from pathlib import Path

import psycopg
import pytest

from statewave import deploy
from statewave.deploy.sources import packaged
from tests.migrations.support import copied, run

# Each statement takes one thing away; partitions' copies are those of their parent.
MUTATIONS = """
with tables as (
  select c.oid, c.oid::regclass::text as name, c.relkind, c.relispartition
    from pg_class c
   where c.relnamespace = 'statewave_private'::regnamespace and c.relkind in ('r', 'p')
     and c.relname <> 'deployment'
)
select format('alter table %s drop constraint %I cascade', t.name, k.conname)
  from pg_constraint k join tables t on t.oid = k.conrelid
 where not t.relispartition and k.contype <> 'n' and k.conparentid = 0
union all
select format('drop index %s', i.indexrelid::regclass)
  from pg_index i join tables t on t.oid = i.indrelid
 where not t.relispartition and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
union all
select format('alter table %s drop column %I cascade', t.name, a.attname)
  from pg_attribute a join tables t on t.oid = a.attrelid
 where not t.relispartition and a.attnum > 0 and not a.attisdropped
   and not exists (select from pg_partitioned_table p where p.partrelid = t.oid and a.attnum = any (p.partattrs))
union all
select format('alter table %s alter column %I drop not null', t.name, a.attname)
  from pg_attribute a join tables t on t.oid = a.attrelid
 where not t.relispartition and a.attnum > 0 and a.attnotnull and not a.attisdropped
   and not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and a.attnum = any (k.conkey))
union all
select format('drop table %s cascade', t.name) from tables t where t.relispartition and t.name ~ '_(00|17|31)$'
union all
select format('drop table %s cascade', t.name) from tables t where not t.relispartition
union all
select format('delete from statewave_private.%I', s.name)
  from unnest(array['tenant', 'embedding_space', 'ranking_profile']) s (name)
union all
select format('delete from statewave_private.claim_key where claim_key = %L', k.claim_key)
  from statewave_private.claim_key k
union all
select 'drop function statewave_private.subject_key(text, text) cascade'
union all
select 'alter table statewave_private.embedding alter column embedding set storage external'
"""


def test_each_mutation_of_the_tables_is_noticed(deployed: str) -> None:
    proofs = [migration.proof.encode() for migration in packaged().migrations()]
    unnoticed = []
    with psycopg.connect(deployed, autocommit=True) as connection:
        connection.execute("set search_path = pg_catalog, pg_temp")
        for proof in proofs:
            connection.execute(proof)
        connection.execute("delete from statewave_private.tenant_grant")
        mutations = [m for (m,) in connection.execute(MUTATIONS.encode()).fetchall()]
        assert len(mutations) > 200
        for mutation in mutations:
            with connection.transaction(force_rollback=True):
                connection.execute(mutation.encode())
                try:
                    with connection.transaction():
                        for proof in proofs:
                            connection.execute(proof)
                except psycopg.Error:
                    continue
                unnoticed.append(mutation)
    assert unnoticed == []


@pytest.mark.parametrize(
    ("mutation", "said"),
    [
        ("drop index statewave_private.memory_by_run", "memory_by_run"),
        ("alter table statewave_private.memory drop column content cascade", "content"),
        ("delete from statewave_private.ranking_profile", "ranking_profile|profile default"),
        ("comment on table statewave_private.memory is null", "checks/comments.sql"),
        ("grant execute on function statewave.erase to public", "checks/public_execute.sql"),
        ("alter function statewave.erase reset all", "checks/search_path.sql"),
        ("alter table statewave_private.episode drop constraint episode_pkey cascade", "episode_"),
    ],
)
def test_verify_says_what_is_not_as_deployed(deployed: str, mutation: str, said: str) -> None:
    deploy.verify(deployed)
    run(deployed, mutation)
    with pytest.raises(deploy.DeployError, match=said):
        deploy.verify(deployed)


def test_a_migration_whose_proof_fails_is_undone(deployed: str, tmp_path: Path) -> None:
    sources = copied(tmp_path)
    proof = sources.root / "migrations" / "verify" / "0001_foundation.sql"
    proof.write_text("select 1 / 0;\n")
    deploy.revert(deployed)
    with pytest.raises(deploy.DeployError, match="migration 0001_foundation: division by zero"):
        deploy.deploy(deployed, sources=sources)
    assert {part.state for part in deploy.status(deployed)} == {"pending"}
    deploy.deploy(deployed)
    deploy.verify(deployed)
