create or replace function statewave_private.bundle_of(
  p_questions statewave_private.question[], p_weights float8[], p_names text[], p_profile statewave_private.ranking_profile, p_max_tokens int)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_headings text[] := array(select 'Memory of ' || n.name || E':\n' from unnest(p_names) with ordinality n (name, place) order by n.place);
  v_tokens   int[] := case when p_names is null then '{0}' else statewave_python.tokens(v_headings) end;
  v_bundle   jsonb;
begin
  with line as materialized (
    select p.rank, p.part, p.seq, p.heading, p.twins, p.score, p.fate, p.cost, p.candidates, min(p.rank) filter (where p.fate is distinct from 'packed' and p.fate is distinct from 'quoted') over () as best
      from statewave_private.pack_memories(p_questions, p_weights, v_tokens, p_profile, p_max_tokens, false) p
  ), shown as (
    select l.part, array_agg(l.seq) as seqs from line l where l.fate = 'packed' or l.rank = l.best group by l.part
  ), item as materialized (
    select l.rank, l.fate, l.part, l.seq, l.heading as place, statewave_private.heading_of((m.memory).kind, (m.memory).event_at) as heading,
           statewave_private.item_of(m.memory, l.rank, l.score, l.twins || m.further)
           || case when l.seq = any (p_questions[l.part].redacted) then statewave_private.redacted_item() else '{}' end
           || case when p_names is null then '{}' else jsonb_build_object('subject', p_names[l.part]) end as item
      from shown h
     cross join lateral statewave_private.memories_at(p_questions[h.part].subject_key, h.seqs, p_questions[h.part].as_of) m
      join line l on l.part = h.part and l.seq = (m.memory).seq
  ), section as (
    -- What holds in general first, then what was said, day by day.
    select i.part, i.place, i.heading || E'\n' || string_agg(i.item ->> 'text' || E'\n', '' order by i.seq) as text
      from item i where i.fate = 'packed' group by i.part, i.place, i.heading
  ), chapter as (
    select s.part, coalesce(v_headings[s.part], '') || string_agg(s.text, '' order by s.place) as text
      from section s group by s.part
  )
  select jsonb_build_object(
           'text', coalesce((select string_agg(c.text, '' order by c.part) from chapter c), ''),
           'token_count', coalesce(sum(l.cost) filter (where l.fate = 'packed'), 0),
           'items', coalesce((select jsonb_agg(i.item order by i.rank) from item i where i.fate = 'packed'), '[]'),
           'omitted', jsonb_build_object('count', coalesce(max(l.candidates) - count(*) filter (where l.fate in ('packed', 'quoted')), 0),
                                         'best', (select i.item from item i where i.fate is distinct from 'packed')))
    into v_bundle
    from line l;
  return v_bundle;
end
$$;

comment on function statewave_private.bundle_of(statewave_private.question[], float8[], text[], statewave_private.ranking_profile, int) is
  'What a bundle of one or several subjects says: text, token_count, items, omitted. The lines stand in sections: instructions, preferences, facts, procedures, summaries, then passages by day, each in the order of recording; where p_names are given, subject by subject under its name.';

revoke all on function statewave_private.bundle_of(statewave_private.question[], float8[], text[], statewave_private.ranking_profile, int) from public;
