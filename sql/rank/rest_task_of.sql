create or replace function statewave_private.rest_task_of(p_task text, p_max_tokens int, out text text, out tokens int)
returns record
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_heading text := E'## Task\n';
  v_end     text := E'\n';
  v_fits    int := 0;
  v_length  int;
  v_tried   int;
begin
  text := v_heading || p_task || v_end;
  tokens := (statewave_python.tokens(array[text || E'\n']))[1];
  if tokens <= p_max_tokens then
    return;
  end if;
  if (statewave_python.tokens(array[v_heading || left(p_task, 1) || v_end]))[1] > p_max_tokens then
    v_heading := '';
    v_end := '';
  end if;
  -- The longest beginning of the task that fits, by halves.
  v_length := char_length(p_task);
  while v_fits < v_length loop
    v_tried := (v_fits + v_length + 1) / 2;
    if (statewave_python.tokens(array[v_heading || left(p_task, v_tried) || v_end]))[1] <= p_max_tokens then
      v_fits := v_tried;
    else
      v_length := v_tried - 1;
    end if;
  end loop;
  text := v_heading || left(p_task, v_fits) || v_end;
  tokens := p_max_tokens;
end
$$;

comment on function statewave_private.rest_task_of(text, int) is
  'The task as the rendering rest-v1 begins: under its heading, with the tokens that it takes from the budget. Where it does not fit it is cut, then its heading is left out; then nothing else fits either.';

revoke all on function statewave_private.rest_task_of(text, int) from public;
