-- requires: govern/withheld_of_login.sql
create or replace view statewave_private.guarded_subject with (security_barrier) as
select s.subject_key, s.tenant_id, s.subject, statewave_private.withheld_of_login(s.subject_key, s.tenant_id) as withheld
  from statewave_private.subject s;

comment on view statewave_private.guarded_subject is 'Subjects for the public views. A barrier, so that what is withheld is worked out once a subject and not once a row.';
comment on column statewave_private.guarded_subject.subject_key is 'The subject.';
comment on column statewave_private.guarded_subject.tenant_id is 'Its tenant.';
comment on column statewave_private.guarded_subject.subject is 'Its name.';
comment on column statewave_private.guarded_subject.withheld is 'Episodes and memories that a policy withholds from the login role: {id: deny or redact}.';
