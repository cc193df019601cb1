create or replace function statewave_private.question_again(p_key uuid, p_asked jsonb, p_as_of timestamptz)
returns statewave_private.question
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_filters constant jsonb := coalesce(p_asked -> 'filters', '{}');
begin
  return statewave_private.read_question(p_key, p_asked ->> 'task', p_as_of, null,
    case when v_filters ? 'embedding' then array(select e.value::float8 from jsonb_array_elements_text(v_filters -> 'embedding') with ordinality e (value, place) order by e.place) end,
    p_asked ->> 'session', coalesce((v_filters ->> 'exclude_session')::boolean, false),
    case when v_filters ? 'kinds' then array(select k.kind from jsonb_array_elements_text(v_filters -> 'kinds') with ordinality k (kind, place) order by k.place) end,
    case when v_filters ? 'sources' then array(select s.source from jsonb_array_elements_text(v_filters -> 'sources') with ordinality s (source, place) order by s.place) end,
    (v_filters ->> 'since')::timestamptz, (v_filters ->> 'until')::timestamptz, v_filters -> 'metadata', p_asked ->> 'tenant', p_asked -> 'caller');
end
$$;

comment on function statewave_private.question_again(uuid, jsonb, timestamptz) is
  'The question that a bundle or receipt tells of, read again: at a past time, or now for null.';

revoke all on function statewave_private.question_again(uuid, jsonb, timestamptz) from public;
