-- requires: record/advance_subject.sql
-- requires: compile/revise_memory.sql
-- requires: compile/compile_episodes.sql
-- requires: govern/forget_rows.sql
-- requires: govern/forgotten.sql
-- requires: govern/move_rows.sql
-- requires: operate/enqueue_job.sql
-- requires: operate/lease_job.sql
-- requires: operate/relay_subject.sql
-- Functions that update or delete rows of a subject. Until PostgreSQL 18 a kept plan for that opens all
-- partitions, so they plan anew each time; from then on keeping it saves a tenth of a record and half of a compile.
do $$
declare
  v_function regprocedure;
begin
  if current_setting('server_version_num')::int >= 180000 then
    for v_function in
      select p.oid from pg_proc p
       where p.pronamespace = 'statewave_private'::regnamespace
         and p.proname = any (array['advance_subject', 'revise_memory', 'compile_episodes', 'forget_rows', 'forgotten', 'move_rows', 'enqueue_job', 'lease_job', 'relay_subject'])
    loop
      execute format('alter function %s set plan_cache_mode = force_generic_plan', v_function);
    end loop;
  end if;
end
$$;
