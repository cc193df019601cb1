create or replace function statewave.v1_apply_template(template text, subject text, given jsonb, session text default null, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_form jsonb := (select t.form from jsonb_array_elements(statewave.v1_templates() -> 'templates') t (form) where t.form ->> 'id' = v1_apply_template.template);
  v_text text;
begin
  if v_form is null then
    perform statewave_private.fail('SW404', 'there is no such template', 'List them: select statewave.v1_templates().');
  elsif jsonb_typeof(v1_apply_template.given) is distinct from 'object' or exists (
    select from jsonb_array_elements(v_form -> 'fields') f (field)
      full join jsonb_each(v1_apply_template.given) g (name, value) on g.name = f.field ->> 'name'
     where f.field is null or jsonb_typeof(coalesce(g.value, 'null')) not in ('string', 'null') or (f.field ->> 'required')::boolean and btrim(coalesce(v1_apply_template.given ->> g.name, '')) = '') then
    perform statewave_private.fail('SW422', 'what is given does not fit the template', 'Give its fields as texts, the required ones at least.');
  end if;
  select string_agg(replace(l.line, '{' || f.name || '}', v1_apply_template.given ->> f.name), E'\n' order by l.place) into v_text
    from string_to_table(v_form ->> 'content', E'\n') with ordinality l (line, place)
   cross join lateral (select substring(l.line from '\{(\w+)\}')) f (name)
   where btrim(coalesce(v1_apply_template.given ->> f.name, '')) <> '';
  return statewave.v1_record_one(jsonb_build_object(
    'subject_id', v1_apply_template.subject, 'session_id', v1_apply_template.session, 'source', 'memory-template', 'type', v_form -> 'episode_type',
    'payload', jsonb_build_object('content', v_text, 'template_id', v_form -> 'id', 'template_version', v_form -> 'version', 'values', v1_apply_template.given),
    'metadata', jsonb_build_object('template', jsonb_build_object('id', v_form -> 'id', 'version', v_form -> 'version'))), v1_apply_template.tenant);
end
$$;

comment on function statewave.v1_apply_template(text, text, jsonb, text, text) is
  'HTTP: POST /v1/memory-templates/{id}/apply. Records an episode that says what is given in the words of a form, and returns it. Raises SW404, SW422 where a field is missing or unknown, SW400, SW403.';

revoke all on function statewave.v1_apply_template(text, text, jsonb, text, text) from public;
grant execute on function statewave.v1_apply_template(text, text, jsonb, text, text) to statewave_writer;
