"""Lint rules for the metadata of a protected resource."""
