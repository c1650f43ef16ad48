"""IdentityServer3, on OWIN; archived, and still in use."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition

_SOURCE = "github.com/IdentityServer/IdentityServer3@e6024dd source/Core/Validation/TokenRequestValidator.cs"
_PARSER = "github.com/IdentityServer/IdentityServer3@e6024dd source/Core/Validation, its secret parsers"

PROVIDER = Provider(
    name="identityserver3",
    title="IdentityServer3",
    recognise=Recognition(
        endpoints=(r"/connect/(?:access|identity)tokenvalidation$",),
        bodies=(r'"ErrorMessage"\s*:\s*"Unsupported Media Type"',),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="identityserver3:https://login.example.com/core",
    notes=(
        Note(
            "Basic credentials are taken as they are: --basic-encoding raw for a secret with special characters",
            _PARSER,
        ),
        Note("there are no clients without a secret", _SOURCE),
        Note("client_credentials and password need a scope", _SOURCE),
        Note("a code is spent by the first request that shows it, also by one that is refused", _SOURCE),
    ),
    lifetimes={"authorization_code": 300, "access_token": 3600, "refresh_token": 30 * 86400},
    quirks=frozenset({"basic-not-decoded", "invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE, _PARSER),
)
