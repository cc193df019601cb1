create or replace function statewave_private.line_tokens(p_memory statewave_private.memory)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
#variable_conflict error
begin
  return (statewave_python.tokens(array[statewave_private.line_of(p_memory.kind, p_memory.speaker, p_memory.content, p_memory.valid_from,
            p_memory.valid_to, p_memory.claim_qualifiers) || E'\n']))[1];
end
$$;

comment on function statewave_private.line_tokens(statewave_private.memory) is
  'The cl100k_base tokens of a compiled memory''s line in a bundle, with its line end.';

revoke all on function statewave_private.line_tokens(statewave_private.memory) from public;
