drop type statewave_private.question;
update statewave_private.subject set text_config = 'pg_catalog.' || text_config;
alter table statewave_private.subject alter column text_config set default 'pg_catalog.english';
comment on column statewave_private.subject.text_config is 'Text-search configuration that its texts and questions are stemmed with.';
alter table statewave_private.memory drop column text_config;
drop table statewave_private.language;
delete from statewave_private.ranking_profile where profile = 'default' and version = 2;
update statewave_private.ranking_profile set recorded_to = null where profile = 'default' and version = 1;
alter table statewave_private.ranking_profile
  drop constraint ranking_profile_period_days,
  drop column period,
  drop column assistant,
  drop column assistant_asked,
  drop column instruction,
  drop column opening,
  drop column long_line,
  drop column period_days;
