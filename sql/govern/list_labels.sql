create or replace function statewave.list_labels(subject text, after uuid default null, page int default 100, tenant text default null)
returns table (id uuid, entry text, labels text[], suggested text[])
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(list_labels.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, list_labels.subject);
begin
  perform statewave_private.check_page(list_labels.page);
  return query
  select x.id, case when bool_or(x.is_memory) then 'memory' else 'episode' end,
         coalesce(array_agg(distinct x.label order by x.label) filter (where not x.is_suggested), '{}'),
         coalesce(array_agg(distinct x.label order by x.label) filter (where x.is_suggested), '{}')
    from (select e.id, r.label, false as is_suggested, false as is_memory
            from statewave_private.episode e
           cross join lateral unnest(e.labels) r (label)
           where e.subject_key = v_key and e.labels <> '{}'
          union all
          select l.target_id, l.label, l.is_suggested, l.memory_id is not null from statewave_private.label l where l.subject_key = v_key) x
   where list_labels.after is null or x.id > list_labels.after
   group by x.id
   order by x.id
   limit list_labels.page;
end
$$;

comment on function statewave.list_labels(text, uuid, int, text) is
  'What has labels of its own in a subject: memories and episodes, by id, page (1 to 1,000) at a time; after: the last id before. labels are in force, for it and what shares a source with it; suggested ones were found by the detectors of e-mail addresses, phone numbers, card numbers and secrets, and no policy looks at them until promote_labels() or set_labels(). Raises SW400, SW403.';

revoke all on function statewave.list_labels(text, uuid, int, text) from public;
grant execute on function statewave.list_labels(text, uuid, int, text) to statewave_admin, statewave_worker;
