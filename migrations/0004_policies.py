"""Labels, policies, quotas, retention, and the audit of what administrators change."""

from statewave import deploy

__depends__: set[str] = {"0003_governance"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
