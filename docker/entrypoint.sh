#!/bin/sh
# Makes the cluster at the first start, whole or not at all, then becomes the server.
set -eu
: "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD, the superuser's password}"
if [ ! -e "$PGDATA/PG_VERSION" ]; then
  umask 077
  printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
  rm -rf "$PGDATA.part"
  initdb --pgdata "$PGDATA.part" --username postgres --pwfile /tmp/password --auth scram-sha-256 --encoding UTF8 \
         --locale C --locale-provider builtin --builtin-locale C.UTF-8
  rm /tmp/password
  {
    echo "listen_addresses = '*'"
    echo "timezone = 'UTC'"
  } >> "$PGDATA.part/postgresql.conf"
  echo 'host all all all scram-sha-256' >> "$PGDATA.part/pg_hba.conf"
  echo 'create database statewave' | postgres --single -D "$PGDATA.part" postgres > /dev/null
  mv "$PGDATA.part" "$PGDATA"
fi
exec postgres "$@"
