"""Atlassian Cloud, three-legged OAuth."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, CLIENT_CREDENTIALS, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_DOCUMENTATION = "https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/"

_TOKEN = (Purpose.TOKEN,)

_REFUSED_REFRESH = (
    because.REFRESH_TOKEN_REPLACED,
    Cause(
        "the person changed the password of the account, or took the access back",
        "ask the person, who sees the app under Connected apps",
        "sign in again",
        Who.END_USER,
    ),
    Cause(
        "the refresh token lay unused for 90 days",
        "look for the last refresh that succeeded",
        "sign in again",
        Who.END_USER,
    ),
)

_ERRORS = (
    KnownError(
        "atlassian-refresh-token-refused",
        ("invalid_grant",),
        "the refresh token was used, lay unused too long, or lost the access behind it; the status is 403.",
        _REFUSED_REFRESH,
        Retry.NEW_SIGN_IN,
        (_DOCUMENTATION, "https://github.com/ParabolInc/parabol/issues/5690"),
        words=r"^Unknown or invalid refresh token\.?$",
        example="Unknown or invalid refresh token.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(403,),
    ),
    KnownError(
        "atlassian-refresh-token-invalid",
        ("unauthorized_client",),
        "the refresh token is not accepted, said in other words and with another code; the status is 403.",
        _REFUSED_REFRESH,
        Retry.NEW_SIGN_IN,
        ("https://github.com/raycast/extensions/issues/11836",),
        words=r"^refresh_token is invalid$",
        example="refresh_token is invalid",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(403,),
    ),
    KnownError(
        "atlassian-client-refused",
        ("access_denied",),
        "the client was not accepted; other servers say invalid_client here, and mean by access_denied that a person refused.",
        (because.SECRET_WRONG, because.CLIENT_UNKNOWN),
        Retry.AFTER_FIX,
        ("general knowledge",),
        endpoints=_TOKEN,
        statuses=(401,),
        verified=False,
    ),
    KnownError(
        "atlassian-service-account-refused",
        ("invalid_client",),
        "the credentials of the service account are wrong.",
        (because.SECRET_WRONG, because.CLIENT_UNKNOWN),
        Retry.AFTER_FIX,
        ("https://github.com/n8n-io/n8n/pull/37513",),
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS,),
        statuses=(400,),
    ),
    KnownError(
        "atlassian-redirect-uri-not-registered",
        ("unauthorized_client",),
        "the redirect URI is not the callback URL of the app; the browser ends at id.atlassian.com/error.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        ("https://github.com/humanlayer/humanlayer/issues/1068",),
        words=r"^redirect_uri is not registered for client: ",
        example="redirect_uri is not registered for client: https://a.example/cb",
        endpoints=(Purpose.AUTHORIZATION,),
        grants=(AUTHORIZATION_CODE,),
    ),
)

PROVIDER = Provider(
    name="atlassian",
    title="Atlassian Cloud",
    recognise=Recognition(urls=(r"^https://auth\.atlassian\.com(?:/|$)",), headers=(("atl-traceid", "."),)),
    presets=(
        Preset(
            "",
            "",
            {
                "token_endpoint": "https://auth.atlassian.com/oauth/token",
                "authorization_endpoint": "https://auth.atlassian.com/authorize",
                "auth_method": "post",
            },
        ),
    ),
    example="atlassian",
    notes=(
        Note("the authorization request needs --audience api.atlassian.com and --prompt consent", _DOCUMENTATION),
        Note("a refresh token comes only with the scope offline_access, and each refresh replaces it", _DOCUMENTATION),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime(
            "access token",
            "1 hour",
            "https://github.com/Rootly-AI-Labs/on-call-health/pull/291",
            seconds=3600,
        ),
        Lifetime("unused refresh token", "90 days, and each is good once", _DOCUMENTATION),
    ),
    deviations=(
        Note("a refresh token that is not accepted is answered with status 403", _DOCUMENTATION),
        Note("a wrong secret comes back as access_denied", "general knowledge", verified=False),
        Note("a token request may be JSON too", "general knowledge", verified=False),
    ),
    sources=(_DOCUMENTATION,),
)
