create or replace function statewave_private.v1_label_meant(p_label text)
returns text
language sql
immutable
parallel safe
return case lower(btrim(p_label))
  when 'pii.email' then 'email'
  when 'pii.phone' then 'phone'
  when 'financial.card' then 'card'
  when 'secret.token' then 'secret'
  else lower(btrim(p_label)) end;

comment on function statewave_private.v1_label_meant(text) is
  'The label that a client of the HTTP API means, which may know those of the detectors by other names.';

revoke all on function statewave_private.v1_label_meant(text) from public;
