create or replace function statewave.drop_space(space_id int, after uuid default null, page int default 100)
returns table (next uuid, subjects int, vectors bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_space statewave_private.embedding_space := statewave_private.space_of_call(drop_space.space_id);
  v_count bigint;
begin
  perform statewave_private.check_page(drop_space.page);
  -- Waits for those who are writing vectors in it, and keeps others from beginning.
  perform from statewave_private.embedding_space s where s.space_id = v_space.space_id for update;
  v_space := statewave_private.space_of_call(drop_space.space_id);
  if v_space.is_active then
    perform statewave_private.fail('SW409', format('space %s is active', v_space.space_id), 'Activate another space first.');
  elsif not v_space.is_retired or v_space.active_during <> '{}' then
    update statewave_private.embedding_space s set is_retired = true, active_during = '{}' where s.space_id = v_space.space_id;
    perform statewave_private.administered('drop_space', jsonb_build_object('space', v_space.space_id, 'provider', v_space.provider, 'model', v_space.model));
  end if;
  subjects := 0;
  vectors := 0;
  for next in
    select s.subject_key from statewave_private.subject s
     where drop_space.after is null or s.subject_key > drop_space.after
     order by s.subject_key
     limit drop_space.page
  loop
    delete from statewave_private.embedding e where e.subject_key = next and e.space_id = v_space.space_id;
    get diagnostics v_count = row_count;
    delete from statewave_private.job j where j.subject_key = next and j.kind = 'embed' and j.lane = v_space.space_id::text;
    subjects := subjects + (v_count > 0)::int;
    vectors := vectors + v_count;
  end loop;
  if next is null then
    delete from statewave_private.embedding_space s where s.space_id = v_space.space_id;
  end if;
  return query select drop_space.next, drop_space.subjects, drop_space.vectors;
exception when foreign_key_violation then
  perform statewave_private.fail('SW409', format('space %s has vectors of subjects that this login does not see, or that were passed', drop_space.space_id),
    'Begin again without after, as a login that may act for every tenant.');
end
$$;

comment on function statewave.drop_space(int, uuid, int) is
  'Removes the vectors of the next page (1 to 1,000) subjects in a space that is not active, in one transaction: how many subjects had some, and how many. Call it again with after => next until next is null: the space is gone then. From the first call on nothing is filled or asked in it, and an as_of of when it was active is refused with SW422. Raises SW409 for the active one, and where vectors are left that the login does not see; SW400, SW404.';

revoke all on function statewave.drop_space(int, uuid, int) from public;
grant execute on function statewave.drop_space(int, uuid, int) to statewave_admin;
