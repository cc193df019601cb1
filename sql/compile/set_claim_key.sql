create or replace function statewave.set_claim_key(
  claim_key text, kind text default 'fact', single_valued boolean default false, ttl interval default null, asked_as text default '', tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(set_claim_key.tenant);
begin
  if coalesce(set_claim_key.claim_key, '') !~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?$' or char_length(set_claim_key.claim_key) > 128
     or statewave_private.kind_of(set_claim_key.claim_key) is not null or set_claim_key.claim_key = 'passage' then
    perform statewave_private.fail('SW400', format('%L is no claim key', left(set_claim_key.claim_key, 128)), 'Use words of a-z, 0-9 and _ with dots between, as location.home; family.* for a group.');
  elsif coalesce(statewave_private.kind_of(set_claim_key.kind) <> set_claim_key.kind, true) then
    perform statewave_private.fail('SW400', format('there is no kind %L', left(set_claim_key.kind, 64)), 'The kinds are fact, preference, instruction, procedure and summary.');
  elsif set_claim_key.single_valued is null or set_claim_key.ttl < interval '1 minute' or set_claim_key.ttl > interval '1000 years'
     or char_length(set_claim_key.asked_as) > 1000 then
    perform statewave_private.fail('SW400', 'single_valued, ttl or asked_as is out of range', 'Say true or false; a ttl of a minute to 1,000 years or null; at most 1,000 characters.');
  elsif exists (
      select from statewave_private.memory m
       where m.tenant_id = v_tenant and m.single_valued <> set_claim_key.single_valued
         and (m.claim_key = set_claim_key.claim_key
              or regexp_replace(m.claim_key, '\.[^.]*$', '.*') = set_claim_key.claim_key
                 and not exists (select from statewave_private.claim_key k where k.claim_key = m.claim_key and (k.tenant_id = v_tenant or k.tenant_id is null)))) then
    perform statewave_private.fail('SW409', format('there are memories of %s with %s', set_claim_key.claim_key, case when set_claim_key.single_valued then 'many values' else 'one value at a time' end),
                                   'Give the new meaning a key of its own.');
  end if;
  insert into statewave_private.claim_key (claim_key, tenant_id, kind, single_valued, ttl, asked_as)
  values (set_claim_key.claim_key, v_tenant, set_claim_key.kind, set_claim_key.single_valued, set_claim_key.ttl, coalesce(set_claim_key.asked_as, ''))
      on conflict on constraint claim_key_pkey do update
     set kind = excluded.kind, single_valued = excluded.single_valued, ttl = excluded.ttl, asked_as = excluded.asked_as;
  perform statewave_private.administered('set_claim_key', jsonb_build_object('tenant', v_tenant, 'claim_key', set_claim_key.claim_key, 'kind', set_claim_key.kind,
    'single_valued', set_claim_key.single_valued, 'ttl', set_claim_key.ttl, 'asked_as', set_claim_key.asked_as));
end
$$;

comment on function statewave.set_claim_key(text, text, boolean, interval, text, text) is
  'What a tenant''s claims can be about: a key, the kind of memory that it makes, whether it has one value at a time, how long it holds (null: as its kind, set_ttl), and words in which people ask for it, by which it is found. It stands in place of the global key of its name. Holds for what is written from now on. Raises SW400, SW403, SW409 (memories of the key have it otherwise).';

revoke all on function statewave.set_claim_key(text, text, boolean, interval, text, text) from public;
grant execute on function statewave.set_claim_key(text, text, boolean, interval, text, text) to statewave_admin;
