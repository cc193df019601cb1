"""Deploying Statewave to a database: migrations once, functions whenever their text changes.

The order is always the same: bootstrap (a superuser; roles, extensions, PL/Python functions), the
pending migrations, each in one transaction with its verification and its mark, then everything
else under ``sql/`` with the checks, in one transaction.
"""

from statewave.deploy.errors import DeployError
from statewave.deploy.script import script
from statewave.deploy.sources import steps
from statewave.deploy.tool import (
    Part,
    bootstrap,
    deploy,
    doctor,
    expire,
    maintain,
    maintenance_plan,
    needs_bootstrap,
    revert,
    scrub,
    scrub_plan,
    status,
    verify,
)

__all__ = [
    "DeployError",
    "Part",
    "bootstrap",
    "deploy",
    "doctor",
    "expire",
    "maintain",
    "maintenance_plan",
    "needs_bootstrap",
    "revert",
    "script",
    "scrub",
    "scrub_plan",
    "status",
    "steps",
    "verify",
]
