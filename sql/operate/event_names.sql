create or replace function statewave_private.event_names()
returns table (action text, event text)
language sql
immutable
parallel safe
begin atomic
  values
    ('record', 'episode.recorded'),
    ('compile', 'memories.compiled'),
    ('remember', 'memory.remembered'),
    ('correct', 'memory.corrected'),
    ('retract', 'memory.retracted'),
    ('pin', 'memory.pinned'),
    ('forget', 'episodes.forgotten'),
    ('expire', 'episodes.expired'),
    ('labels', 'memories.labelled'),
    ('resolve', 'session.resolved'),
    ('receipt', 'receipt.issued'),
    ('rename', 'subject.renamed'),
    ('merge', 'subject.merged'),
    ('import', 'subject.imported');
end;

comment on function statewave_private.event_names() is
  'What each action of the audit is called as an event. Beside these there are memory.superseded, one for each supersession of a run, and subject.erased.';

revoke all on function statewave_private.event_names() from public;
