create or replace function statewave_private.likeness(p_one text, p_other text)
returns float8
language sql
immutable
parallel safe
begin atomic
  select coalesce(round(count(*) filter (where w.sides = 2)::numeric / nullif(count(*), 0), 6), 0)::float8
    from (select x.word, count(*) as sides
            from (select distinct 1 as side, a.word from string_to_table(p_one, ' ') a (word)
                  union all
                  select distinct 2, b.word from string_to_table(p_other, ' ') b (word)) x
           group by x.word) w;
end;

comment on function statewave_private.likeness(text, text) is
  'How alike two values in comparable form are, 0 to 1: the words of both by those of either (Jaccard 1901). Values are one claim from 1 on.';

revoke all on function statewave_private.likeness(text, text) from public;
