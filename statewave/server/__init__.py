"""The HTTP API: a stateless application over a pool; a route is a call of the contract."""

from statewave.server.app import create_app
from statewave.server.settings import Settings

__all__ = ["Settings", "create_app"]
