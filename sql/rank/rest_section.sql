create or replace function statewave_private.rest_section(p_heading int, p_is_compiled boolean)
returns int
language sql
immutable
parallel safe
return case when p_heading >= 0 then p_is_compiled::int * -1
            when p_heading <= -3 then -5
            else p_heading end;

comment on function statewave_private.rest_section(int, boolean) is
  'The section of the rendering rest-v1 that a line of rank_memories'' heading stands in: -5 about this user (instructions, preferences, facts), -2 procedures, -1 recent history (summaries, and passages of compiled episodes), 0 recent interactions (of those that are not compiled yet).';

revoke all on function statewave_private.rest_section(int, boolean) from public;
