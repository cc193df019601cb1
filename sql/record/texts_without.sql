-- requires: record/embedded_text.sql
create or replace function statewave_private.texts_without(p_key uuid, p_tenant text, p_space_id int, p_max int, p_withheld jsonb default '{}')
returns table (seq int, content text)
language plpgsql
stable
rows 256
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
begin
  return query
  select m.seq, statewave_private.embedded_text(m.content, k.asked_as)
    from (select a.seq, a.claim_key, a.content
            from statewave_private.memory a
           where a.subject_key = p_key
             and not exists (select from statewave_private.embedding e where e.subject_key = p_key and e.memory_seq = a.seq and e.space_id = p_space_id)
             and not p_withheld ? a.id::text
           order by a.seq
           limit p_max) m
   cross join lateral statewave_private.claim_key_of(p_tenant, m.claim_key) k
   order by m.seq;
end
$$;

comment on function statewave_private.texts_without(uuid, text, int, int, jsonb) is
  'The first p_max memories of a subject that have no vector in a space, with the text that it is to be of; without those that p_withheld names (withheld_ids()).';

revoke all on function statewave_private.texts_without(uuid, text, int, int, jsonb) from public;
