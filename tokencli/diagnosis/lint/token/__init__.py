"""Lint rules for tokens, by what stands in them."""
