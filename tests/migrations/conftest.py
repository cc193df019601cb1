"""Empty databases for the deploy tool, dropped when all is over."""

import itertools
import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from statewave import deploy
from tests.conftest import TestServer
from tests.migrations.support import NewDatabase, Programs, name_of, run

_number = itertools.count()


@pytest.fixture(scope="session")
def superuser(server: TestServer) -> str:
    """The DSN of a superuser."""
    return server.dsn("postgres")


@pytest.fixture(scope="session")
def programs(server: TestServer) -> Programs:
    """psql, pg_dump and the others, of the server's version."""
    return Programs(server.bin)


@pytest.fixture(scope="session")
def new_database(superuser: str) -> Iterator[NewDatabase]:
    """Makes a database, empty or a clone of a template, and returns a superuser's DSN of it.

    All are dropped at the end: each drop makes the server write out what is not on disk yet.
    """
    made: list[str] = []

    def create(template: str = "template0") -> str:
        name = f"mig_{os.getpid()}_{next(_number)}"
        run(superuser, f"create database {name} template {template}")
        made.append(name)
        return make_conninfo(superuser, dbname=name)

    yield create
    with psycopg.connect(superuser, autocommit=True) as connection:
        for name in made:
            connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def empty(new_database: NewDatabase) -> str:
    """An empty database."""
    return new_database()


@pytest.fixture
def bootstrapped(empty: str) -> str:
    """A database that has had the bootstrap and nothing else."""
    deploy.bootstrap(empty)
    return empty


@pytest.fixture
def deployed(new_database: NewDatabase, template: str) -> str:
    """A deployed database."""
    dsn = new_database(template)
    # The bootstrap's grant on the database itself is not cloned.
    run(dsn, f"grant create on database {name_of(dsn)} to statewave_owner")
    return dsn


@pytest.fixture
def login(superuser: str) -> Iterator[str]:
    """A login role with password "secret" that is a member of nothing."""
    name = f"mig_login_{os.getpid()}"
    run(superuser, f"create role {name} login password 'secret'")
    yield name
    run(superuser, f"drop role {name}")
