"""The identity provider authentik."""

from __future__ import annotations

from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SOURCE = "github.com/goauthentik/authentik authentik/providers/oauth2/errors.py, views/token.py, views/authorize.py"
_TOKEN = (Purpose.TOKEN,)

_ERRORS = (
    KnownError(
        "authentik-client-refused",
        ("invalid_client",),
        "one sentence, with status 400, for an unknown client, a wrong secret, and a redirect URI that is not registered or differs.",
        (
            because.REDIRECT_URI_DIFFERS,
            because.SECRET_WRONG,
            because.CLIENT_UNKNOWN,
            because.CLIENT_TYPE_DIFFERS,
            because.GRANT_NOT_ALLOWED,
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^Client authentication failed \(e\.g\., unknown client, no client authentication included",
        example="Client authentication failed (e.g., unknown client, no client authentication included, or unsupported "
        "authentication method)",
        endpoints=_TOKEN,
        statuses=(400,),
        generic=True,  # the sentence of the RFC, as others send it too
    ),
    KnownError(
        "authentik-grant-not-accepted",
        ("invalid_grant",),
        "one sentence for every code and refresh token that is not accepted, for PKCE, for a policy that says no, and for a wrong "
        "password of a service account.",
        (
            because.CODE_USED_BEFORE,
            because.CODE_TOO_OLD,
            because.VERIFIER_OF_ANOTHER_SIGN_IN,
            because.REFRESH_TOKEN_TOO_OLD,
            because.GRANT_REVOKED,
            Cause(
                "a policy of the application leaves the person or the service account out",
                "look at the application's bindings, and at its test of access",
                "have the binding changed",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^The provided authorization grant or refresh token is invalid, expired, revoked",
        example="The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection "
        "URI used in the authorization request, or was issued to another client",
        endpoints=_TOKEN,
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "authentik-request-malformed",
        ("invalid_request",),
        "something in the request is missing or malformed.",
        (because.PARAMETER_MISSING, because.NOT_A_FORM),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^The request is otherwise malformed$",
        example="The request is otherwise malformed",
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "authentik-page-redirect-uri",
        (),
        "the redirect URI is not among those of the provider; an entry may be strict or a regular expression.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            Cause(
                "the entry is a regular expression, and its dots or question marks are not escaped",
                "look at the kind of the entry",
                "make the entry strict, or escape them",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"Redirect URI Error|missing, invalid, or mismatching redirection URI \(redirect_uri\)",
        example="Redirect URI Error",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
    ),
    KnownError(
        "authentik-page-client-unknown",
        (),
        "the server has no provider with this client id.",
        (because.CLIENT_UNKNOWN, because.OTHER_ENVIRONMENT),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"Client ID Error",
        example="Client ID Error",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
    ),
)

PROVIDER = Provider(
    name="authentik",
    title="authentik",
    recognise=Recognition(
        urls=(r"/application/o/(?:token|authorize|device|[^/]+)/?$",),
        endpoints=(r"/application/o/token/$",),
        headers=(("x-authentik-id", r"."), ("x-powered-by", r"^authentik")),
    ),
    presets=(
        Preset("ISSUER", r"(?P<url>https?://\S+/application/o/[^/\s]+/)", {"issuer": "{url}"}),
        Preset(
            "HOST/APPLICATION",
            r"(?P<host>[\w-]+(?:\.[\w-]+)*(?::\d+)?)/(?P<slug>[\w-]+)",
            {"issuer": "https://{host}/application/o/{slug}/"},
        ),
    ),
    tenant="the server's host, a slash and the application's slug",
    example="authentik:auth.example.com/orders",
    notes=(
        Note("each application has an issuer of its own; all share one token endpoint", _SOURCE),
        Note("scopes that it does not know are dropped without a word", _SOURCE),
        Note("client_credentials also takes a user name and an app password in place of a secret", _SOURCE),
    ),
    errors=_ERRORS,
    deviations=(
        Note("a redirect_uri that differs comes back as invalid_client with status 400", _SOURCE),
        Note("one fixed sentence stands for every refused client, and one for every refused grant", _SOURCE),
    ),
    sources=(_SOURCE,),
)
