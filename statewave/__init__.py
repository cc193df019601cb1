"""Memory for AI agents that lives entirely in Postgres."""

__version__ = "0.1.0"
