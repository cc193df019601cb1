-- requires: rank/rest_line_of.sql
create or replace function statewave_private.rest_bundle_of(
  p_question statewave_private.question, p_profile statewave_private.ranking_profile, p_max_tokens int, p_task text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_task   record := statewave_private.rest_task_of(p_task, p_max_tokens);
  v_items  jsonb;
  v_best   jsonb;
  v_known  bigint;
  v_laid   record;
begin
  with line as materialized (
    select p.rank, p.seq, p.heading, p.twins, p.score, p.fate, p.candidates, min(p.rank) filter (where p.fate is distinct from 'packed') over () as best
      from statewave_private.pack_memories(array[p_question], '{1}', '{0}', p_profile, p_max_tokens - v_task.tokens, false) p
  ), shown as materialized (
    select m.memory, m.further, l.*, case when l.heading = 0 then (
             select e.type from statewave_private.episode e where e.subject_key = p_question.subject_key and e.id = (m.memory).source_episode_id) end as type
      from statewave_private.memories_at(p_question.subject_key, array(select s.seq from line s where s.fate = 'packed' or s.rank = s.best), p_question.as_of) m
      join line l on l.seq = (m.memory).seq
  ), item as materialized (
    select l.rank, l.fate = 'packed' as is_packed, statewave_private.item_of(l.memory, l.rank, l.score, l.twins || l.further)
           || jsonb_build_object('section', l.heading, 'is_current', (l.memory).session is not distinct from p_question.session, 'seq', l.seq,
                'shown_as', case when l.heading = 0 then 'episode' else statewave_private.rest_kind_of((l.memory).kind) end,
                'text', statewave_private.rest_line_of(l.memory, l.type))
           || case when l.seq = any (p_question.redacted) then statewave_private.redacted_item() || '{"text": "- [redacted]"}' else '{}' end as item
      from shown l
  )
  select jsonb_agg(i.item order by i.rank) filter (where i.is_packed), (jsonb_agg(i.item) filter (where not i.is_packed)) -> 0, max(l.candidates)
    into v_items, v_best, v_known
    from line l left join item i on i.rank = l.rank;

  -- Packing counted what a line may have at most, all but always: what is too much after all is left out from the end.
  loop
    v_laid := statewave_private.rest_layout(v_task.text, coalesce(v_items, '[]'), p_question.session);
    exit when v_laid.tokens <= p_max_tokens;
    v_best := v_items -> -1;
    v_items := v_items - -1;
  end loop;
  return jsonb_build_object('text', v_laid.text, 'token_count', v_laid.tokens, 'items', v_laid.items,
    'omitted', jsonb_build_object('count', coalesce(v_known, 0) - jsonb_array_length(v_laid.items), 'best', v_best - array['section', 'is_current', 'seq']));
end
$$;

comment on function statewave_private.rest_bundle_of(statewave_private.question, statewave_private.ranking_profile, int, text) is
  'What a bundle says in the rendering rest-v1: text, token_count (the text''s, counted), items, omitted, as bundle_of(); items also tell as what the API shows them (shown_as: profile_fact, procedure, episode_summary, episode).';

revoke all on function statewave_private.rest_bundle_of(statewave_private.question, statewave_private.ranking_profile, int, text) from public;
