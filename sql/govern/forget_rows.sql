create or replace function statewave_private.forget_rows(p_key uuid, p_ids uuid[], p_seqs int[] default '{}')
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_seqs     int[];
  v_ids      uuid[];
  v_sessions constant text[] := array(select distinct e.session from statewave_private.episode e where e.subject_key = p_key and e.id = any (p_ids) and e.session is not null);
  v_rows     jsonb := '{}';
  v_count    bigint;
begin
  -- Whoever has another source keeps it as the first.
  with orphan as (
    select m.seq, m.id from statewave_private.memory m where m.subject_key = p_key and m.source_episode_id = any (p_ids)
  ), heir as (
    select distinct on (s.memory_id) o.seq, s.memory_id, s.episode_id, s.stated_from
      from orphan o
      join statewave_private.memory_source s on s.subject_key = p_key and s.memory_id = o.id
     where s.episode_id <> all (p_ids)
     order by s.memory_id, s.recorded_at, s.episode_id
  ), moved as (
    update statewave_private.memory m set source_episode_id = h.episode_id, stated_from = h.stated_from from heir h where m.subject_key = p_key and m.seq = h.seq
  )
  delete from statewave_private.memory_source s using heir h where s.subject_key = p_key and s.memory_id = h.memory_id and s.episode_id = h.episode_id;

  select coalesce(array_agg(m.seq), '{}'), coalesce(array_agg(m.id), '{}') into v_seqs, v_ids
    from statewave_private.memory m where m.subject_key = p_key and (m.source_episode_id = any (p_ids) or m.seq = any (p_seqs));
  update statewave_private.memory m set quoted_in = null where m.subject_key = p_key and m.quoted_in = any (v_seqs) and m.seq <> all (v_seqs);
  update statewave_private.memory m set ended_by = null where m.subject_key = p_key and m.ended_by = any (p_ids) and m.seq <> all (v_seqs);
  update statewave_private.memory m set corrects = null where m.subject_key = p_key and m.corrects = any (v_ids) and m.seq <> all (v_seqs);

  delete from statewave_private.label l where l.subject_key = p_key and (l.memory_id = any (v_ids) or l.episode_id = any (p_ids));
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('label', v_count);
  delete from statewave_private.parked_episode p where p.subject_key = p_key and p.episode_id = any (p_ids);
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('parked_episode', v_count);
  delete from statewave_private.supersession s where s.subject_key = p_key and (s.superseded_id = any (v_ids) or s.superseding_id = any (v_ids));
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('supersession', v_count);
  delete from statewave_private.retraction r where r.subject_key = p_key and r.episode_id = any (p_ids);
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('retraction', v_count);
  delete from statewave_private.embedding e where e.subject_key = p_key and e.memory_seq = any (v_seqs);
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('embedding', v_count);
  delete from statewave_private.memory_source s where s.subject_key = p_key and (s.memory_id = any (v_ids) or s.episode_id = any (p_ids));
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('memory_source', v_count);
  delete from statewave_private.memory m where m.subject_key = p_key and m.seq = any (v_seqs);
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('memory', v_count);
  delete from statewave_private.episode e where e.subject_key = p_key and e.id = any (p_ids);
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('episode', v_count);
  delete from statewave_private.resolution r
   where r.subject_key = p_key and r.session = any (v_sessions)
     and not exists (select from statewave_private.episode e where e.subject_key = p_key and e.session = r.session);
  get diagnostics v_count = row_count;
  v_rows := v_rows || jsonb_build_object('resolution', v_count);
  delete from statewave_private.speaker s
   where s.subject_key = p_key and not exists (select from statewave_private.memory m where m.subject_key = p_key and m.speaker = s.name);
  get diagnostics v_count = row_count;
  return v_rows || jsonb_build_object('speaker', v_count);
end
$$;

comment on function statewave_private.forget_rows(uuid, uuid[], int[]) is
  'Deletes episodes of a locked subject and the memories that have no other source, memories by number, what refers to either, what became of sessions of which nothing is left, and speakers who say nothing any more; returns how many by table.';

revoke all on function statewave_private.forget_rows(uuid, uuid[], int[]) from public;
