"""Cloud Foundry UAA."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, PASSWORD, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SOURCE = "github.com/cloudfoundry/uaa@13dc87a server/src/main/java/org/cloudfoundry/identity/uaa"
_TOKEN = (Purpose.TOKEN,)

_BASIC_RAW = Cause(
    "id or secret has special characters, and was form-encoded, where this server takes the Basic header as it is",
    "look for anything but letters, digits and - . _ ~ in them",
    "use --basic-encoding raw, or --header 'X-CF-ENCODED-CREDENTIALS: true' with form",
    Who.YOU,
)

ERRORS = (
    KnownError(
        "uaa-credentials-refused",
        ("invalid_client", "unauthorized"),
        "client id or secret is wrong, or the person's password is: the same words serve for both; unauthorized in older versions.",
        (because.SECRET_WRONG, because.CLIENT_UNKNOWN, _BASIC_RAW, because.PASSWORD_WRONG, because.OTHER_ENVIRONMENT),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^Bad (?:client )?credentials$",
        example="Bad credentials",
        statuses=(401,),
    ),
    KnownError(
        "uaa-client-credentials-missing",
        ("invalid_client", "unauthorized"),
        "the Basic header is missing, or cannot be read.",
        (because.CREDENTIALS_MISSING, _BASIC_RAW, because.AUTH_METHOD_DIFFERS),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^(?:Missing credentials|Failed to (?:decode basic|URL Decode)|Invalid basic authentication token|Client "
        r"Authentication failed\.)",
        example="Missing credentials",
        statuses=(401,),
    ),
    KnownError(
        "uaa-code-not-accepted",
        ("invalid_grant",),
        "the code is unknown or was used before, or is older than 5 minutes; the description repeats it.",
        (because.CODE_USED_BEFORE, because.CODE_TOO_OLD, because.CODE_DAMAGED),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^(?:Invalid authorization code|Authorization code expired): ",
        example="Invalid authorization code: 1KIn6H",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "uaa-redirect-uri-differs",
        ("invalid_grant",),
        "the redirect URI differs from that of the authorization request, or is missing.",
        (because.REDIRECT_URI_DIFFERS,),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^Redirect URI mismatch",
        example="Redirect URI mismatch.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "uaa-verifier-refused",
        ("invalid_grant", "invalid_request"),
        "the verifier is wrong, missing, needless or malformed, or a public client sent a plain challenge.",
        (
            because.VERIFIER_OF_ANOTHER_SIGN_IN,
            because.VERIFIER_MISSING,
            because.VERIFIER_WITHOUT_CHALLENGE,
            because.VERIFIER_MALFORMED,
            because.CHALLENGE_PLAIN,
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^(?:Invalid code verifier: |PKCE error: |Code verifier length must|Public client must use code chal)",
        example="PKCE error: Code verifier must be provided for this authorization code.",
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "uaa-code-of-another-client",
        ("invalid_client",),
        "the code was given to another client, or client_id in form and header differ.",
        (because.CODE_OF_ANOTHER_CLIENT, because.CREDENTIALS_TWICE),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^(?:Client ID mismatch|Given client ID does not match)",
        example="Client ID mismatch",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(401,),
    ),
    KnownError(
        "uaa-refresh-token-not-accepted",
        ("invalid_token",),
        "the refresh token is too old, empty or revoked, or password or client secret changed since; others say invalid_grant.",
        (because.REFRESH_TOKEN_TOO_OLD, because.GRANT_REVOKED, because.REFRESH_TOKEN_DAMAGED),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^(?:Invalid refresh token|The token expired, was revoked, or the token ID is incorrect)",
        example="The token expired, was revoked, or the token ID is incorrect.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(401,),
    ),
    KnownError(
        "uaa-refresh-token-of-another-client",
        ("invalid_grant",),
        "the refresh token was given to another client, which the description names.",
        (because.REFRESH_TOKEN_OF_ANOTHER_CLIENT,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^Wrong client for this refresh token: ",
        example="Wrong client for this refresh token: cf",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "uaa-user-locked",
        ("unauthorized", "invalid_client"),
        "too many attempts locked the account for a while.",
        (
            Cause(
                "the account is locked after too many wrong passwords",
                "let the person sign in with a browser",
                "wait, or have it unlocked",
                Who.END_USER,
            ),
        ),
        Retry.LATER,
        (_SOURCE,),
        words=r"^Your account has been locked because of too many failed",
        example="Your account has been locked because of too many failed attempts to login.",
        grants=(PASSWORD,),
        unverified=("codes",),
    ),
    KnownError(
        "uaa-identity-provider-unclear",
        ("unauthorized", "invalid_client"),
        "for the password grant there is no identity provider, or more than one.",
        (
            Cause(
                "several identity providers are active, and the request names none",
                "ask which are active in the zone",
                'name one with --param \'login_hint={"origin":"NAME"}\', or have the client bound to one',
                Who.YOU,
            ),
            because.APP_INCOMPLETE,
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^The client is (?:not )?authorized for (?:any|multiple) identity provider",
        example="The client is authorized for multiple identity providers that support password grant and could not determine "
        "which identity provider to use.",
        grants=(PASSWORD,),
        statuses=(401,),
    ),
    KnownError(
        "uaa-scope-refused",
        ("invalid_scope",),
        "a scope is unknown or not the client's, or the person has none of those that were asked for.",
        (
            because.SCOPE_NOT_ALLOWED,
            because.SCOPE_UNKNOWN,
            Cause(
                "the person is in none of the groups that the scopes stand for",
                "let another person sign in",
                "have the person put into the group, or given the role collection",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^(?:Invalid scope: |Empty scope|User does not meet the client's|Unable to narrow the scope)| is invalid\. (?:Please "
        r"use a valid scope|This user is not allowed)",
        example="[foo] is invalid. This user is not allowed any of the requested scopes",
    ),
    KnownError(
        "uaa-request-incomplete",
        ("invalid_request", "unsupported_grant_type", "invalid_grant"),
        "grant_type or another parameter is missing or unknown.",
        (because.GRANT_TYPE_UNKNOWN, because.PARAMETER_MISSING, because.NOT_A_FORM),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^(?:Missing grant type|Unsupported grant type|Implicit grant type not supported|refresh_token parameter not|An "
        r"authorization code must be supplied)",
        example="Missing grant type",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "uaa-page-redirect-uri",
        (),
        "the redirect URI is not among those of the client.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"did not match one of the registered values|A redirectUri must be either supplied or preconfigured",
        example="Invalid redirect https://a.example/cb did not match one of the registered values",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
    ),
)

PROVIDER = Provider(
    name="uaa",
    title="Cloud Foundry UAA",
    recognise=Recognition(
        urls=(r"^https?://[^/]*\buaa\b[^/]*(?:/|$)",),
        endpoints=(r"/token_keys$",),
        headers=(("www-authenticate", r'realm="UAA/'),),
    ),
    presets=(
        # Its issuer is the URL of its token endpoint, and its metadata is elsewhere; endpoints need no such comparison.
        Preset(
            "DOMAIN",
            DOMAIN,
            {
                "token_endpoint": "https://{domain}/oauth/token",
                "authorization_endpoint": "https://{domain}/oauth/authorize",
            },
        ),
    ),
    tenant="the server's domain",
    example="uaa:uaa.example.com",
    notes=(
        Note("the issuer in its tokens is the URL of its token endpoint", _SOURCE),
        Note("Basic credentials are taken as they are, unless the header X-CF-ENCODED-CREDENTIALS is true", _SOURCE),
        Note("a code is spent by the first request that shows it, also by one that is refused", _SOURCE),
        Note("a description may repeat the authorization code", _SOURCE),
    ),
    errors=ERRORS,
    lifetimes=(Lifetime("authorization code", "5 minutes, and one use", _SOURCE, seconds=300),),
    deviations=(
        Note(
            "a refresh token that is not accepted is invalid_token with status 401, where the RFC says invalid_grant",
            _SOURCE,
        ),
        Note("older versions say unauthorized for wrong credentials", _SOURCE),
        Note("id and secret of the Basic header are not decoded unless a header of its own says so", _SOURCE),
    ),
    quirks=frozenset({"basic-not-decoded"}),
    sources=(_SOURCE,),
)
