create or replace function statewave_private.filters_of(
  p_exclude_session boolean, p_kinds text[], p_sources text[], p_since timestamptz, p_until timestamptz, p_metadata jsonb, p_embedding double precision[])
returns jsonb
language sql
stable
return jsonb_strip_nulls(jsonb_build_object(
  'exclude_session', nullif(p_exclude_session, false), 'kinds', p_kinds, 'sources', p_sources, 'since', p_since, 'until', p_until, 'embedding', p_embedding))
  || case when p_metadata is null then '{}' else jsonb_build_object('metadata', p_metadata) end;

comment on function statewave_private.filters_of(boolean, text[], text[], timestamptz, timestamptz, jsonb, double precision[]) is
  'The further arguments of retrieve() that were given, as a bundle shows them: with them it can be asked for again.';

revoke all on function statewave_private.filters_of(boolean, text[], text[], timestamptz, timestamptz, jsonb, double precision[]) from public;
