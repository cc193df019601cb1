create or replace function statewave_private.pack_memories(
  p_key uuid, p_task text, p_max_tokens int, p_as_of timestamptz, p_profile statewave_private.ranking_profile, p_text_config text,
  p_space int, p_embedding double precision[], p_session text, p_exclude_session boolean, p_kinds text[], p_sources text[],
  p_since timestamptz, p_until timestamptz, p_metadata jsonb, p_all boolean)
returns table (
  rank int, seq int, kind text, candidates int, twins uuid[], score float8, heading text, cost int, packed boolean, why_not text,
  lexical float8, semantic float8, session_lexical float8, neighbour float8, second_neighbour float8, reply float8,
  speaker_match float8, question float8, favoured float8, compiled float8)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
#variable_conflict error
declare
  v_line      record;
  v_left      int := p_max_tokens;
  v_cost      int;
  v_heading   text;
  v_headings  text[] := '{}';
  v_twins     int[] := '{}';
  v_passages  int[] := '{}';
  v_kinds     constant text[] := array['passage', 'instruction', 'preference', 'fact', 'procedure', 'summary'];
  v_costs     constant int[] := statewave_python.tokens(array(
                select statewave_private.heading_of(k.kind, 'epoch') || E'\n' from unnest(v_kinds) with ordinality k (kind, place) order by k.place));
begin
  for v_line in
    select r.* from statewave_private.rank_memories(p_key, p_task, p_as_of, p_profile, p_text_config, p_space, p_embedding, p_session,
                                                    p_exclude_session, p_kinds, p_sources, p_since, p_until, p_metadata) r
     order by r.rank
  loop
    v_heading := statewave_private.heading_of(v_line.kind, v_line.event_at);
    v_cost := v_line.token_count
              + case when v_heading = any (v_headings) then 0 else v_costs[array_position(v_kinds, v_line.kind)] end;
    why_not := case
      when v_line.twin = any (v_twins) then 'same text as a line above'
      when v_line.quoted_in = any (v_passages) then 'in a passage above'
      when v_cost > v_left then format('needs %s tokens, %s left', v_cost, v_left)
    end;
    packed := why_not is null;
    if packed then
      v_left := v_left - v_cost;
      v_headings := v_headings || v_heading;
      if v_line.kind = 'passage' then
        v_passages := v_passages || v_line.seq;
      end if;
    end if;
    if v_line.twin is not null then
      v_twins := v_twins || v_line.twin;
    end if;
    rank := v_line.rank; seq := v_line.seq; kind := v_line.kind; candidates := v_line.candidates; twins := v_line.twins;
    score := v_line.score; heading := v_heading; cost := v_cost;
    lexical := v_line.lexical; semantic := v_line.semantic; session_lexical := v_line.session_lexical;
    neighbour := v_line.neighbour; second_neighbour := v_line.second_neighbour; reply := v_line.reply;
    speaker_match := v_line.speaker_match; question := v_line.question; favoured := v_line.favoured; compiled := v_line.compiled;
    return next;
    exit when not packed and v_left < v_line.smallest and not p_all;
  end loop;
end
$$;

comment on function statewave_private.pack_memories(uuid, text, int, timestamptz, statewave_private.ranking_profile, text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb, boolean) is
  'The ranked candidates packed greedily into p_max_tokens: each line that still fits is taken, with its heading when it is the first under it; one that does not fit is skipped. Lines end in a line end and do not begin with white space, so their cl100k_base counts add up exactly. cost: tokens of the line, and of its heading where it is the first. Unless p_all it ends with the first line that does not fit once none can.';

revoke all on function statewave_private.pack_memories(uuid, text, int, timestamptz, statewave_private.ranking_profile, text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb, boolean) from public;
