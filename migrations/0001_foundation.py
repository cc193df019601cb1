"""Subjects, episodes, memories with their sources and vectors, compile runs, tenants, profiles."""

from statewave import deploy

__depends__: set[str] = set()
__lib__ = ["subject_key"]

steps = deploy.steps(__file__, __lib__)
