create or replace function statewave_private.pack_brief(p_sections int[], p_tokens int[], p_heading_tokens int[], p_max_tokens int)
returns int[]
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_left   int := p_max_tokens;
  v_opened int[] := '{}';
  v_costs  int[] := '{}';
  v_cost   int;
begin
  for v_line in 1 .. cardinality(p_tokens) loop
    v_cost := p_tokens[v_line] + case when p_sections[v_line] = any (v_opened) then 0 else p_heading_tokens[p_sections[v_line]] end;
    if v_cost > v_left then
      v_costs[v_line] := null;
    else
      v_costs[v_line] := v_cost;
      v_left := v_left - v_cost;
      v_opened := v_opened || p_sections[v_line];
    end if;
  end loop;
  return v_costs;
end
$$;

comment on function statewave_private.pack_brief(int[], int[], int[], int) is
  'Packs lines in the order given into p_max_tokens, whole or not at all, each with its section''s heading when it is the first there: what each cost, null for one that did not fit. Lines end in a line end and do not begin with white space, so their cl100k_base counts add up exactly.';

revoke all on function statewave_private.pack_brief(int[], int[], int[], int) from public;
