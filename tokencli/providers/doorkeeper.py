"""Doorkeeper, the OAuth server of many Ruby on Rails applications, Mastodon and GitLab among them."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, PASSWORD, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

TEXTS = "github.com/doorkeeper-gem/doorkeeper@d0cd44a config/locales/en.yml"
_OLDER_TEXTS = "github.com/doorkeeper-gem/doorkeeper@02a7def config/locales/en.yml"
_ANSWER = "github.com/doorkeeper-gem/doorkeeper@d0cd44a lib/doorkeeper/oauth/error_response.rb"

_DEFAULTS = "github.com/doorkeeper-gem/doorkeeper@15ebd33 lib/doorkeeper/config.rb"

_TOKEN = (Purpose.TOKEN,)
_AUTHORIZATION = (Purpose.AUTHORIZATION,)
# The sentence of RFC 6749 section 5.2, whatever was wrong.
GRANT_REFUSED = r"^The provided authorization grant is invalid, expired, revoked, does not match the redirection URI"
GRANT_REFUSED_EXAMPLE = (
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the "
    "authorization request, or was issued to another client."
)

ERRORS = (
    KnownError(
        "doorkeeper-code-refused",
        ("invalid_grant",),
        "one sentence for every code that is not accepted: used, too old, of another client, or another redirect URI or "
        "verifier than in the sign-in.",
        (
            because.CODE_USED_BEFORE,
            because.REDIRECT_URI_DIFFERS,
            because.CODE_TOO_OLD,
            because.VERIFIER_OF_ANOTHER_SIGN_IN,
            because.VERIFIER_MISSING,
            because.CODE_OF_ANOTHER_CLIENT,
        ),
        Retry.NEW_SIGN_IN,
        (TEXTS, _ANSWER),
        words=GRANT_REFUSED,
        example=GRANT_REFUSED_EXAMPLE,
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "doorkeeper-refresh-token-refused",
        ("invalid_grant",),
        "one sentence for every refresh token that is not accepted: used, revoked, or of another client.",
        (
            because.REFRESH_TOKEN_REPLACED,
            because.GRANT_REVOKED,
            because.REFRESH_TOKEN_OF_ANOTHER_CLIENT,
        ),
        Retry.NEW_SIGN_IN,
        (TEXTS, _ANSWER),
        words=GRANT_REFUSED,
        example=GRANT_REFUSED_EXAMPLE,
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "doorkeeper-password-refused",
        ("invalid_grant",),
        "the same sentence where user name or password is wrong.",
        (because.PASSWORD_WRONG, because.SIGN_IN_NEEDS_MORE),
        Retry.AFTER_FIX,
        (TEXTS, _ANSWER),
        words=GRANT_REFUSED,
        example=GRANT_REFUSED_EXAMPLE,
        endpoints=_TOKEN,
        grants=(PASSWORD,),
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "doorkeeper-client-refused",
        ("invalid_client",),
        "one sentence for every client that is not accepted: unknown, a wrong secret, or none where there must be one.",
        (
            because.SECRET_WRONG,
            because.CLIENT_UNKNOWN,
            because.CREDENTIALS_MISSING,
            because.CLIENT_TYPE_DIFFERS,
        ),
        Retry.AFTER_FIX,
        (TEXTS, _ANSWER),
        words=r"^Client authentication failed due to unknown client, no client authentication included",
        example="Client authentication failed due to unknown client, no client authentication included, or unsupported "
        "authentication method.",
        statuses=(401,),
        generic=True,
    ),
    KnownError(
        "doorkeeper-parameter-missing",
        ("invalid_request",),
        "the parameter that the words name is missing.",
        (because.PARAMETER_MISSING, because.NOT_A_FORM),
        Retry.AFTER_FIX,
        (TEXTS,),
        words=r"^Missing required parameter: ",
        example="Missing required parameter: grant_type.",
        statuses=(400,),
    ),
    KnownError(
        "doorkeeper-challenge-missing",
        ("invalid_request",),
        "PKCE is demanded, and the authorization request has no challenge.",
        (because.CHALLENGE_MISSING,),
        Retry.AFTER_FIX,
        (TEXTS,),
        words=r"^Code challenge is required",
        example="Code challenge is required.",
    ),
    KnownError(
        "doorkeeper-credentials-twice",
        ("invalid_request",),
        "the client authenticates in two ways at once.",
        (because.CREDENTIALS_TWICE,),
        Retry.AFTER_FIX,
        (TEXTS,),
        words=r"^The request utilizes more than one mechanism for authenticating the client",
        example="The request utilizes more than one mechanism for authenticating the client.",
        statuses=(400,),
    ),
    KnownError(
        "doorkeeper-request-malformed",
        ("invalid_request",),
        "one sentence for every request that is malformed.",
        (because.PARAMETER_MISSING, because.NOT_A_FORM, because.PARAMETER_TWICE),
        Retry.AFTER_FIX,
        (TEXTS,),
        words=r"^The request is missing a required parameter, includes an unsupported parameter value",
        example="The request is missing a required parameter, includes an unsupported parameter value, or is otherwise "
        "malformed.",
        generic=True,
    ),
    KnownError(
        "doorkeeper-redirect-uri-not-registered",
        (),
        "the redirect URI is not registered; the page says so, and the app never hears of it.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        (TEXTS, _OLDER_TEXTS),
        words=r"The requested redirect (?:URI|uri) is malformed or doesn't match ",
        example="The requested redirect URI is malformed or doesn't match the client redirect URI.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "doorkeeper-redirect-uri-refused",
        ("invalid_redirect_uri",),
        "the redirect URI is not registered, told to a program that asked for JSON.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        (TEXTS, _ANSWER),
        words=r"^The requested redirect (?:URI|uri) is malformed or doesn't match ",
        example="The requested redirect URI is malformed or doesn't match the client redirect URI.",
    ),
    KnownError(
        "doorkeeper-grant-not-allowed",
        ("unauthorized_client",),
        "the grant is not enabled for the server or the app.",
        (because.GRANT_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (TEXTS,),
        words=r"^The client is not authorized to perform this request using this method",
        example="The client is not authorized to perform this request using this method.",
    ),
    KnownError(
        "doorkeeper-scope-refused",
        ("invalid_scope",),
        "a scope is unknown, or not ticked in the settings of the app.",
        (
            because.SCOPE_NOT_ALLOWED,
            because.SCOPE_UNKNOWN,
            Cause(
                "the scopes are joined with something else than a space, or were encoded twice",
                "look at scope in the request, decoded once",
                "separate them with spaces",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (TEXTS,),
        words=r"^The requested scope is invalid, unknown, or malformed",
        example="The requested scope is invalid, unknown, or malformed.",
        generic=True,
    ),
    KnownError(
        "doorkeeper-grant-type-unknown",
        ("unsupported_grant_type",),
        "grant_type is unknown, switched off, or did not arrive.",
        (because.GRANT_TYPE_UNKNOWN, because.NOT_A_FORM),
        Retry.AFTER_FIX,
        (TEXTS,),
        words=r"^The authorization grant type is not supported by the authorization server",
        example="The authorization grant type is not supported by the authorization server.",
        endpoints=_TOKEN,
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "doorkeeper-challenge-method",
        ("invalid_code_challenge_method",),
        "the method of the challenge is unknown, or plain where only S256 is taken.",
        (because.CHALLENGE_PLAIN,),
        Retry.AFTER_FIX,
        (TEXTS, _OLDER_TEXTS),
        words=r"^The code[ _]challenge[ _]method must be ",
        example="The code_challenge_method must be S256.",
        endpoints=_AUTHORIZATION,
    ),
)

DEVIATIONS = (
    Note("one sentence of RFC 6749 stands for every cause of a code", TEXTS),
    Note('a refusal has WWW-Authenticate: Bearer realm="Doorkeeper", also with status 400', _ANSWER),
    Note("an answer has created_at, in seconds since 1970", _ANSWER, verified=False),
    Note("invalid_redirect_uri and invalid_code_challenge_method are codes of its own", TEXTS),
)

PROVIDER = Provider(
    name="doorkeeper",
    title="Doorkeeper",
    recognise=Recognition(headers=(("www-authenticate", r'\brealm="Doorkeeper"'),)),
    presets=(
        Preset(
            "HOST",
            DOMAIN,
            {
                "token_endpoint": "https://{domain}/oauth/token",
                "authorization_endpoint": "https://{domain}/oauth/authorize",
            },
        ),
    ),
    tenant="the host of the application",
    example="doorkeeper:social.example.com",
    notes=(
        Note(
            "a refresh token ends at the refresh, or when the new access token is used first, as the application was set up",
            _ANSWER,
            verified=False,
        ),
    ),
    errors=ERRORS,
    lifetimes=(
        Lifetime("authorization code", "10 minutes unless somebody changed it", _DEFAULTS, seconds=600),
        Lifetime("access token", "2 hours unless somebody changed it", _DEFAULTS, seconds=7200),
    ),
    deviations=DEVIATIONS,
    sources=(TEXTS, _ANSWER, _DEFAULTS),
)
