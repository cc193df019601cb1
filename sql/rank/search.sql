create or replace function statewave.search(
  subject text,
  query text,
  k int default 20,
  kinds text[] default null,
  sources text[] default null,
  since timestamptz default null,
  until timestamptz default null,
  metadata jsonb default null,
  as_of timestamptz default null,
  profile text default 'default',
  embedding double precision[] default null,
  tenant text default null,
  caller jsonb default null)
returns table (rank int, kind text, memory_id uuid, content text, score float8, valid_from timestamptz, valid_to timestamptz, source_episode_ids uuid[])
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(search.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, search.subject);
  v_profile  statewave_private.ranking_profile := statewave_private.profile_at(search.profile, search.as_of);
  v_question statewave_private.question;
begin
  if search.k is null or search.k not between 1 and 10000 then
    perform statewave_private.fail('SW400', format('k is %s', coalesce(search.k::text, 'null')), 'Ask for 1 to 10,000 memories.');
  end if;
  v_question := statewave_private.read_question(v_key, search.query, search.as_of, v_profile.recorded_at, search.embedding, null, false,
                  search.kinds, search.sources, search.since, search.until, search.metadata, v_tenant, search.caller);

  return query
  select r.ordinality::int, m.kind::text, m.id, case when r.seq = any (v_question.redacted) then '[redacted]' else m.content end, r.score, m.valid_from, m.valid_to, statewave_private.with_others(m.source_episode_id, r.twins || statewave_private.sources_of(m, v_question.as_of))
    from statewave_private.rank_memories(v_question, v_profile, search.k) with ordinality r
   cross join lateral (select m.* from statewave_private.memory m where m.subject_key = v_key and m.seq = r.seq limit 1) m
   order by r.ordinality;
end
$$;

comment on function statewave.search(text, text, int, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, double precision[], text, jsonb) is
  'The k best memories with different texts for a query, ranked as retrieve() ranks, without packing: k is 1 to 10,000. Filters, caller and errors as retrieve()''s.';

revoke all on function statewave.search(text, text, int, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, double precision[], text, jsonb) from public;
grant execute on function statewave.search(text, text, int, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, double precision[], text, jsonb) to statewave_reader;
