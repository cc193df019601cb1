create or replace function statewave_private.rest_kind_of(p_kind text)
returns text
language sql
immutable
parallel safe
return case when p_kind = any (array['fact', 'preference', 'instruction']) then 'profile_fact'
            when p_kind = 'procedure' then 'procedure'
            else 'episode_summary' end;

comment on function statewave_private.rest_kind_of(text) is
  'The kind of a memory over HTTP. A passage of a compiled episode is what the API calls a summary of it, in the episode''s own words.';

revoke all on function statewave_private.rest_kind_of(text) from public;
