"""IdentityServer4, archived, and still in use."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition

_SOURCE = "github.com/IdentityServer/IdentityServer4@5e40bd1 src/IdentityServer4/src/Validation/Default/TokenRequestValidator.cs"

PROVIDER = Provider(
    name="identityserver4",
    title="IdentityServer4",
    recognise=Recognition(endpoints=(r"/connect/deviceauthorization$",)),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="identityserver4:https://login.example.com",
    notes=(
        Note("without a scope client_credentials gives every scope the client may have", _SOURCE),
        Note("a code is spent before its redirect URI, age and verifier are looked at", _SOURCE),
    ),
    lifetimes={"authorization_code": 300, "refresh_token": 30 * 86400, "device_code": 300},
    # Up to 3.x a wrong redirect_uri is unauthorized_client, from 4.0 invalid_grant (IdentityServer4 issue 4075).
    quirks=frozenset({"invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE, "https://github.com/IdentityServer/IdentityServer4/issues/4075"),
)
