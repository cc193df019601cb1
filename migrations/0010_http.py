"""What the HTTP API needs: a profile that names its rendering, and the configuration of tenants."""

from statewave import deploy

__depends__: set[str] = {"0009_support"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
