"""Open.IdentityServer, the fork of IdentityServer4 by Rock Solid Knowledge; told from it only by being named."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition

_SOURCE = "github.com/RockSolidKnowledge/Open.IdentityServer@4f40f8a TokenRequestValidator.cs"

PROVIDER = Provider(
    name="open-identityserver",
    title="Open.IdentityServer",
    recognise=Recognition(),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="open-identityserver:https://login.example.com",
    notes=(Note("it answers as IdentityServer4 does, and knows resource indicators besides", _SOURCE),),
    lifetimes={"authorization_code": 300},
    quirks=frozenset({"invalid-client-is-400"}),
    sources=(_SOURCE,),
)
