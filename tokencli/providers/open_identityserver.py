"""Open.IdentityServer, the fork of IdentityServer4 by Rock Solid Knowledge; told from it only by being named."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE = "github.com/RockSolidKnowledge/Open.IdentityServer@4f40f8a TokenRequestValidator.cs"

PROVIDER = Provider(
    name="open-identityserver",
    title="Open.IdentityServer",
    recognise=Recognition(),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="open-identityserver:https://login.example.com",
    notes=(Note("it answers as IdentityServer4 does, and knows resource indicators besides", _SOURCE),),
    lifetimes=(Lifetime("authorization code", "5 minutes", "general knowledge", seconds=300, verified=False),),
    quirks=frozenset({"invalid-client-is-400"}),
    sources=(_SOURCE,),
)
