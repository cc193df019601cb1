create or replace function statewave.provenance(subject text, memory_id uuid, tenant text default null, caller jsonb default null)
returns table (ordinal int, episode_id uuid, source text, type text, session text, occurred_at timestamptz, recorded_at timestamptz,
               payload jsonb, quote text)
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
  v_tenant text := statewave_private.tenant_of_call(provenance.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, provenance.subject);
  v_withheld jsonb := statewave_private.withheld_ids(v_key, v_tenant, provenance.caller);
begin
  return query
  select s.place::int, e.id, case when not v_withheld ? e.id::text then e.source::text end, e.type::text, e.session::text, e.occurred_at, e.recorded_at,
         case when not v_withheld ? e.id::text then e.payload else '{"text": "[redacted]"}' end,
         case when s.place > 1 then null when v_withheld ? m.id::text then '[redacted]' else m.content end
    from statewave_private.memory m
   cross join lateral unnest(statewave_private.sources_of(m, 'infinity')) with ordinality s (id, place)
    join statewave_private.episode e on e.subject_key = v_key and e.id = s.id
   where m.subject_key = v_key and m.id = provenance.memory_id
     and v_withheld ->> m.id::text is distinct from 'deny' and v_withheld ->> e.id::text is distinct from 'deny'
   order by s.place;
  if not found then
    perform statewave_private.fail('SW404', 'the subject has no memory with this id', 'List them: select * from statewave.timeline(subject).');
  end if;
end
$$;

comment on function statewave.provenance(text, uuid, text, jsonb) is
  'The episodes that a memory was taken from, the first one first; quote is what the first one was quoted with. What a policy withholds from the caller (as retrieve()''s) is not there, or redacted. Raises SW404, SW400, SW403.';

revoke all on function statewave.provenance(text, uuid, text, jsonb) from public;
grant execute on function statewave.provenance(text, uuid, text, jsonb) to statewave_reader;
