create or replace function statewave_private.health_signals()
returns table (place int, signal text, impact int, most int)
language sql
immutable
parallel safe
begin atomic
  select v.place, v.signal, v.impact, v.most
    from (values (1, 'unresolved_issues', -15, -45), (2, 'repeated_issues', -20, -20), (3, 'escalations', -10, -20), (4, 'idle_open_issue', -15, -15),
                 (5, 'recent_resolution', 10, 10), (6, 'high_resolution_rate', 10, 10), (7, 'sla_resolution_breaches', -10, -20),
                 (8, 'slow_first_response', -5, -5)) v (place, signal, impact, most);
end;

comment on function statewave_private.health_signals() is
  'What moves a health score from its base of 100, in the order in which it is shown: by how much each time, and at most.';

revoke all on function statewave_private.health_signals() from public;
