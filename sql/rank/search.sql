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
  tenant text default null)
returns table (rank int, kind text, memory_id uuid, content text, score float8, valid_from timestamptz, valid_to timestamptz, source_episode_ids uuid[])
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(search.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, search.subject);
  v_profile statewave_private.ranking_profile := statewave_private.profile_at(search.profile, search.as_of);
  v_space   int;
  v_moment  record;
begin
  perform statewave_private.check_question(search.query, 16, null, search.kinds, search.sources, search.since, search.until,
                                           search.metadata, search.embedding);
  if search.k is null or search.k not between 1 and 10000 then
    perform statewave_private.fail('SW400', format('k is %s', coalesce(search.k::text, 'null')), 'Ask for 1 to 10,000 memories.');
  end if;
  select s.space_id into v_space from statewave_private.embedding_space s where s.is_active;
  v_moment := statewave_private.moment_of_call(v_key, search.as_of);

  return query
  select r.rank, m.kind::text, m.id, m.content, r.score, m.valid_from, m.valid_to, statewave_private.sources_of(m, v_moment.as_of)
    from statewave_private.rank_memories(v_key, search.query, v_moment.as_of, v_profile, v_moment.text_config, v_space, search.embedding,
           null, false, search.kinds, search.sources, search.since, search.until, search.metadata) r
    join statewave_private.memory m on m.subject_key = v_key and m.seq = r.seq
   where r.rank <= search.k
   order by r.rank;
end
$$;

comment on function statewave.search(text, text, int, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, double precision[], text) is
  'The k best memories for a query, ranked as retrieve() ranks, without packing: k is 1 to 10,000. Filters and errors as retrieve()''s.';

revoke all on function statewave.search(text, text, int, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, double precision[], text) from public;
grant execute on function statewave.search(text, text, int, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, double precision[], text) to statewave_reader;
