create or replace function statewave_private.claims_of(p_key uuid, p_after_seq int, p_through_seq int)
returns table (episode_id uuid, source text, session text, speaker text, event_at timestamptz, kind text, claim_key text, claim_value text,
               single_valued boolean, content text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
begin
  return query
  with said as (
    select row_number() over (order by e.seq, l.place, cut.part)::int - 1 as number, e.id, e.source, e.session, l.speaker, l.event_at,
           substr(l.body, cut.part * 32000 + 1, 32000) as body
      from statewave_private.episode e
     cross join lateral statewave_private.payload_lines(e.payload, e.source, e.occurred_at) l
     cross join lateral generate_series(0, (char_length(l.body) - 1) / 32000) cut (part)
     where e.subject_key = p_key and e.seq > p_after_seq and e.seq <= p_through_seq
       and not statewave_private.is_assistant(l.speaker)
  )
  select s.id, s.source::text, s.session::text, s.speaker, s.event_at, c.kind, c.claim_key, c.claim_value, c.single_valued, c.content
    from (select s.number / 200 as block, array_agg(s.body order by s.number) as bodies from said s group by 1) b
   cross join lateral statewave_python.claims(b.bodies) with ordinality c (text_no, kind, claim_key, claim_value, single_valued, content, place)
    join said s on s.number = b.block * 200 + c.text_no - 1
   order by s.number, c.place;
end
$$;

comment on function statewave_private.claims_of(uuid, int, int) is
  'What people state about themselves in a range of a subject''s episodes, in the order of recording: kind, claim and the sentence that states it. What an assistant or a system says is no claim.';

revoke all on function statewave_private.claims_of(uuid, int, int) from public;
