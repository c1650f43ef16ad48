"""IdentityServer4, archived, and still in use."""

from __future__ import annotations

from tokencli.providers.identityserver import DEVIATIONS, ERRORS, NOTES
from tokencli.providers.known_error import inherited
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE = "github.com/IdentityServer/IdentityServer4@5e40bd1 src/IdentityServer4/src/Validation/Default/TokenRequestValidator.cs"
_LIFETIMES = "github.com/IdentityServer/IdentityServer4@05ed217 src/Storage/src/Models/Client.cs"
_REDIRECT_URI = "https://github.com/IdentityServer/IdentityServer4/issues/4075"

PROVIDER = Provider(
    name="identityserver4",
    title="IdentityServer4",
    recognise=Recognition(endpoints=(r"/connect/deviceauthorization$",)),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="identityserver4:https://login.example.com",
    notes=(
        *NOTES,
        Note("without a scope client_credentials gives every scope the client may have", _SOURCE),
        Note(
            "ids, secrets, codes, refresh tokens, user names and passwords over 100 characters count as missing",
            _SOURCE,
        ),
        Note(
            "a refresh token is good once unless the client is set otherwise, and nothing forgives a lost answer",
            _LIFETIMES,
        ),
    ),
    errors=inherited(ERRORS, "identityserver4", family="identityserver"),
    lifetimes=(
        Lifetime("authorization code", "5 minutes, and one use", _LIFETIMES, seconds=300),
        Lifetime("access token", "1 hour", _LIFETIMES, seconds=3600),
        Lifetime(
            "refresh token", "30 days, and one use; where it slides, 15 days from each use", _LIFETIMES, seconds=2592000
        ),
        Lifetime("device code", "5 minutes, asked for every 5 s", _LIFETIMES, seconds=300),
    ),
    deviations=(
        *DEVIATIONS,
        Note(
            "up to 3.x a redirect_uri that differs comes back as unauthorized_client, since 4.0 as invalid_grant",
            _REDIRECT_URI,
        ),
        Note(
            "a sign-in that cannot go on ends on a page of the server, although redirect_uri and state are good",
            _SOURCE,
        ),
    ),
    quirks=frozenset({"invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE, _LIFETIMES, _REDIRECT_URI),
)
