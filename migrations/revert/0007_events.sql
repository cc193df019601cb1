drop table statewave_private.job;
