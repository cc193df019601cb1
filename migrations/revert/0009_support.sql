drop table statewave_private.api_key_use, statewave_private.api_key;
drop index statewave_private.receipt_by_id;
drop index statewave_private.episode_by_id;
drop index statewave_private.memory_by_id;
drop table statewave_private.resolution;
