"""Jobs, the events that are made of the audit, who reads them, and webhooks."""

from statewave import deploy

__depends__: set[str] = {"0006_runs"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
