create or replace function statewave_private.check_question(
  p_task text, p_session text, p_kinds text[], p_sources text[], p_since timestamptz, p_until timestamptz,
  p_metadata jsonb, p_embedding double precision[], p_dimensions int)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_kind   text;
  v_source text;
begin
  if p_task is null or btrim(p_task, E' \t\r\n') = '' then
    perform statewave_private.fail('SW400', 'the question is empty', 'Say what the memory is needed for.');
  elsif octet_length(p_task) > 32768 then
    perform statewave_private.fail('SW413', format('the question has %s bytes', octet_length(p_task)), 'Ask with at most 32,768.');
  elsif p_since >= p_until then
    perform statewave_private.fail('SW400', 'since is not before until', 'since is included, until is not.');
  elsif jsonb_typeof(p_metadata) <> 'object' then
    perform statewave_private.fail('SW400', 'metadata is no object', 'Give the fields that an episode''s metadata must contain.');
  end if;
  if p_session is not null then
    perform statewave_private.check_name('session', p_session, 512);
  end if;
  foreach v_source in array coalesce(p_sources, '{}') loop
    perform statewave_private.check_name('source', v_source, 256);
  end loop;
  foreach v_kind in array coalesce(p_kinds, '{}') loop
    if v_kind is null or v_kind <> all (array['passage', 'fact', 'preference', 'instruction', 'procedure', 'summary']) then
      perform statewave_private.fail('SW400', format('there is no kind %L', left(v_kind, 64)),
                                     'The kinds are passage, fact, preference, instruction, procedure and summary.');
    end if;
  end loop;
  if p_embedding is not null then
    if array_ndims(p_embedding) is distinct from 1 or cardinality(p_embedding) <> p_dimensions
       or exists (select from unnest(p_embedding) e (x) where e.x is null or e.x = 'NaN' or abs(e.x) > 60000)
       or not exists (select from unnest(p_embedding) e (x) where abs(e.x) > 1e-6) then
      perform statewave_private.fail('SW400', format('embedding is no vector of %s numbers of the space', p_dimensions),
                                     'Leave embedding out, or give one whose components are between -60,000 and 60,000 and not all zero.');
    end if;
  end if;
end
$$;

comment on function statewave_private.check_question(text, text, text[], text[], timestamptz, timestamptz, jsonb, double precision[], int) is
  'Raises SW400 or SW413 for the first fault in what retrieve(), explain() or search() is asked; p_dimensions are those of the space that it is asked in.';

revoke all on function statewave_private.check_question(text, text, text[], text[], timestamptz, timestamptz, jsonb, double precision[], int) from public;
