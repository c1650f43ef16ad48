"""Lint rules for the metadata of an authorization server."""
