create or replace function statewave_private.subjects_with_news(p_tenant text, p_after uuid, p_most int)
returns uuid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off    -- they are few whatever the table holds, as in due_jobs()
set enable_bitmapscan = off
as $$
#variable_conflict error
begin
  return array(select s.subject_key from statewave_private.subject s
                where s.tenant_id = p_tenant and s.has_news and s.subject_key > p_after
                order by s.subject_key limit p_most);
end
$$;

comment on function statewave_private.subjects_with_news(text, uuid, int) is
  'Up to p_most of the tenant''s subjects with audit entries that are no events yet, in the order of their keys behind one.';

revoke all on function statewave_private.subjects_with_news(text, uuid, int) from public;
