create or replace function statewave_private.v1_entries_changed(p_key uuid, p_before jsonb, p_after jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return (
    with entry as (
      select coalesce(o.item, n.item) as item, o.item is not null as was, n.item is not null as is_now
        from jsonb_array_elements(p_before) o (item)
        full join jsonb_array_elements(p_after) n (item) on n.item -> 'memory_id' = o.item -> 'memory_id'
    ), shown as (
      select e.was, e.is_now, (e.item ->> 'rank')::int as rank, statewave_private.v1_entry_of(p_key, e.item) as entry from entry e
    )
    select jsonb_build_object(
        'added', coalesce(jsonb_agg(s.entry order by s.rank) filter (where not s.was), '[]'), 'removed', coalesce(jsonb_agg(s.entry order by s.rank) filter (where not s.is_now), '[]'),
        'common', count(*) filter (where s.was and s.is_now))
      from shown s);
end
$$;

comment on function statewave_private.v1_entries_changed(uuid, jsonb, jsonb) is
  'How the entries of a replay differ from those of its receipt, as the HTTP API shows it: {added, removed, common}.';

revoke all on function statewave_private.v1_entries_changed(uuid, jsonb, jsonb) from public;
