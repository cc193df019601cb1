-- A vector has as many components as its space has dimensions.
select e.subject_key, e.memory_seq, e.space_id
  from statewave_private.embedding e
  join statewave_private.embedding_space s on s.space_id = e.space_id
 where public.vector_dims(e.embedding) <> s.dimensions
 limit 1
