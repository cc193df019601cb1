create or replace function statewave_private.index_of(p_use text, p_key uuid)
returns name
language sql
immutable
parallel safe
return (p_use || '_' || replace(p_key::text, '-', ''))::name;

comment on function statewave_private.index_of(text, uuid) is
  'The name of a subject''s own index: near1_… over its vectors in space 1 (HNSW), terms_… over its postings (GIN).';

revoke all on function statewave_private.index_of(text, uuid) from public;
