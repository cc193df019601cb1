create or replace function statewave_private.is_urgent(p_text text)
returns boolean
language sql
immutable
parallel safe
return p_text ~* '\m(urgent|critical|asap|emergenc|escalat|outage|blocker)' or p_text ~* '\m(broken|down|p0|p1|sev-?1|sev-?2)\M';

comment on function statewave_private.is_urgent(text) is
  'Whether a text says that something is urgent: words that begin like the first ones, or are one of the second (down, not download).';

revoke all on function statewave_private.is_urgent(text) from public;
