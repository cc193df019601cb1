drop index statewave_private.compile_run_direct;
drop index statewave_private.subject_to_compile;
alter table statewave_private.subject drop column is_uncompiled;
alter table statewave_private.ranking_profile drop column pinned;
alter type statewave_private.question drop attribute past;
drop type statewave_private.claim;
drop table statewave_private.retraction;
drop index statewave_private.memory_once;
do $$
declare
  v_part text;
begin
  for v_part in select 'memory_' || to_char(p, 'FM00') from generate_series(0, 31) p loop
    execute format('alter table statewave_private.%I drop constraint %I, drop constraint %I', v_part, v_part || '_one_value', v_part || '_one_claim');
  end loop;
end
$$;
alter table statewave_private.memory drop constraint memory_stated, drop constraint memory_claim_parts, drop constraint memory_ended_by_fkey;
alter table statewave_private.memory drop column claim_entity, drop column claim_qualifiers, drop column claim_canonical, drop column rule,
  drop column ended_by, drop column stated_from, drop column pinned;
alter table statewave_private.memory_source drop column stated_from;
create unique index memory_once on statewave_private.memory (subject_key, kind, content_hash, claim_key) nulls not distinct
  where kind <> 'passage' and recorded_to is null and valid_to is null;
create unique index memory_one_value on statewave_private.memory (subject_key, claim_key, lower(speaker))
  where single_valued and recorded_to is null and valid_to is null;
drop table statewave_private.compiler_rule;
drop table statewave_private.kind_ttl;
alter table statewave_private.claim_key drop constraint claim_key_pkey, drop constraint claim_key_tenant_fkey, drop constraint claim_key_shape,
  drop constraint claim_key_kind, drop constraint claim_key_no_kind, drop constraint claim_key_ttl;
delete from statewave_private.claim_key;
alter table statewave_private.claim_key drop column scope, drop column tenant_id, drop column kind, drop column single_valued, drop column ttl;
alter table statewave_private.claim_key add constraint claim_key_pkey primary key (claim_key);
insert into statewave_private.claim_key (claim_key, asked_as) values
  ('identity.name', 'name called who'),
  ('identity.birthday', 'birthday born age'),
  ('location.home', 'lives in home address city moved'),
  ('work.employer', 'works at job employer company'),
  ('work.role', 'works as job profession role'),
  ('plan.subscription', 'subscription plan'),
  ('contact.email', 'contact e-mail address'),
  ('contact.phone', 'contact phone number'),
  ('relationship.status', 'relationship married partner single'),
  ('family.kids', 'family children kids');
