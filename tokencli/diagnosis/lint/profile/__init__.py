"""Lint rules for the settings of a profile."""
