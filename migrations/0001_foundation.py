"""Subjects, episodes, memories with their sources and vectors, compile runs, tenants, profiles."""

from statewave.deploy import migration

__depends__: set[str] = set()
steps = migration(__file__, lib=["subject_key"])
