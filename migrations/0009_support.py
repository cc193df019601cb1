"""Support: what became of sessions; keys of the HTTP API; finding a subject by an id."""

from statewave import deploy

__depends__: set[str] = {"0008_spaces"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
