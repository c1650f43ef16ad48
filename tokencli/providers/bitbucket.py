"""Bitbucket Cloud, which has OAuth endpoints of its own."""

from __future__ import annotations

from tokencli.oauth.identifiers import CLIENT_CREDENTIALS
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_NO_HEADER = "https://github.com/p2/OAuth2/issues/96"
_WRONG_SECRET = "https://github.com/harness/harness/issues/1650"  # noqa: S105 - an address, no secret
_NO_FORM = "https://github.com/plentico/plenti/issues/280"
_PAGE = "https://github.com/hickford/git-credential-oauth/issues/1"

_TOKEN = (Purpose.TOKEN,)

_ERRORS = (
    KnownError(
        "bitbucket-credentials-missing",
        ("unauthorized_client",),
        "there is no Basic header with key and secret; other servers say invalid_client here.",
        (
            Cause(
                "key and secret were sent in the form, or not at all",
                "look at the request with --dry-run",
                "use --auth-method basic",
                Who.YOU,
            ),
            because.CREDENTIALS_MISSING,
        ),
        Retry.AFTER_FIX,
        (_NO_HEADER,),
        words=r"^Requests must be authenticated using OAuth client credentials",
        example="Requests must be authenticated using OAuth client credentials",
        endpoints=_TOKEN,
    ),
    KnownError(
        "bitbucket-client-refused",
        ("unauthorized_client",),
        "key or secret is wrong; other servers say invalid_client here.",
        (because.SECRET_WRONG, because.CLIENT_UNKNOWN),
        Retry.AFTER_FIX,
        (_WRONG_SECRET,),
        words=r"^Invalid OAuth client credentials",
        example="Invalid OAuth client credentials",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "bitbucket-grant-type-unknown",
        ("unsupported_grant_type",),
        "grant_type is unknown; None in the words means that none arrived.",
        (because.NOT_A_FORM, because.GRANT_TYPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_NO_FORM,),
        words=r"^Unsupported grant type: ",
        example="Unsupported grant type: None",
        endpoints=_TOKEN,
    ),
    KnownError(
        "bitbucket-consumer-is-public",
        ("unauthorized_client", "invalid_grant"),
        "client credentials are for consumers that are marked as private.",
        (
            Cause(
                "the consumer is not marked as private",
                "look at This is a private consumer in its settings",
                "mark it",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/jenkinsci/bitbucket-build-status-notifier-plugin/pull/47",),
        words=r'^Cannot use client_credentials with a consumer marked as "public"',
        example='Cannot use client_credentials with a consumer marked as "public". Calls for auto generated consumers should '
        "use urn:bitbucket:oauth2:jwt instead.",
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS,),
        verified=False,
        unverified=("error",),
    ),
    KnownError(
        "bitbucket-redirect-uri-not-registered",
        (),
        "the redirect URI is not the callback URL of the consumer; a loopback address must have the registered port too.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        (
            _PAGE,
            "https://github.com/SonarSource/sonar-auth-bitbucket/issues/7",
            "https://github.com/fork-dev/Tracker/issues/2099",
        ),
        words=r"Invalid redirect_uri\s+This integration is misconfigured",
        example="Invalid redirect_uri This integration is misconfigured. Contact the vendor for assistance.",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
    ),
)

PROVIDER = Provider(
    name="bitbucket",
    title="Bitbucket Cloud",
    recognise=Recognition(urls=(r"^https://bitbucket\.org(?:/|$)",)),
    presets=(
        Preset(
            "",
            "",
            {
                "token_endpoint": "https://bitbucket.org/site/oauth2/access_token",
                "authorization_endpoint": "https://bitbucket.org/site/oauth2/authorize",
                "auth_method": "basic",
            },
        ),
    ),
    example="bitbucket",
    notes=(
        Note("key and secret are taken from a Basic header only", _NO_HEADER),
        Note("a token request must be a form; JSON comes back as an unsupported grant type", _NO_FORM),
        Note("a callback on loopback must have the port it was registered with", _PAGE),
    ),
    errors=_ERRORS,
    deviations=(
        Note("a wrong secret comes back as unauthorized_client", _WRONG_SECRET),
        Note("an answer has scopes in place of scope", "general knowledge", verified=False),
    ),
    sources=(_NO_HEADER, _WRONG_SECRET, _NO_FORM, _PAGE),
)
