"""Ory Hydra, the Ory Network, and other servers made on fosite."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE = "github.com/ory/fosite@a5f0b09 errors.go"

PROVIDER = Provider(
    name="hydra",
    title="Ory Hydra",
    recognise=Recognition(
        urls=(r"\.projects\.oryapis\.com(?:/|$)", r"^https?://[^/]*\bhydra\b"),
        bodies=(r'"error_hint"\s*:', r'"error_debug"\s*:'),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="hydra:https://example.projects.oryapis.com",
    notes=(
        Note("id and secret in a Basic header must be form-encoded, as the RFC says", _SOURCE),
        Note("a state has 8 characters at least", _SOURCE),
        Note("each refresh replaces the refresh token; an old one revokes all that came from it", _SOURCE),
    ),
    lifetimes=(Lifetime("authorization code", "10 minutes", "general knowledge", seconds=600, verified=False),),
    sources=(_SOURCE, "github.com/ory/hydra@83127c5"),
)
