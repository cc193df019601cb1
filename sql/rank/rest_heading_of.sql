create or replace function statewave_private.rest_heading_of(p_section int, p_session text, p_is_current boolean, p_is_first boolean)
returns text
language sql
immutable
parallel safe
return case p_section
  when -5 then '## About this user'
  when -2 then '## Procedures'
  when -1 then '## Recent history'
  else concat_ws(E'\n', case when p_is_first then '## Recent interactions' end,
                 case when p_session is not null then case when p_is_current then '### Current session (' || p_session || ')' else '### Previous interactions' end end)
end;

comment on function statewave_private.rest_heading_of(int, text, boolean, boolean) is
  'The heading of a section of the rendering rest-v1, without the line end. Recent interactions are told apart by session where the caller favours one; p_is_first: this part is the first of them.';

revoke all on function statewave_private.rest_heading_of(int, text, boolean, boolean) from public;
