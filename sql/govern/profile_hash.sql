create or replace function statewave_private.profile_hash(p_profile text, p_version int)
returns text
language sql
stable
begin atomic
  select encode(sha256(convert_to((to_jsonb(p) - array['recorded_to', 'note'])::text, 'UTF8')), 'hex')
    from statewave_private.ranking_profile p
   where p.profile = p_profile collate "C" and p.version = p_version;
end;

comment on function statewave_private.profile_hash(text, int) is
  'sha256 in hex of a version of a ranking profile, without its note and its end.';

revoke all on function statewave_private.profile_hash(text, int) from public;
