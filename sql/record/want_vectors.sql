create or replace function statewave_private.want_vectors(p_key uuid, p_tenant text, p_space_id int)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  perform statewave_private.enqueue_job(p_key, p_tenant, 'embed', p_space_id::text, '{}');
end
$$;

comment on function statewave_private.want_vectors(uuid, text, int) is
  'Leaves to a worker, as a job, the vectors that a locked subject''s memories have not in a space.';

revoke all on function statewave_private.want_vectors(uuid, text, int) from public;
