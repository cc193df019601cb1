create or replace function statewave_private.bundle_of(
  p_key uuid, p_task text, p_max_tokens int, p_as_of timestamptz, p_profile statewave_private.ranking_profile, p_text_config text,
  p_space int, p_embedding double precision[], p_session text, p_exclude_session boolean, p_kinds text[], p_sources text[],
  p_since timestamptz, p_until timestamptz, p_metadata jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_bundle jsonb;
begin
  with line as materialized (
    select p.*
      from statewave_private.pack_memories(p_key, p_task, p_max_tokens, p_as_of, p_profile, p_text_config, p_space, p_embedding, p_session,
                                           p_exclude_session, p_kinds, p_sources, p_since, p_until, p_metadata, false) p
  ), omitted as (
    select max(l.candidates) - count(*) filter (where l.packed or l.why_not = 'in a passage above') as count,
           min(l.rank) filter (where l.why_not like 'needs %') as best
      from line l
  ), shown as (
    select l.*, m as memory, l.twins || array(select s.episode_id from statewave_private.memory_source s
                                               where s.subject_key = p_key and s.memory_id = m.id and s.recorded_at <= p_as_of) as others
      from line l
      join statewave_private.memory m on m.subject_key = p_key and m.seq = l.seq
     where l.packed or l.rank = (select o.best from omitted o)
  ), item as (
    select s.heading, s.kind, s.seq, s.rank, s.packed, statewave_private.item_of(s.memory, s.rank, s.score, s.others) as item
      from shown s
  ), section as (
    -- What holds in general first, then what was said, day by day.
    select i.heading, min(array_position(array['instruction', 'preference', 'fact', 'procedure', 'summary', 'passage'], i.kind)) as place,
           i.heading || E'\n' || string_agg(i.item ->> 'text' || E'\n', '' order by i.seq) as text
      from item i where i.packed group by i.heading
  )
  select jsonb_build_object(
           'text', coalesce((select string_agg(s.text, '' order by s.place, s.heading collate "C") from section s), ''),
           'token_count', (select coalesce(sum(l.cost), 0) from line l where l.packed),
           'items', coalesce((select jsonb_agg(i.item order by i.rank) from item i where i.packed), '[]'),
           'omitted', jsonb_build_object('count', coalesce(o.count, 0), 'best', (select i.item from item i where not i.packed)))
    into v_bundle
    from omitted o;
  return v_bundle;
end
$$;

comment on function statewave_private.bundle_of(uuid, text, int, timestamptz, statewave_private.ranking_profile, text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb) is
  'What a bundle says: text, token_count, items, omitted. The lines stand in sections: instructions, preferences, facts, procedures, summaries, then passages by day, each in the order of recording.';

revoke all on function statewave_private.bundle_of(uuid, text, int, timestamptz, statewave_private.ranking_profile, text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb) from public;
