"""Tokens as they come back from a token endpoint."""
