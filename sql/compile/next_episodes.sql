create or replace function statewave_private.next_episodes(p_subject statewave_private.subject, p_max_episodes int, p_max_characters int)
returns int[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_key      constant uuid := p_subject.subject_key;
  v_withheld constant jsonb := statewave_private.withheld_ids(v_key, p_subject.tenant_id, null);
  v_waiting  int;
  v_suspect  int;
  v_most     int := p_max_episodes;
begin
  -- What failed alone is tried alone.
  select e.seq into v_waiting
    from statewave_private.parked_episode p
    join statewave_private.episode e on e.subject_key = v_key and e.id = p.episode_id
   where p.subject_key = v_key and p.parked_at is null and not v_withheld ? e.id::text
   order by e.seq
   limit 1;
  if found then
    return array[v_waiting];
  end if;

  -- A batch that failed is halved until the episode that spoils it is alone; once that one has been set aside, the batch is above suspicion.
  select min(r.through_seq) into v_suspect
    from statewave_private.compile_run r
   where r.subject_key = v_key and r.state in ('failed', 'lapsed') and r.through_seq > p_subject.modelled_through and cardinality(r.episodes) > 1
     and not exists (select from statewave_private.parked_episode p
                       join statewave_private.episode e on e.subject_key = v_key and e.id = p.episode_id
                      where p.subject_key = v_key and e.seq = any (r.episodes));
  if v_suspect is not null then
    select least(v_most, greatest(1, count(*) / 2)) into v_most
      from statewave_private.episode e
     where e.subject_key = v_key and e.seq > p_subject.modelled_through and e.seq <= v_suspect and not v_withheld ? e.id::text
       and not statewave_private.brings_memories(e.payload);
  end if;
  return array(
    select n.seq
      from (select e.seq, row_number() over by_seq as place, sum(char_length(e.payload::text)) over by_seq as characters
              from (select x.seq, x.payload from statewave_private.episode x
                     where x.subject_key = v_key and x.seq > p_subject.modelled_through and not v_withheld ? x.id::text
                       and not statewave_private.brings_memories(x.payload)
                     order by x.seq limit v_most) e
            window by_seq as (order by e.seq)) n
     where n.place = 1 or n.characters <= p_max_characters
     order by n.seq);
end
$$;

comment on function statewave_private.next_episodes(statewave_private.subject, int, int) is
  'The numbers of the episodes of a locked subject that a model gets next: the oldest that none has compiled, as many as allowed and as the text allows, at least one; half of a batch that failed; one alone that failed alone. Not those that bring their memories, nor those that a policy withholds from the login role.';

revoke all on function statewave_private.next_episodes(statewave_private.subject, int, int) from public;
