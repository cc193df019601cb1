-- requires: rank/rest_heading_of.sql
create or replace function statewave_private.rest_heading_tokens(p_session text)
returns int[]
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  -- 5, 4 and 5 with the line end and the empty line after the section.
  if p_session is null then
    return array[6, 0, 0, 5, 5, 5];
  end if;
  return array[6, 0, 0, 5, 5, 5 + (select sum(t.count) from unnest(statewave_python.tokens(array[
    statewave_private.rest_heading_of(0, p_session, true, false) || E'\n', statewave_private.rest_heading_of(0, p_session, false, false) || E'\n'])) t (count))];
end
$$;

comment on function statewave_private.rest_heading_tokens(text) is
  'cl100k_base tokens of the headings of the rendering rest-v1, at the places where pack_lines looks for them, each with the empty line after its section; the last with both parts that a favoured session makes.';

revoke all on function statewave_private.rest_heading_tokens(text) from public;
