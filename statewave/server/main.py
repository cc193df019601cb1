"""For an ASGI server's processes: ``uvicorn --factory statewave.server.main:app``."""

import os

from starlette.applications import Starlette

from statewave.local import resolve_dsn
from statewave.server.app import create_app
from statewave.server.settings import Settings


def app() -> Starlette:
    """The application that the environment describes; the DSN is resolved as the commands' is."""
    return create_app(Settings.of_environment(dsn=resolve_dsn(os.environ.get("STATEWAVE_DSN"))))
