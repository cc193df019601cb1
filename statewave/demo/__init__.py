"""A conversation that ships with the package, and the walk through it."""

from statewave.demo.story import SUBJECT, conversation, run

__all__ = ["SUBJECT", "conversation", "run"]
