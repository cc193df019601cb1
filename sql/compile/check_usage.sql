create or replace function statewave_private.check_usage(p_usage jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_fault text;
begin
  if jsonb_typeof(p_usage) <> 'object' or p_usage - array['model', 'prompt_version', 'input_tokens', 'output_tokens', 'cost_usd'] <> '{}' then
    perform statewave_private.fail('SW400', 'usage is not {model, prompt_version, input_tokens, output_tokens, cost_usd}', 'Give any of these.');
  end if;
  v_fault := coalesce('model ' || statewave_private.text_fault(p_usage -> 'model', 256),
                      'prompt_version ' || statewave_private.text_fault(p_usage -> 'prompt_version', 128),
    (select min(u.key || ' is no count') from jsonb_each(p_usage) u (key, value)
      where u.key in ('input_tokens', 'output_tokens') and jsonb_typeof(u.value) <> 'null'
        and case jsonb_typeof(u.value) when 'number' then (u.value #>> '{}')::numeric not between 0 and 1e15 or (u.value #>> '{}')::numeric % 1 <> 0 else true end),
    (select 'cost_usd is no price from 0 to 1,000,000' from (select p_usage -> 'cost_usd') u (value)
      where jsonb_typeof(u.value) <> 'null' and case jsonb_typeof(u.value) when 'number' then (u.value #>> '{}')::numeric not between 0 and 1e6 else true end));
  if v_fault is not null then
    perform statewave_private.fail('SW400', 'usage: its ' || v_fault, 'Give {"model": text, "prompt_version": text, "input_tokens": 1, "output_tokens": 1, "cost_usd": 0.1}.');
  end if;
end
$$;

comment on function statewave_private.check_usage(jsonb) is 'Raises SW400 unless it tells what a run used of a model: {model?, prompt_version?, input_tokens?, output_tokens?, cost_usd?}.';

revoke all on function statewave_private.check_usage(jsonb) from public;
