create or replace function statewave.set_compiler_rule(
  rule text, claim_key text, pattern text, shape text default 'thing', examples jsonb default '{}', speaker text default 'person',
  retracts boolean default false, tenant text default null)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(set_compiler_rule.tenant);
  v_key    statewave_private.claim_key := statewave_private.claim_key_of(v_tenant, replace(set_compiler_rule.claim_key, '{}', 'any'));
  v_rule   constant jsonb := jsonb_build_object('rule', set_compiler_rule.rule, 'key', set_compiler_rule.claim_key, 'speaker', set_compiler_rule.speaker,
             'shape', set_compiler_rule.shape, 'pattern', set_compiler_rule.pattern, 'retracts', set_compiler_rule.retracts, 'single', coalesce(v_key.single_valued, false));
  v_wrong  text;
  v_stamp  timestamptz;
  v_last   int;
begin
  if coalesce(set_compiler_rule.rule, '') !~ '^[a-z][a-z0-9_.-]{0,126}$' or set_compiler_rule.speaker is null or set_compiler_rule.speaker not in ('person', 'assistant')
     or set_compiler_rule.pattern is null or char_length(set_compiler_rule.pattern) > 2000 or set_compiler_rule.shape is null or set_compiler_rule.retracts is null
     or jsonb_typeof(set_compiler_rule.examples) is distinct from 'object' then
    perform statewave_private.fail('SW400', 'rule, pattern, shape, speaker, retracts or examples is none', 'See those that are: select * from statewave.compiler_rules().');
  elsif v_key.claim_key is null then
    perform statewave_private.fail('SW400', format('the claim key %L is not known', left(set_compiler_rule.claim_key, 128)), 'Add it first: select statewave.set_claim_key(key, kind, single_valued).');
  end if;
  if set_compiler_rule.pattern <> '' then
    if set_compiler_rule.examples = '{}' then
      perform statewave_private.fail('SW400', 'the rule has no example', 'Give {sentence: the value that it finds there}, so that it can be tried.');
    end if;
    begin
      select format('in %L it finds %L', e.sentence, f.value) into v_wrong
        from jsonb_each_text(set_compiler_rule.examples) e (sentence, value)
        left join lateral (select c.claim_value as value
                             from statewave_python.claims(array[e.sentence], array['2026-01-01'], array[set_compiler_rule.speaker = 'assistant'],
                                                          jsonb_build_array(v_rule)::text) c limit 1) f on true
       where f.value is distinct from e.value
       order by e.sentence
       limit 1;
    exception when external_routine_exception then -- what Python says of the pattern
      perform statewave_private.fail('SW400', 'the pattern or the shape is none: ' || sqlerrm, 'See those that are: select * from statewave.compiler_rules().');
    end;
    if v_wrong is not null then
      perform statewave_private.fail('SW400', 'the rule does not hold its examples: ' || v_wrong, 'Correct the pattern, the shape or the example.');
    end if;
  end if;

  lock table statewave_private.compiler_rule in share row exclusive mode;
  select max(c.version), max(c.recorded_at) into v_last, v_stamp
    from statewave_private.compiler_rule c where c.rule = set_compiler_rule.rule and c.tenant_id = v_tenant;
  v_stamp := greatest(clock_timestamp(), v_stamp + interval '1 microsecond');
  update statewave_private.compiler_rule c set recorded_to = v_stamp
   where c.rule = set_compiler_rule.rule and c.tenant_id = v_tenant and c.recorded_to is null;
  insert into statewave_private.compiler_rule (rule, tenant_id, version, recorded_at, claim_key, speaker, shape, pattern, retracts, examples)
  values (set_compiler_rule.rule, v_tenant, coalesce(v_last, 0) + 1, v_stamp, set_compiler_rule.claim_key, set_compiler_rule.speaker, set_compiler_rule.shape,
          set_compiler_rule.pattern, set_compiler_rule.retracts, set_compiler_rule.examples);
  perform statewave_private.administered('set_compiler_rule', v_rule || jsonb_build_object('tenant', v_tenant, 'version', coalesce(v_last, 0) + 1));
  return coalesce(v_last, 0) + 1;
end
$$;

comment on function statewave.set_compiler_rule(text, text, text, text, jsonb, text, boolean, text) is
  'Gives the tenant a rule of the built-in compiler, in place of the global one of its name, and returns its version: the pattern (a Python regular expression of what stands before the value, from the start of a clause in lower case, {words} in braces for common parts; empty: switched off), the shape of the value, and examples, {sentence: value, or null where it must find nothing}, which must hold. What is compiled from now on is read by it. Raises SW400, SW403.';

revoke all on function statewave.set_compiler_rule(text, text, text, text, jsonb, text, boolean, text) from public;
grant execute on function statewave.set_compiler_rule(text, text, text, text, jsonb, text, boolean, text) to statewave_admin;
