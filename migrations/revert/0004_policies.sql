drop table statewave_private.admin_entry, statewave_private.retention, statewave_private.quota, statewave_private.policy_rule, statewave_private.policy,
  statewave_private.label;
drop index statewave_private.episode_with_labels;
drop index statewave_private.subject_by_usage;
alter table statewave_private.subject drop column usage_day, drop column usage_episodes, drop column usage_bytes, drop column usage_tokens;
alter table statewave_private.tenant_grant drop column is_gateway;
alter type statewave_private.question
  drop attribute policy_hash, drop attribute would_withhold, drop attribute denied, drop attribute redacted;
