"""Open.IdentityServer, the fork of IdentityServer4 by Rock Solid Knowledge; told from it only by being named."""

from __future__ import annotations

from tokencli.providers import causes as because
from tokencli.providers.identityserver import DEVIATIONS, ERRORS, NOTES
from tokencli.providers.known_error import KnownError, Retry, inherited
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE = "github.com/RockSolidKnowledge/Open.IdentityServer@4f40f8a TokenRequestValidator.cs"
_LIFETIMES = (
    "github.com/IdentityServer/IdentityServer4@05ed217 src/Storage/src/Models/Client.cs, which it was forked from"
)

_ERRORS = (
    *inherited(ERRORS, "open-identityserver", family="identityserver"),
    KnownError(
        "open-identityserver-target-refused",
        ("invalid_target",),
        "the resource is malformed, unknown, or was not part of the sign-in.",
        (because.TARGET_NOT_ACCEPTED,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^The requested resource is invalid, missing, unknown, or malformed",
        example="The requested resource is invalid, missing, unknown, or malformed.",
    ),
)

PROVIDER = Provider(
    name="open-identityserver",
    title="Open.IdentityServer",
    recognise=Recognition(),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="open-identityserver:https://login.example.com",
    notes=(
        *NOTES,
        Note("it answers as IdentityServer4 does, and knows resource indicators besides", _SOURCE),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "5 minutes, and one use", _LIFETIMES, seconds=300, verified=False),
        Lifetime("access token", "1 hour", _LIFETIMES, seconds=3600, verified=False),
        Lifetime("refresh token", "30 days, and one use", _LIFETIMES, seconds=2592000, verified=False),
        Lifetime("device code", "5 minutes", _LIFETIMES, seconds=300, verified=False),
    ),
    deviations=DEVIATIONS,
    quirks=frozenset({"invalid-client-is-400"}),
    sources=(_SOURCE,),
)
