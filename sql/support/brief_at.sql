create or replace function statewave_private.brief_at(
  p_key uuid, p_subject text, p_session text, p_reason text, p_max_tokens int, p_as_of timestamptz, p_unseen uuid[], p_health jsonb)
returns table (section text, place int, text text, ids uuid[], detail jsonb, line text, cost int)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return query
  with found as (
    select * from statewave_private.brief_of_state(p_key, p_subject, p_session, p_reason, p_as_of, p_unseen, p_health)
    union all select * from statewave_private.brief_of_session(p_key, p_session, p_as_of, p_unseen)
    union all select * from statewave_private.brief_of_others(p_key, p_session, p_as_of, p_unseen)
    union all select * from statewave_private.brief_of_memory(p_key, p_session, p_as_of, p_unseen)
    union all select * from statewave_private.brief_elsewhere(p_key, p_session, p_as_of, p_unseen)
  ), line as materialized (
    select f.section, s.place as section_place, f.place, f.text, f.ids, f.detail, s.prefix || f.text || E'\n' as line,
           row_number() over (order by s.priority, f.rank)::int as rank
      from found f
      join statewave_private.brief_sections() s on s.section = f.section
  ), packed as materialized (
    select statewave_private.pack_brief(
             array_agg(l.section_place order by l.rank), statewave_python.tokens(array_agg(l.line order by l.rank)),
             (select statewave_python.tokens(array_agg(coalesce(s.heading || E'\n', '') order by s.place)) from statewave_private.brief_sections() s), p_max_tokens) as costs
      from line l
  )
  select l.section, l.place, l.text, l.ids, l.detail,
         case when row_number() over (partition by l.section order by p.costs[l.rank] is null, l.place) = 1 then coalesce(s.heading || E'\n', '') else '' end || l.line,
         p.costs[l.rank]
    from line l
   cross join packed p
    join statewave_private.brief_sections() s on s.section = l.section
   order by l.section_place, l.place;
end
$$;

comment on function statewave_private.brief_at(uuid, text, text, text, int, timestamptz, uuid[], jsonb) is
  'The lines of a handoff brief in their order, with what each costs of the budget (null: it does not fit), its section''s heading with the first that fits.';

revoke all on function statewave_private.brief_at(uuid, text, text, text, int, timestamptz, uuid[], jsonb) from public;
