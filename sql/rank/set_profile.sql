create or replace function statewave.set_profile(profile text, weights jsonb, note text)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_names   constant text[] := array(select a.attname from pg_attribute a
                                      where a.attrelid = 'statewave_private.ranking_profile'::regclass and a.attnum > 0 and a.atttypid = 'float8'::regtype and not a.attisdropped
                                      order by a.attnum);
  v_wrong   text;
  v_profile statewave_private.ranking_profile;
begin
  if set_profile.profile is null or set_profile.profile !~ '^[a-z][a-z0-9_-]{0,62}$' then
    perform statewave_private.fail('SW400', format('%L is no name of a profile', left(set_profile.profile, 64)), 'Use 1 to 63 of a-z, 0-9, _ and -, a letter first.');
  elsif statewave_private.text_fault(to_jsonb(set_profile.note), 1000) is not null or set_profile.note is null then
    perform statewave_private.fail('SW400', 'the note ' || coalesce(statewave_private.text_fault(to_jsonb(set_profile.note), 1000), 'is null'), 'Say in some words why this version is as it is.');
  elsif jsonb_typeof(set_profile.weights) is distinct from 'object' then
    perform statewave_private.fail('SW400', 'weights are no object', 'Give {"weight": number}; the rest stays as it is.');
  end if;
  select left(w.name, 64) into v_wrong
    from jsonb_each(set_profile.weights) w (name, value)
   where w.name <> all (v_names) or jsonb_typeof(w.value) <> 'number' or abs((w.value #>> '{}')::numeric) > 1000000
      or w.name ~ '(_k1|_b|_tokens|_days)$' and (w.value #>> '{}')::numeric < 0
      or w.name ~ '_b$' and (w.value #>> '{}')::numeric > 1
      or w.name ~ '_(tokens|days)$' and (w.value #>> '{}')::numeric < 1
   order by w.name
   limit 1;
  if found then
    perform statewave_private.fail('SW400', format('%L is no weight of that value', v_wrong),
      'The weights are numbers: ' || array_to_string(v_names, ', ') || '; …_k1 from 0, …_b from 0 to 1, …_tokens and …_days from 1.');
  end if;

  lock table statewave_private.ranking_profile in share row exclusive mode;
  select p.* into v_profile
    from statewave_private.ranking_profile p
   where p.profile in (set_profile.profile, 'default') and p.recorded_to is null
   order by p.profile = set_profile.profile desc
   limit 1;
  v_profile.version := case when v_profile.profile = set_profile.profile then v_profile.version + 1 else 1 end;
  v_profile.profile := set_profile.profile;
  v_profile.recorded_at := greatest(clock_timestamp(), v_profile.recorded_at + interval '1 microsecond');
  v_profile.note := set_profile.note;
  update statewave_private.ranking_profile p set recorded_to = v_profile.recorded_at where p.profile = set_profile.profile and p.recorded_to is null;
  v_profile := jsonb_populate_record(v_profile, set_profile.weights);
  insert into statewave_private.ranking_profile select v_profile.*;
  perform statewave_private.administered('set_profile', jsonb_build_object('profile', v_profile.profile, 'version', v_profile.version, 'weights', set_profile.weights));
  return v_profile.version;
end
$$;

comment on function statewave.set_profile(text, jsonb, text) is
  'Makes a new version of a ranking profile, in force from now on, and returns its number. weights: {"weight": number}, as profiles() shows them with their meaning; those left out stay as they are, or as in default for a new profile. A past as_of finds the version of its time. Raises SW400.';

revoke all on function statewave.set_profile(text, jsonb, text) from public;
grant execute on function statewave.set_profile(text, jsonb, text) to statewave_admin;
