create or replace function statewave.fill_space(space_id int, after uuid default null, page int default 100)
returns table (next uuid, subjects int, memories bigint)
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
  v_space   statewave_private.embedding_space := statewave_private.space_of_call(fill_space.space_id);
  v_subject statewave_private.subject;
  v_missing bigint;
begin
  perform statewave_private.check_page(fill_space.page);
  if v_space.is_retired then
    perform statewave_private.fail('SW409', format('space %s is retired', v_space.space_id), 'Add it again to fill it: add_space().');
  end if;
  subjects := 0;
  memories := 0;
  for next in -- in the order in which all who lock several subjects lock them
    select s.subject_key from statewave_private.subject s
     where fill_space.after is null or s.subject_key > fill_space.after
     order by s.subject_key
     limit fill_space.page
  loop
    v_missing := (select count(*) from statewave_private.memory m where m.subject_key = next)
               - (select count(*) from statewave_private.embedding e where e.subject_key = next and e.space_id = v_space.space_id);
    continue when v_missing = 0;
    v_subject := statewave_private.lock_subject(next, null, null);
    continue when v_subject.subject_key is null;
    if v_space.provider = 'builtin' then
      v_missing := statewave_private.fill_vectors(v_subject, v_space, 10000);
    else
      perform statewave_private.want_vectors(next, v_subject.tenant_id, v_space.space_id);
    end if;
    subjects := subjects + 1;
    memories := memories + v_missing;
  end loop;
  return query select fill_space.next, fill_space.subjects, fill_space.memories;
end
$$;

comment on function statewave.fill_space(int, uuid, int) is
  'Sees to the memories of the next page (1 to 1,000) subjects that have no vector in a space, of the tenants that the login may act for: in the built-in embedder''s they get one, at most 10,000 of each subject, in one transaction; in another a worker is left to make them (claim_embeddings). Returns how many subjects lacked some, and how many memories. Call it again with after => next until next is null, and from the start until nothing lacks one: "statewave space fill" does. Raises SW400, SW404, SW409 for a retired space.';

revoke all on function statewave.fill_space(int, uuid, int) from public;
grant execute on function statewave.fill_space(int, uuid, int) to statewave_admin, statewave_worker;
