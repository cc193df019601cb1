create or replace function statewave_private.kind_of(p_kind text)
returns text
language sql
immutable
parallel safe
return case p_kind
  when 'domain_fact' then 'fact'
  when 'profile_fact' then 'fact'
  when 'episode_summary' then 'summary'
  else case when p_kind = any (array['fact', 'preference', 'instruction', 'procedure', 'summary']) then p_kind end
end;

comment on function statewave_private.kind_of(text) is
  'The kind of compiled memory that a word means, those of the HTTP API too; null when it means none.';

revoke all on function statewave_private.kind_of(text) from public;
