create or replace function statewave_private.check_name(p_what text, p_value text, p_max int)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_value is null or btrim(p_value) = '' then
    perform statewave_private.fail('SW400', format('%s is empty', p_what), format('Give a %s of 1 to %s characters.', p_what, p_max));
  elsif char_length(p_value) > p_max then
    perform statewave_private.fail('SW400', format('%s has %s characters', p_what, char_length(p_value)), format('Give at most %s.', p_max));
  elsif statewave_private.is_unprintable(p_value) then
    perform statewave_private.fail('SW400', format('%s holds a control character or begins or ends with a space', p_what), 'Strip it before the call.');
  end if;
end
$$;

comment on function statewave_private.check_name(text, text, int) is
  'Raises SW400 unless the value is a name: 1 to p_max characters, no control characters, no space around it.';

revoke all on function statewave_private.check_name(text, text, int) from public;
