delete from statewave_private.embedding e using statewave_private.embedding_space s where s.space_id = e.space_id and s.provider <> 'builtin';
delete from statewave_private.embedding_space where provider <> 'builtin';
insert into statewave_private.embedding_space (space_id, provider, model, dimensions, is_active, is_retired, active_during)
select coalesce(max(s.space_id), 0) + 1, 'builtin', 'wordllama-l2-supercat', 256, false, false, '{}' from statewave_private.embedding_space s having count(*) = 0;
update statewave_private.embedding_space set is_retired = false, is_active = true, active_during = '{(,)}';
alter table statewave_private.embedding drop column recorded_at;
alter table statewave_private.embedding_space
  drop constraint embedding_space_one_at_a_time, drop constraint embedding_space_active, drop column active_during, drop column is_retired;
comment on table statewave_private.embedding_space is 'Where vectors are comparable: one row a model. Vectors of two spaces are never compared.';
comment on column statewave_private.embedding_space.provider is 'Who makes the vectors: builtin (in the database).';
comment on column statewave_private.embedding_space.is_active is 'Whether new memories get a vector in it and questions are asked in it. Exactly one is.';
comment on column statewave_private.embedding.embedding is 'The vector, as many components as the space has dimensions, any scale (cosine is compared).';
