-- requires: compile/canonical_value.sql
create or replace function statewave_private.claim_found(
  p_episode_id uuid, p_source text, p_session text, p_speaker text, p_event_at timestamptz, p_rule text, p_valid_from timestamptz,
  p_kind text default null, p_content text default null, p_claim_key text default null, p_entity text default null, p_qualifiers jsonb default null,
  p_value text default null, p_single_valued boolean default null, p_valid_to timestamptz default null, p_retracts boolean default false,
  p_is_exact boolean default false, p_pinned boolean default null, p_further uuid[] default null)
returns statewave_private.claim
language sql
stable
parallel safe
return row(p_episode_id, p_source, p_session, p_speaker, p_event_at, p_kind, p_claim_key, p_entity, p_qualifiers, p_value,
           case when p_claim_key is not null then coalesce(statewave_private.canonical_value(p_value), '') end,
           p_single_valued, p_valid_from, p_valid_to, p_content, p_rule, p_retracts, p_is_exact, p_pinned, p_further)::statewave_private.claim;

comment on function statewave_private.claim_found(uuid, text, text, text, timestamptz, text, timestamptz, text, text, text, text, jsonb, text, boolean, timestamptz, boolean, boolean, boolean, uuid[]) is
  'A claim by the names of its parts, with its value in comparable form too.';

revoke all on function statewave_private.claim_found(uuid, text, text, text, timestamptz, text, timestamptz, text, text, text, text, jsonb, text, boolean, timestamptz, boolean, boolean, boolean, uuid[]) from public;
