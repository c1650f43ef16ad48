"""Duende IdentityServer."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE = (
    "github.com/DuendeSoftware/products@18193b5 identity-server/src/IdentityServer/Validation/Default/"
    "TokenRequestValidator.cs"
)
_POLICY = "https://github.com/DuendeArchive/Support/issues/1390"

PROVIDER = Provider(
    name="duende",
    title="Duende IdentityServer",
    recognise=Recognition(
        endpoints=(r"/connect/par$", r"/connect/ciba$"),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="duende:https://login.example.com",
    notes=(Note("refusals carry no description on purpose; the reason stands in the server's log alone", _POLICY),),
    lifetimes=(Lifetime("authorization code", "5 minutes", "general knowledge", seconds=300, verified=False),),
    quirks=frozenset({"invalid-client-is-400"}),
    sources=(_SOURCE, _POLICY),
)
