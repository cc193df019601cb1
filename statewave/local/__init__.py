"""A PostgreSQL of one's own, with no root and no package manager."""

from statewave.local.errors import LocalServerError
from statewave.local.server import LocalServer, Server, Status, resolve_dsn

__all__ = ["LocalServer", "LocalServerError", "Server", "Status", "resolve_dsn"]
