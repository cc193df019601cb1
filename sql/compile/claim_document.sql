-- requires: compile/reply_schema.sql
create or replace function statewave_private.claim_document(p_key uuid, p_run_id uuid, p_max_characters int)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_related  constant int := 200; -- memories at most
  v_run      statewave_private.compile_run;
  v_subject  text;
  v_withheld jsonb;
begin
  select r.* into v_run from statewave_private.compile_run r where r.subject_key = p_key and r.id = p_run_id;
  select s.subject into v_subject from statewave_private.subject s where s.subject_key = p_key;
  v_withheld := statewave_private.withheld_ids(p_key, v_run.tenant_id, null);
  return jsonb_build_object(
    'run_id', v_run.id, 'subject', v_subject, 'tenant', v_run.tenant_id, 'lease_until', v_run.lease_until, 'attempt', v_run.attempt,
    'episodes', (
      select jsonb_agg(jsonb_build_object('episode_id', e.id, 'source', e.source, 'type', e.type, 'session', e.session, 'occurred_at', e.occurred_at, 'lines', l.lines) order by e.seq)
        from statewave_private.episode e
       cross join lateral (
             select jsonb_agg(jsonb_build_object('speaker', p.speaker, 'at', p.event_at, 'text', left(p.body, greatest(0, p_max_characters - p.before)::int)) order by p.place) as lines
               from (select x.place, x.speaker, x.event_at, x.body, sum(char_length(x.body)) over (order by x.place) - char_length(x.body) as before
                       from statewave_private.payload_lines(e.payload, e.source, e.occurred_at) x) p
              where p.before < p_max_characters) l
       where e.subject_key = p_key and e.seq = any (v_run.episodes)),
    'memories', (
      select coalesce(jsonb_agg(n.memory order by n.valid_from, n.seq), '[]')
        from (select m.seq, m.valid_from, jsonb_strip_nulls(jsonb_build_object('kind', m.kind, 'content', m.content, 'speaker', m.speaker, 'valid_from', m.valid_from,
                       'claim', case when m.claim_key is not null then jsonb_build_object('key', m.claim_key, 'value', m.claim_value, 'entity', m.claim_entity,
                         'qualifiers', nullif(m.claim_qualifiers, '{}')) end)) as memory
                from statewave_private.memory m
               where m.subject_key = p_key and m.kind <> 'passage' and m.recorded_to is null and (m.valid_to is null or m.valid_to > v_run.started_at)
                 and not v_withheld ? m.id::text
               order by m.single_valued desc, m.seq desc
               limit v_related) n),
    'claim_keys', (
      select jsonb_agg(jsonb_build_object('claim_key', k.claim_key, 'kind', k.kind, 'single_valued', k.single_valued, 'asked_as', k.asked_as) order by k.claim_key)
        from (select distinct on (c.claim_key) c.* from statewave_private.claim_key c
               where c.tenant_id = v_run.tenant_id or c.tenant_id is null
               order by c.claim_key, c.tenant_id nulls last) k),
    'reply_schema', statewave_private.reply_schema());
end
$$;

comment on function statewave_private.claim_document(uuid, uuid, int) is
  'What a worker is given with a claim: {run_id, subject, tenant, lease_until, attempt, episodes, memories, claim_keys, reply_schema}; of an episode the lines, of at most p_max_characters; of the memories those that hold, what has one value first, then the newest. Nothing that a policy withholds from the login role.';

revoke all on function statewave_private.claim_document(uuid, uuid, int) from public;
