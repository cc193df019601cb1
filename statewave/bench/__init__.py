"""Measuring on one's own machine and data: recall, latency, scale, and fitting a profile."""
