"""What a server is started with."""

import os
from dataclasses import dataclass, fields
from typing import Any, Self, get_type_hints

PREFIX = "STATEWAVE_"


@dataclass(frozen=True)
class Settings:
    """Each may come from the environment: ``STATEWAVE_`` and its name in capitals."""

    dsn: str
    replica_dsn: str | None = None  # reads go here, unless a request says X-Read-Your-Writes
    require_key: bool = False  # every request names a key, but for health, version and the docs
    require_tenant: bool = False  # a request without a key names its tenant
    tenant_header: str = "X-Tenant-ID"
    pool_size: int = 8  # connections of a process, at most
    pool_timeout: float = 5.0  # seconds to wait for one: then 503
    prepare: bool = True  # prepared statements; not through PgBouncer below 1.22
    request_bytes: int = 32 << 20
    request_seconds: float = 30.0
    cors_origins: tuple[str, ...] = ()
    region: str | None = None  # where the data is; tenants of another are refused
    llm_model: str | None = None  # that answers /v1/llm/complete; else nothing does
    llm_base_url: str | None = None  # its OpenAI-compatible endpoint; else OpenAI's own
    llm_api_key: str | None = None
    work: bool = True  # does the compile jobs that it is asked for, with the others that do

    @classmethod
    def of_environment(cls, **given: Any) -> Self:
        """What was given; the rest as the environment has it."""
        hints = get_type_hints(cls)
        for field in fields(cls):
            value = os.environ.get(PREFIX + field.name.upper())
            if given.get(field.name) is None:
                given.pop(field.name, None)
                if value is not None:
                    given[field.name] = _read(value, hints[field.name])
        return cls(**given)


def _read(value: str, hint: Any) -> Any:
    if hint is bool:
        return value.lower() in ("1", "true", "yes", "on")
    if hint in (int, float):
        return hint(value)
    if hint == tuple[str, ...]:
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value
