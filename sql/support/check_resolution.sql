create or replace function statewave_private.check_resolution(p_status text, p_summary text, p_metadata jsonb, p_at timestamptz)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_status is null or p_status <> all (array['open', 'resolved', 'unresolved']) then
    perform statewave_private.fail('SW400', format('there is no status %L', left(p_status, 64)), 'Say open, resolved or unresolved.');
  elsif char_length(p_summary) > 2000 then
    perform statewave_private.fail('SW400', format('summary has %s characters', char_length(p_summary)), 'Give at most 2,000.');
  elsif jsonb_typeof(p_metadata) not in ('object', 'null') then
    perform statewave_private.fail('SW400', 'metadata is no object', 'Give {"field": value}, or leave it out.');
  elsif octet_length(p_metadata::text) > 131072 then
    perform statewave_private.fail('SW413', format('metadata has %s bytes', octet_length(p_metadata::text)), 'Give at most 131,072.');
  elsif p_at is not null and p_status <> 'resolved' then
    perform statewave_private.fail('SW400', format('a session that is %s has no time of its resolution', p_status), 'Leave at out, or say resolved.');
  elsif not isfinite(p_at) or p_at > clock_timestamp() + interval '1 day' or extract(year from p_at at time zone 'UTC') < 1 then
    perform statewave_private.fail('SW400', 'at is no time in the past', 'Say when it was resolved, or leave it out for now.');
  end if;
end
$$;

comment on function statewave_private.check_resolution(text, text, jsonb, timestamptz) is
  'Raises SW400 or SW413 unless it is what resolve_session() takes.';

revoke all on function statewave_private.check_resolution(text, text, jsonb, timestamptz) from public;
