create or replace function statewave.v1_export(subject text, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set jit = off
set max_parallel_workers_per_gather = 0
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(v1_export.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, v1_export.subject);
  v_document jsonb := statewave.export_subject(v1_export.subject, tenant => v_tenant);
  v_fresh    int := statewave_private.first_uncompiled(v_key, 'infinity');
  v_labels   jsonb := statewave_private.v1_labels(v_key);
begin
  return (
    with episode as (
      select jsonb_agg(statewave_private.v1_episode_of(e, v1_export.subject, false) order by e.seq) as shown from statewave_private.episode e where e.subject_key = v_key
    ), memory as (
      select jsonb_agg(statewave_private.v1_memory_of(m, v1_export.subject, statewave_private.sources_of(m, 'infinity'), statewave_private.v1_labels_of(v_labels, statewave_private.sources_of(m, 'infinity')), statement_timestamp(), false)
               || jsonb_build_object('embedding', (select to_jsonb(v.embedding::real[]) from statewave_private.embedding v
                    where v.subject_key = v_key and v.memory_seq = m.seq order by v.space_id limit 1)) order by m.seq) as shown
        from statewave_private.memory m
       where m.subject_key = v_key and m.recorded_to is null and (m.kind <> 'passage' or v_fresh is null or m.seq < v_fresh)
    )
    select jsonb_build_object('format_version', '1.0', 'subject_id', v1_export.subject, 'tenant_id', v_tenant,
             'counts', jsonb_build_object('episodes', coalesce(jsonb_array_length(e.shown), 0), 'memories', coalesce(jsonb_array_length(m.shown), 0)),
             'episodes', coalesce(e.shown, '[]'), 'memories', coalesce(m.shown, '[]'), 'document', v_document)
      from episode e cross join memory m);
end
$$;

comment on function statewave.v1_export(text, text) is
  'HTTP: GET /admin/export/{subject}. A subject as {format_version, subject_id, tenant_id, counts, episodes, memories, document}: what the API shows, for other servers, and export_subject()''s document, from which nothing is missing. Raises SW404, SW413, SW403.';

revoke all on function statewave.v1_export(text, text) from public;
grant execute on function statewave.v1_export(text, text) to statewave_admin;
