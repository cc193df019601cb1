-- Embedding spaces side by side: which of them questions were asked in when, and since when a vector
-- that came later than its memory is known.
alter table statewave_private.embedding_space
  add column is_retired    boolean not null default false,
  add column active_during tstzmultirange not null default '{}';
update statewave_private.embedding_space set active_during = '{(,)}' where is_active;
alter table statewave_private.embedding_space
  alter column is_retired drop default, alter column active_during drop default,
  add constraint embedding_space_active check (is_active = upper_inf(active_during) and not (is_active and is_retired)),
  add constraint embedding_space_one_at_a_time exclude using gist (active_during with &&);
comment on table statewave_private.embedding_space is 'Where vectors are comparable: one row a model. Vectors of two spaces are never compared. A space is active, or filling, or retired.';
comment on column statewave_private.embedding_space.provider is 'Who makes the vectors: builtin (in the database), or the name of an embedder that a worker asks.';
comment on column statewave_private.embedding_space.is_active is 'Whether questions are asked in it now. Exactly one is.';
comment on column statewave_private.embedding_space.is_retired is 'Whether memories get no vectors in it any more; those that it has serve a past as_of. Neither active nor retired: it is being filled.';
comment on column statewave_private.embedding_space.active_during is 'When questions were asked in it. No two spaces share a moment; one in none of them is of a space that was dropped.';

alter table statewave_private.embedding add column recorded_at timestamptz;
comment on column statewave_private.embedding.recorded_at is 'Known from here; null: as long as its memory.';
comment on column statewave_private.embedding.embedding is 'The vector, as many components as the space has dimensions, any scale (cosine is compared); all zero for a text that has no direction.';
