create or replace function statewave_private.reply_schema()
returns jsonb
language sql
immutable
parallel safe
return '{"type": "object", "additionalProperties": false, "required": ["memories"], "properties": {"memories": {"type": "array", "items":
  {"type": "object", "additionalProperties": false, "required": ["sources"], "properties": {
    "kind": {"enum": ["fact", "preference", "instruction", "procedure", "summary"]},
    "content": {"type": "string", "minLength": 1, "maxLength": 2000},
    "speaker": {"type": "string"},
    "sources": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    "claim": {"type": "object", "additionalProperties": false, "required": ["key"], "properties": {
      "key": {"type": "string"}, "value": {"type": "string", "maxLength": 512}, "entity": {"type": "string", "maxLength": 128},
      "qualifiers": {"type": "object", "additionalProperties": {"type": "string"}}}},
    "valid_from": {"type": "string"},
    "valid_to": {"type": "string"},
    "retracts": {"type": "boolean"}}}}}}'::jsonb;

comment on function statewave_private.reply_schema() is
  'The JSON schema of what a model replies: {memories: […]}, as apply_compiled() takes them.';

revoke all on function statewave_private.reply_schema() from public;
