create or replace function statewave_private.write_memory(p_memory statewave_private.memory, p_text_config text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
#variable_conflict error
declare
  v_memory statewave_private.memory := p_memory;
begin
  v_memory.asks := false;
  v_memory.pinned := coalesce(p_memory.pinned, false);
  v_memory.text_config := p_text_config;
  v_memory.token_count := statewave_private.line_tokens(p_memory);
  v_memory.postings := to_tsvector(p_text_config::regconfig, (statewave_python.words(array[concat_ws(' ', p_memory.speaker, p_memory.content,
    (statewave_private.claim_key_of(p_memory.tenant_id, p_memory.claim_key)).asked_as)]))[1]);
  v_memory.length := (select coalesce(sum(cardinality(p.positions)), 0) from unnest(v_memory.postings) p);
  v_memory.content_hash := statewave_private.content_hash(p_memory.speaker || ': ' || p_memory.content);
  v_memory.quoted_in := (select p.seq from statewave_private.memory p
                          where p.subject_key = p_memory.subject_key and p.source_episode_id = p_memory.source_episode_id
                            and p.kind = 'passage' and strpos(p.content, p_memory.content) > 0
                          order by p.seq limit 1);
  insert into statewave_private.memory select v_memory.*;
end
$$;

comment on function statewave_private.write_memory(statewave_private.memory, text) is
  'Inserts a compiled memory, with its tokens, postings and hash worked out from its content, the postings also from the words in which people ask for such a claim.';

revoke all on function statewave_private.write_memory(statewave_private.memory, text) from public;
