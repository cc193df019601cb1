create or replace function statewave_private.brief_sections()
returns table (section text, place int, priority int, heading text, prefix text)
language sql
immutable
parallel safe
begin atomic
  select v.section, v.place, v.priority, v.heading, v.prefix
    from (values
         ('title', 1, 1, null, '# Handoff Brief — '), ('head', 2, 3, null, ''), ('customer', 3, 9, '## Customer', '- '),
         ('health', 4, 4, '## Customer Health', ''), ('sla', 5, 10, '## SLA Status', '- '), ('issue', 6, 2, '## Active Issue', '- '),
         ('tried', 7, 5, '## What Has Been Tried', '- '), ('open', 8, 6, '## Open Issues', '- '), ('resolved', 9, 8, '## Previously Resolved', '- '),
         ('facts', 10, 7, '## Key Facts', '- '), ('elsewhere', 11, 11, '## Recent Context (other sessions)', '- ')) v (section, place, priority, heading, prefix);
end;

comment on function statewave_private.brief_sections() is
  'The sections of a handoff brief by their place in it: which ones are filled first when the budget is small (priority), their headings, and what stands before each of their lines, so that no text can look like a heading.';

revoke all on function statewave_private.brief_sections() from public;
