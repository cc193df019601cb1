create or replace function statewave.profiles(profile text default null)
returns table (name text, version int, recorded_at timestamptz, recorded_to timestamptz, weights jsonb, note text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
begin
  return query
  select p.profile, p.version, nullif(p.recorded_at, '-infinity'), p.recorded_to,
         to_jsonb(p) - array['profile', 'version', 'recorded_at', 'recorded_to', 'rendering', 'note'], p.note
    from statewave_private.ranking_profile p
   where profiles.profile is null or p.profile = profiles.profile collate "C"
   order by p.profile, p.version;
end
$$;

comment on function statewave.profiles(text) is
  'The ranking profiles (all, or one) with all their versions: when each was in force (recorded_at null: from the beginning; recorded_to null: still), its weights as {"weight": number} and why it is so. What a weight does is the comment of its column in statewave_private.ranking_profile.';

revoke all on function statewave.profiles(text) from public;
grant execute on function statewave.profiles(text) to statewave_reader;
