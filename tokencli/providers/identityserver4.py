"""IdentityServer4, archived, and still in use."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE = "github.com/IdentityServer/IdentityServer4@5e40bd1 src/IdentityServer4/src/Validation/Default/TokenRequestValidator.cs"

_ERRORS = (
    KnownError(
        name="identityserver4-client-refused",
        codes=("invalid_client",),
        meaning="one bare answer, with status 400, for every client that is not accepted.",
        causes=(
            Cause(
                "the secret is wrong, expired, or was stored unhashed on the server",
                "the server's log has the reason",
                "give the current secret",
                Who.YOU,
            ),
            Cause(
                "the client is unknown or disabled",
                "compare the client id with the registration",
                "correct it, or have the client enabled",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"",
    ),
    KnownError(
        name="identityserver4-code-refused",
        codes=("unauthorized_client",),
        meaning="the client may not use codes, or the redirect URI is missing; up to version 3 also: it differs.",
        causes=(
            Cause(
                "the redirect URI is missing, or differs from the one of the authorization request",
                "compare it in both requests",
                "sign in again, as this code is spent, and send the same value",
                Who.YOU,
            ),
            Cause(
                "the client may not use authorization codes",
                "look at AllowedGrantTypes of the client",
                "have it added",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_SOURCE,),
        words=r"",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="identityserver4-refresh-token-refused",
        codes=("invalid_grant",),
        meaning="the refresh token is unknown, spent, too old, or of another client; each is good once unless the client is set otherwise.",
        causes=(
            Cause(
                "the refresh token was used before, and its successor was not kept",
                "look for an earlier refresh",
                "sign in again, and keep the refresh token of each answer",
                Who.YOU,
            ),
            Cause(
                "the server restarted without a persistent grant store",
                "all clients lost their refresh tokens at once",
                "have a persistent grant store set up",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_SOURCE,),
        words=r"",
        grants=(REFRESH_TOKEN,),
    ),
)

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
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "5 minutes", "general knowledge", seconds=300, verified=False),
        Lifetime("refresh token", "30 days", "general knowledge", seconds=2592000, verified=False),
        Lifetime("device code", "5 minutes", "general knowledge", seconds=300, verified=False),
    ),
    # Up to 3.x a wrong redirect_uri is unauthorized_client, from 4.0 invalid_grant (IdentityServer4 issue 4075).
    quirks=frozenset({"invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE, "https://github.com/IdentityServer/IdentityServer4/issues/4075"),
)
