create or replace function statewave_private.content_words(p_words text, p_config text, p_names text[])
returns text
language sql
stable
parallel safe
begin atomic
  select coalesce(nullif(string_agg(w.word, ' ' order by w.place) filter (where w.word <> all (p_names)), ''), string_agg(w.word, ' ' order by w.place), p_words)
    from string_to_table(p_words, ' ') with ordinality w (word, place)
   where to_tsvector(p_config::regconfig, w.word) <> '';
end;

comment on function statewave_private.content_words(text, text, text[]) is
  'A question''s words without the stop words of its language and without these names; with the names where nothing else is left, and all of them where there are only stop words.';

revoke all on function statewave_private.content_words(text, text, text[]) from public;
