create or replace function statewave_private.rest_layout(p_task text, p_items jsonb, p_session text, out text text, out tokens int, out items jsonb)
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  if p_items = '[]' then
    text := p_task;
    tokens := coalesce((statewave_python.tokens(array[p_task]))[1], 0);
    items := p_items;
    return;
  end if;
  -- What ends with a line end and does not begin with white space has tokens that add up.
  with item as (
    select i.item, (i.item ->> 'rank')::int as rank, (i.item ->> 'section')::int as section, (i.item ->> 'is_current')::boolean and i.item ->> 'section' = '0' as is_current,
           row_number() over (order by array_position('{-5,-2,-1,0}', (i.item ->> 'section')::int), i.item ->> 'section' = '0' and not (i.item ->> 'is_current')::boolean, (i.item ->> 'seq')::int) as place
      from jsonb_array_elements(p_items) i (item)
  ), neighboured as (
    select i.*, lag(i.section) over w as before, lag(i.is_current) over w as current_before, lead(i.section) over w as after
      from item i window w as (order by i.place)
  ), piece as materialized (
    select row_number() over (order by p.place, p.part)::int as number, p.rank, p.item, p.body
      from (select 0 as place, 0 as part, null::int as rank, null::jsonb as item, p_task || E'\n' as body
            union all
            select n.place, 0, null, null, statewave_private.rest_heading_of(n.section, p_session, n.is_current, n.before is distinct from n.section) || E'\n'
              from neighboured n
             where n.before is distinct from n.section or p_session is not null and n.section = 0 and n.current_before <> n.is_current
            union all
            select n.place, 1, n.rank, n.item, (n.item ->> 'text') || E'\n' || case when n.after <> n.section then E'\n' else '' end
              from neighboured n) p
  ), counted as (
    select t.count, t.number from unnest(statewave_python.tokens(array(select p.body from piece p order by p.number))) with ordinality t (count, number)
  )
  select string_agg(p.body, '' order by p.number), sum(c.count),
         jsonb_agg(p.item - array['section', 'is_current', 'seq'] || jsonb_build_object('token_count', c.count) order by p.rank) filter (where p.rank is not null)
    into text, tokens, items
    from piece p join counted c on c.number = p.number;
end
$$;

comment on function statewave_private.rest_layout(text, jsonb, text) is
  'The text of the rendering rest-v1: the task, then items under the headings of their sections, in the order of recording, with an empty line between sections; with its exact cl100k_base tokens and those of each item''s line.';

revoke all on function statewave_private.rest_layout(text, jsonb, text) from public;
