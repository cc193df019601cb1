"""The second wall between tenants, the audit of every change, and receipts."""

from statewave import deploy

__depends__: set[str] = {"0002_ranking"}
__lib__: list[str] = []

steps = deploy.steps(__file__, __lib__)
