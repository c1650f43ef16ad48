"""Lint rules for the keys that a server publishes."""
