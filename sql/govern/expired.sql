create or replace function statewave_private.expired(
  p_key uuid, p_tenant text, p_now timestamptz,
  out ids uuid[], out seqs int[], out receipts int[])
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  ids := array(
    select e.id
      from statewave_private.retention r
      join statewave_private.episode e on e.occurred_at < p_now - r.ttl
     where r.tenant_id = p_tenant and r.kind = 'episode' and e.subject_key = p_key
     order by e.seq
     limit 10000);
  seqs := array(
    select m.seq
      from statewave_private.retention r
      join statewave_private.memory m on m.kind = r.kind
     where r.tenant_id = p_tenant and r.kind <> 'episode' and m.subject_key = p_key and m.kind <> 'passage'
       and case r.counted_from when 'event' then m.valid_from else least(m.valid_to, m.recorded_to) end < p_now - r.ttl
     order by m.seq
     limit 10000);
  receipts := array(
    select p.seq
      from statewave_private.retention r
      join statewave_private.receipt p on p.issued_at < p_now - r.ttl
     where r.tenant_id = p_tenant and r.kind = 'receipt' and p.subject_key = p_key
     order by p.seq
     limit 10000);
end
$$;

comment on function statewave_private.expired(uuid, text, timestamptz) is
  'The episodes, compiled memories and receipts of a subject that its tenant''s retention keeps no longer, at most 10,000 of each.';

revoke all on function statewave_private.expired(uuid, text, timestamptz) from public;
