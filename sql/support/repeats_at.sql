create or replace function statewave_private.repeats_at(p_key uuid, p_as_of timestamptz, p_unseen uuid[], p_session text default null)
returns table (session text, earlier text, overlap numeric, words text[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_alike constant numeric := .3; -- of the lexemes of the smaller of two sessions
begin
  return query
  with issue as materialized (
    select s.session, (s.resolution).status is not distinct from 'resolved' as is_resolved,
           case when p_session is null then (s.resolution).status in ('open', 'unresolved') else s.session = p_session end as is_asked
      from statewave_private.sessions_at(p_key, p_as_of, p_unseen) s
     where s.episodes > 0
  ), said as materialized (
    select i.session, i.is_resolved, i.is_asked, m.speaker, m.text_config, m.postings
      from issue i
      join statewave_private.memory m on m.session = i.session
     where (i.is_resolved or i.is_asked) and m.subject_key = p_key and m.kind = 'passage' and m.recorded_at <= p_as_of and m.id <> all (p_unseen)
       and statewave_private.party_of(m.speaker, m.source) is distinct from 'agent'
  ), named as materialized ( -- a passage's postings have its speaker's name
    select array_agg(distinct n.lexeme) as lexemes
      from (select distinct s.speaker, s.text_config from said s) d
     cross join lateral unnest(to_tsvector(d.text_config::regconfig, lower(d.speaker))) n (lexeme, positions, weights)
  ), word as materialized (
    select distinct s.session, s.is_resolved, s.is_asked, u.lexeme
      from said s
     cross join named n
     cross join lateral unnest(s.postings) u (lexeme, positions, weights)
     where char_length(u.lexeme) > 2 and u.lexeme <> all (statewave_private.stock_lexemes()) and u.lexeme <> all (n.lexemes)
  ), sized as (
    select w.session, count(*) as lexemes from word w group by w.session
  ), paired as (
    select w.session, e.session as earlier, count(*) as shared, array_agg(w.lexeme order by w.lexeme) as words
      from word w
      join word e on e.lexeme = w.lexeme and e.session <> w.session
     where w.is_asked and e.is_resolved
     group by w.session, e.session
  )
  select p.session, p.earlier, round(p.shared / least(s.lexemes, e.lexemes)::numeric, 3), p.words
    from paired p
    join sized s on s.session = p.session
    join sized e on e.session = p.earlier
   where p.shared >= v_alike * least(s.lexemes, e.lexemes)
   order by 3 desc, p.session collate "C", p.earlier collate "C";
end
$$;

comment on function statewave_private.repeats_at(uuid, timestamptz, uuid[], text) is
  'Which sessions that are not solved (or p_session alone) are about the same as one that was resolved, by the lexemes of what the customer says in both: overlap is the share of the smaller one''s. The most alike first. Each pair is compared by itself, so that no other session dilutes it.';

revoke all on function statewave_private.repeats_at(uuid, timestamptz, uuid[], text) from public;
