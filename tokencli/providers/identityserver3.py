"""IdentityServer3, on OWIN; archived, and still in use."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, PASSWORD
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition

_SOURCE = "github.com/IdentityServer/IdentityServer3@e6024dd source/Core/Validation/TokenRequestValidator.cs"
_PARSER = "github.com/IdentityServer/IdentityServer3@e6024dd source/Core/Validation, its secret parsers"

_ERRORS = (
    KnownError(
        name="identityserver3-client-refused",
        codes=("invalid_client",),
        meaning="one bare answer, with status 400, for every client that is not accepted; there are no clients without a secret.",
        causes=(
            Cause(
                "the secret was form-encoded, and this server takes Basic credentials as they are",
                "look for % or + in the secret",
                "use --basic-encoding raw or --auth-method post",
                Who.YOU,
            ),
            Cause(
                "client id or secret is wrong, or the client is disabled",
                "the server's log has the reason",
                "correct them",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"",
    ),
    KnownError(
        name="identityserver3-code-refused",
        codes=("unauthorized_client",),
        meaning="the word has two meanings here: the redirect URI is not that of the authorization request, or the client may not use codes.",
        causes=(
            Cause(
                "the redirect URI is missing or differs, also by letter case or a final slash",
                "compare it in both requests",
                "sign in again, as this code is spent, and send the same value",
                Who.YOU,
            ),
            Cause(
                "the client's flow is not authorization code or hybrid",
                "look at Flow of the client",
                "have it changed",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_SOURCE,),
        words=r"",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="identityserver3-user-inactive",
        codes=("invalid_request",),
        meaning="the code is good, and the user behind it is not active any more.",
        causes=(
            Cause(
                "the user was disabled after signing in",
                "the server's log has the reason",
                "have the user enabled",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_SOURCE,),
        words=r"",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="identityserver3-user-refused",
        codes=("invalid_grant",),
        meaning="the user service of this server said no, in its own words.",
        causes=(
            Cause(
                "user name or password is wrong, or the account is locked",
                "the description is the server's own text",
                "correct them",
                Who.END_USER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r".",
        grants=(PASSWORD,),
    ),
)

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
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "5 minutes", "general knowledge", seconds=300, verified=False),
        Lifetime("access token", "60 minutes", "general knowledge", seconds=3600, verified=False),
        Lifetime("refresh token", "30 days", "general knowledge", seconds=2592000, verified=False),
    ),
    quirks=frozenset({"basic-not-decoded", "invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE, _PARSER),
)
