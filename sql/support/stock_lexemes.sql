create or replace function statewave_private.stock_lexemes()
returns text[]
language sql
immutable
parallel safe
return array['hello', 'thank', 'thanks', 'pleas', 'please', 'help', 'need', 'want', 'get', 'got', 'can', 'could', 'would', 'still', 'also', 'tri', 'know', 'like',
             'issu', 'problem', 'sorri', 'okay', 'yes', 'ticket'];

comment on function statewave_private.stock_lexemes() is
  'Lexemes that say nothing of what a conversation is about, beside the stop words of its language: what people say in all of them.';

revoke all on function statewave_private.stock_lexemes() from public;
