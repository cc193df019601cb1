"""Embedding spaces side by side: when each was active, since when a late vector is known."""

from statewave import deploy

__depends__: set[str] = {"0007_events"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
