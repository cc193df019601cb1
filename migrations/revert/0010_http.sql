drop table statewave_private.tenant_config;
delete from statewave_private.ranking_profile where rendering <> 'lines';
alter table statewave_private.ranking_profile drop column rendering;
