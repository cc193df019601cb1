create or replace function statewave_private.profile_at(p_profile text, p_as_of timestamptz)
returns statewave_private.ranking_profile
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_profile statewave_private.ranking_profile;
begin
  select p.* into v_profile
    from statewave_private.ranking_profile p
   where p.profile = p_profile collate "C"
     and case when p_as_of is null then p.recorded_to is null
              else p.recorded_at <= p_as_of and (p.recorded_to is null or p.recorded_to > p_as_of) end;
  if not found then
    perform statewave_private.fail('SW404', format('there is no profile %L%s', left(p_profile, 64), coalesce(' at ' || p_as_of, '')),
      'The profiles are: ' || (select string_agg(p.profile, ', ' order by p.profile) from statewave_private.ranking_profile p where p.recorded_to is null) || '.');
  end if;
  return v_profile;
end
$$;

comment on function statewave_private.profile_at(text, timestamptz) is
  'The version of a ranking profile in force at a time; null means now. Raises SW404.';

revoke all on function statewave_private.profile_at(text, timestamptz) from public;
