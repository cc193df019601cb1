"""What ranking knows of dates, of assistants and of languages."""

from statewave import deploy

__depends__: set[str] = {"0001_foundation"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
