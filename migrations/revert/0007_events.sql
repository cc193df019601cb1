drop table statewave_private.webhook_host, statewave_private.webhook, statewave_private.consumer, statewave_private.event_counter,
  statewave_private.event, statewave_private.job;
drop index statewave_private.subject_with_news;
alter table statewave_private.subject drop column has_news, drop column relayed_through;
drop index statewave_private.erasure_with_news;
drop index statewave_private.erasure_by_position;
alter table statewave_private.erasure drop column erased_key, drop column position;
comment on table statewave_private.erasure is 'That a subject was erased. It does not say which.';
