create or replace function statewave_private.term_count(p_postings tsvector)
returns int
language sql
immutable
parallel safe
return (select coalesce(sum(cardinality(p.positions)), 0)::int from unnest(p_postings) p);

comment on function statewave_private.term_count(tsvector) is
  'Terms in a memory, repeats counted: BM25''s document length.';

revoke all on function statewave_private.term_count(tsvector) from public;
