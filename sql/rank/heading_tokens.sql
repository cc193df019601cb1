create or replace function statewave_private.heading_tokens()
returns int[]
language sql
immutable
parallel safe
return array[2, 2, 3, 3, 3, 6];

comment on function statewave_private.heading_tokens() is
  'cl100k_base tokens of the headings (heading_of) with their line ends: Instructions, Preferences, Facts, Procedures, Summaries, a day. Written down, since counting them took longer than packing.';

revoke all on function statewave_private.heading_tokens() from public;
