-- requires: http/v1_label_meant.sql
create or replace function statewave.v1_suggested_labels(
  subject text default null, label text default null, page int default 50, skip int default 0, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(v1_suggested_labels.tenant);
  v_key    uuid := case when v1_suggested_labels.subject is not null then statewave_private.key_of_call(v_tenant, v1_suggested_labels.subject) end;
begin
  perform statewave_private.check_page(v1_suggested_labels.page);
  if v1_suggested_labels.skip is null or v1_suggested_labels.skip < 0 then
    perform statewave_private.fail('SW400', format('skip is %s', coalesce(v1_suggested_labels.skip::text, 'null')), 'Skip 0 rows or more.');
  end if;
  return (
    with suggested as materialized (
      select l.subject_key, l.memory_id, array_agg(l.label order by l.label) as labels
        from statewave_private.label l
       where l.tenant_id = v_tenant and l.is_suggested and l.memory_id is not null and (v_key is null or l.subject_key = v_key)
       group by l.subject_key, l.memory_id
      having v1_suggested_labels.label is null or bool_or(l.label = statewave_private.v1_label_meant(v1_suggested_labels.label))
    ), shown as (
      select s.subject_key, s.memory_id, s.labels from suggested s order by s.subject_key, s.memory_id limit v1_suggested_labels.page offset v1_suggested_labels.skip
    )
    select jsonb_build_object(
      'memories', coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'subject_id', x.subject, 'tenant_id', v_tenant, 'kind', statewave_private.rest_kind_of(m.kind), 'content', m.content,
        'summary', left(m.content, 200), 'suggested_labels', s.labels, 'created_at', m.recorded_at, 'sensitivity_labels', (
          select coalesce(array_agg(distinct u.label order by u.label), '{}')
            from statewave_private.labels_in_force(m.subject_key) f cross join lateral unnest(f.labels) u (label) where f.episode_id = m.source_episode_id))
        order by s.subject_key, s.memory_id), '[]'),
      'total', (select count(*) from suggested), 'limit', v1_suggested_labels.page, 'offset', v1_suggested_labels.skip,
      'catalogue', '[{"label": "email", "description": "An e-mail address"}, {"label": "phone", "description": "A phone number"},
                     {"label": "card", "description": "The number of a payment card"}, {"label": "secret", "description": "A password, token or key"}]'::jsonb)
      from shown s
     cross join lateral (select y.* from statewave_private.memory y where y.subject_key = s.subject_key and y.id = s.memory_id limit 1) m
     cross join lateral (select z.subject from statewave_private.subject z where z.subject_key = s.subject_key limit 1) x);
end
$$;

comment on function statewave.v1_suggested_labels(text, text, int, int, text) is
  'HTTP: GET /admin/memories/with-suggested-labels. Memories of a subject, or of all of the tenant''s, in which the detectors found something, page (1 to 1,000) of them behind the first skip, all or those with one label: {memories, total, limit, offset, catalogue}. Raises SW400, SW403.';

revoke all on function statewave.v1_suggested_labels(text, text, int, int, text) from public;
grant execute on function statewave.v1_suggested_labels(text, text, int, int, text) to statewave_admin, statewave_worker;
