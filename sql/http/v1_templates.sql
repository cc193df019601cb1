create or replace function statewave.v1_templates()
returns jsonb
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
begin
  return '{"templates": [
  {"id": "person", "version": 1, "name": "Person", "description": "Who somebody is.", "episode_type": "profile",
   "fields": [{"name": "name", "type": "string", "required": true, "description": "Full name"}, {"name": "role", "type": "string", "required": false, "description": "What they do"},
              {"name": "employer", "type": "string", "required": false, "description": "Where they work"}, {"name": "home", "type": "string", "required": false, "description": "Where they live"}],
   "content": "My name is {name}.\nI work as a {role}.\nI work at {employer}.\nI live in {home}."},
  {"id": "preference", "version": 1, "name": "Preference", "description": "What somebody wants done, and how.", "episode_type": "preference",
   "fields": [{"name": "preference", "type": "string", "required": true, "description": "What is preferred"}, {"name": "reason", "type": "string", "required": false, "description": "Why"}],
   "content": "I prefer {preference}.\nThe reason is: {reason}."},
  {"id": "decision", "version": 1, "name": "Decision", "description": "What was decided, and why.", "episode_type": "decision",
   "fields": [{"name": "decision", "type": "string", "required": true, "description": "What was decided"}, {"name": "reason", "type": "string", "required": false, "description": "Why"},
              {"name": "alternatives", "type": "string", "required": false, "description": "What was not chosen"}],
   "content": "We decided {decision}.\nThe reason is: {reason}.\nNot chosen: {alternatives}."},
  {"id": "incident", "version": 1, "name": "Incident", "description": "What went wrong, and what helped.", "episode_type": "incident",
   "fields": [{"name": "problem", "type": "string", "required": true, "description": "What happened"}, {"name": "impact", "type": "string", "required": false, "description": "Whom it hit"},
              {"name": "solution", "type": "string", "required": false, "description": "What helped"}],
   "content": "The problem was: {problem}.\nIt affected {impact}.\nWhat helped: {solution}."},
  {"id": "meeting", "version": 1, "name": "Meeting", "description": "Who met, about what, and what follows.", "episode_type": "meeting",
   "fields": [{"name": "topic", "type": "string", "required": true, "description": "What it was about"}, {"name": "people", "type": "string", "required": false, "description": "Who was there"},
              {"name": "outcome", "type": "string", "required": false, "description": "What follows"}],
   "content": "The meeting was about {topic}.\nPresent were {people}.\nWhat follows: {outcome}."}]}'::jsonb;
end
$$;

comment on function statewave.v1_templates() is
  'HTTP: GET /v1/memory-templates. Forms for episodes: {templates: [{id, version, name, description, episode_type, fields, content}]}; a line of content is left out where its field is.';

revoke all on function statewave.v1_templates() from public;
grant execute on function statewave.v1_templates() to statewave_reader;
