create or replace function statewave.add_space(provider text, model text, dimensions int)
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
  v_space statewave_private.embedding_space;
begin
  perform statewave_private.check_name('provider', add_space.provider, 64);
  perform statewave_private.check_name('model', add_space.model, 256);
  if add_space.dimensions is null or add_space.dimensions not between 1 and 4000 then
    perform statewave_private.fail('SW400', format('a space of %s dimensions', coalesce(add_space.dimensions::text, 'null')), 'A vector has 1 to 4,000 components.');
  elsif add_space.provider = 'builtin' and (add_space.model, add_space.dimensions) <> ('wordllama-l2-supercat', 256) then
    perform statewave_private.fail('SW400', format('the database has no model %L of %s dimensions in it', left(add_space.model, 64), add_space.dimensions),
      'builtin is wordllama-l2-supercat of 256; give another provider the name of the embedder that a worker asks.');
  end if;
  lock table statewave_private.embedding_space in share row exclusive mode;
  select s.* into v_space
    from statewave_private.embedding_space s
   where s.provider = add_space.provider and s.model = add_space.model and s.dimensions = add_space.dimensions;
  if not found then
    insert into statewave_private.embedding_space (space_id, provider, model, dimensions, is_active, is_retired, active_during)
    select max(s.space_id) + 1, add_space.provider, add_space.model, add_space.dimensions, false, false, '{}' from statewave_private.embedding_space s
    returning space_id into v_space.space_id;
  elsif not v_space.is_retired then
    return v_space.space_id;
  elsif v_space.active_during = '{}' then
    perform statewave_private.fail('SW409', format('space %s is being dropped', v_space.space_id), 'Call drop_space() until its next is null, then add it again.');
  else
    update statewave_private.embedding_space s set is_retired = false where s.space_id = v_space.space_id;
  end if;
  perform statewave_private.administered('add_space', jsonb_build_object('space', v_space.space_id, 'provider', add_space.provider,
    'model', add_space.model, 'dimensions', add_space.dimensions));
  return v_space.space_id;
end
$$;

comment on function statewave.add_space(text, text, int) is
  'Makes an embedding space that is filled beside the active one, and returns its number; a retired one of this name is filled again, one that is there is left as it is. New memories get vectors in it from now on; those that there are by fill_space(). provider is builtin (in the database), or the name of an embedder that a worker asks for model; dimensions 1 to 4,000. Raises SW400, SW409.';

revoke all on function statewave.add_space(text, text, int) from public;
grant execute on function statewave.add_space(text, text, int) to statewave_admin;
