"""Runs that a model makes: claimed, then applied or failed; episodes that none could read."""

from statewave import deploy

__depends__: set[str] = {"0005_claims"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
