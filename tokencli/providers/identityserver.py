"""The IdentityServer family, where nothing tells which member of it answers."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE_3 = "github.com/IdentityServer/IdentityServer3@e6024dd source/Core/Validation/TokenRequestValidator.cs"
_SOURCE_4 = "github.com/IdentityServer/IdentityServer4@5e40bd1 src/IdentityServer4/src/Validation/Default/TokenRequestValidator.cs"

PROVIDER = Provider(
    name="identityserver",
    title="IdentityServer",
    recognise=Recognition(
        urls=(r"/connect/(?:token|authorize|deviceauthorization)$",),
        endpoints=(r"/connect/token$",),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="identityserver:https://login.example.com",
    notes=(
        Note("refusals are a bare error code; the reason stands in the server's log alone", _SOURCE_4),
        Note("--idp and --tenant are hints of its own in acr_values", _SOURCE_4),
        Note("name identityserver3, identityserver4, open-identityserver or duende to be told more exactly", _SOURCE_3),
    ),
    lifetimes=(Lifetime("authorization code", "5 minutes", "general knowledge", seconds=300, verified=False),),
    # Version 3, and 4 up to 3.x, answer a wrong redirect_uri with unauthorized_client.
    quirks=frozenset({"invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE_3, _SOURCE_4),
)
