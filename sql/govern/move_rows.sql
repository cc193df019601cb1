create or replace function statewave_private.move_rows(p_from statewave_private.subject, p_into statewave_private.subject)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_from   constant uuid := p_from.subject_key;
  v_into   constant uuid := p_into.subject_key;
  v_stamp  constant timestamptz := p_into.last_recorded_at;
  v_keys   constant text[] := array(select e.idempotency_key from statewave_private.episode e where e.subject_key = v_from and e.idempotency_key is not null);
  v_taken  constant text[] := array(select e.idempotency_key from statewave_private.episode e where e.subject_key = v_into and e.idempotency_key = any (v_keys));
  v_held   constant statewave_private.resolution[] := array(select r from statewave_private.resolution r where r.subject_key = v_from and r.recorded_to is null);
  v_seqs   int[];
  v_counts jsonb := '{}';
  v_count  bigint;
begin
  insert into statewave_private.episode
  select r.*
    from (select e as episode, jsonb_build_object(
                   'subject_key', v_into, 'seq', p_into.last_episode_seq + row_number() over (order by e.seq), 'recorded_at', v_stamp,
                   'provenance', e.provenance || jsonb_build_object('merged', jsonb_build_object('subject', p_from.subject, 'recorded_at', e.recorded_at)),
                   'idempotency_key', case when e.idempotency_key <> all (v_taken) then e.idempotency_key end) as changes
            from statewave_private.episode e where e.subject_key = v_from) n
   cross join lateral jsonb_populate_record(n.episode, n.changes) r;
  get diagnostics v_count = row_count;
  v_counts := v_counts || jsonb_build_object('episodes', v_count);

  v_seqs := array(select m.seq from statewave_private.memory m where m.subject_key = v_from and m.kind = 'passage' and m.recorded_to is null order by m.seq);
  insert into statewave_private.memory
  select r.*
    from unnest(v_seqs) with ordinality n (seq, number)
    join statewave_private.memory m on m.subject_key = v_from and m.seq = n.seq
   cross join lateral jsonb_populate_record(m, jsonb_build_object('subject_key', v_into, 'seq', p_into.last_memory_seq + n.number, 'recorded_at', v_stamp)) r;
  get diagnostics v_count = row_count;
  v_counts := v_counts || jsonb_build_object('passages', v_count);
  insert into statewave_private.embedding (subject_key, memory_seq, space_id, tenant_id, embedding)
  select v_into, p_into.last_memory_seq + n.number, e.space_id, e.tenant_id, e.embedding
    from unnest(v_seqs) with ordinality n (seq, number)
    join statewave_private.embedding e on e.subject_key = v_from and e.memory_seq = n.seq;
  perform statewave_private.write_vectors_from(v_into, p_into.tenant_id, p_into.last_memory_seq);

  insert into statewave_private.speaker (subject_key, name, tenant_id, recorded_at)
  select v_into, s.name, s.tenant_id, v_stamp from statewave_private.speaker s where s.subject_key = v_from
      on conflict (subject_key, name) do nothing;
  insert into statewave_private.language (subject_key, text_config, tenant_id, recorded_at)
  select v_into, l.text_config, l.tenant_id, v_stamp from statewave_private.language l where l.subject_key = v_from
      on conflict (subject_key, text_config) do nothing;
  -- Of a session that both have, what was said last holds; what had been said before goes with its subject.
  update statewave_private.resolution r set recorded_to = v_stamp
    from unnest(v_held) f
   where r.subject_key = v_into and r.recorded_to is null and f.session = r.session and f.updated_at > r.updated_at;
  insert into statewave_private.resolution
  select r.*
    from unnest(v_held) f
   cross join lateral jsonb_populate_record(f, jsonb_build_object('subject_key', v_into, 'recorded_at', v_stamp)) r
   where not exists (select from statewave_private.resolution i where i.subject_key = v_into and i.session = f.session and i.recorded_to is null);
  -- What was compiled is compiled anew: its labels go to its sources, which is what they mean.
  insert into statewave_private.label (subject_key, target_id, label, tenant_id, episode_id, is_suggested, recorded_at)
  select distinct on (x.episode_id, x.label) v_into, x.episode_id, x.label, p_into.tenant_id, x.episode_id, x.is_suggested, v_stamp
    from (select l.episode_id, l.label, l.is_suggested from statewave_private.label l where l.subject_key = v_from and l.episode_id is not null
          union all
          select m.source_episode_id, l.label, l.is_suggested
            from statewave_private.label l join statewave_private.memory m on m.subject_key = v_from and m.id = l.memory_id where l.subject_key = v_from
          union all
          select s.episode_id, l.label, l.is_suggested
            from statewave_private.label l join statewave_private.memory_source s on s.subject_key = v_from and s.memory_id = l.memory_id where l.subject_key = v_from) x
   order by x.episode_id, x.label, x.is_suggested;
  return v_counts;
end
$$;

comment on function statewave_private.move_rows(statewave_private.subject, statewave_private.subject) is
  'Writes the episodes, passages, vectors, speakers, languages, labels and resolutions of one locked subject behind those of another, known there from its stamp on; each episode''s provenance says where it was and since when. An idempotency key that the other one has too is left out. Returns {episodes, passages}.';

revoke all on function statewave_private.move_rows(statewave_private.subject, statewave_private.subject) from public;
