"""Claims: facts with an entity, qualifiers and a life; rules as rows; what ended a fact."""

from statewave import deploy

__depends__: set[str] = {"0004_policies"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
