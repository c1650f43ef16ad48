"""GitHub and GitHub Enterprise Server."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_DOCUMENTATION = "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps"
_TROUBLES = (
    "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/"
    "troubleshooting-oauth-app-access-token-request-errors"
)
_REFRESHING = (
    "https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/"
    "refreshing-user-access-tokens"
)
_EXPIRING = (
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation"
)
_AT = {
    "token_endpoint": "https://{domain}/login/oauth/access_token",
    "authorization_endpoint": "https://{domain}/login/oauth/authorize",
    "device_authorization_endpoint": "https://{domain}/login/device/code",
    # The documentation knows client_id and client_secret as members of the form only.
    "auth_method": "post",
}

_OWN_CODES = (
    "bad_verification_code",
    "bad_refresh_token",
    "incorrect_client_credentials",
    "incorrect_device_code",
    "device_flow_disabled",
    "unverified_user_email",
)

_TOKEN = (Purpose.TOKEN,)

_ERRORS = (
    KnownError(
        "github-code-refused",
        ("bad_verification_code",),
        "the code was used, is older than ten minutes, is damaged, or belongs to another client.",
        (
            because.CODE_USED_BEFORE,
            because.CODE_TOO_OLD,
            because.CODE_DAMAGED,
            because.CODE_OF_ANOTHER_CLIENT,
        ),
        Retry.NEW_SIGN_IN,
        (_TROUBLES,),
        words=r"^The code passed is incorrect or expired",
        example="The code passed is incorrect or expired.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "github-client-refused",
        ("incorrect_client_credentials",),
        "client id or secret is wrong, or they could not be read.",
        (
            because.SECRET_WRONG,
            because.CLIENT_UNKNOWN,
            Cause(
                "id and secret stand where GitHub does not look: in a Basic header alone, or in a body that is no form",
                "look at the request with --dry-run",
                "use --auth-method post",
                Who.YOU,
            ),
            because.OTHER_ENVIRONMENT,
        ),
        Retry.AFTER_FIX,
        (_TROUBLES,),
        words=r"^The client_id and/or client_secret passed are incorrect",
        example="The client_id and/or client_secret passed are incorrect.",
        endpoints=_TOKEN,
        statuses=(200,),
    ),
    KnownError(
        "github-redirect-uri-not-registered",
        ("redirect_uri_mismatch",),
        "the redirect URI is neither the registered callback nor below it.",
        (because.REDIRECT_URI_NOT_REGISTERED, because.REDIRECT_URI_DIFFERS),
        Retry.AFTER_FIX,
        (_TROUBLES,),
        words=r"^The redirect_uri MUST match the registered callback URL",
        example="The redirect_uri MUST match the registered callback URL for this application.",
    ),
    KnownError(
        "github-email-not-verified",
        ("unverified_user_email",),
        "the account has no primary e-mail address that was verified.",
        (
            Cause(
                "the primary e-mail address of the account was never verified",
                "ask the person to look at Settings, Emails",
                "verify it there",
                Who.END_USER,
            ),
        ),
        Retry.AFTER_FIX,
        (_TROUBLES,),
        words=r"^The user must have a verified primary email",
        example="The user must have a verified primary email.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "github-refresh-token-refused",
        ("bad_refresh_token",),
        "the refresh token was used, for it is good once, is older than six months, or was revoked.",
        (because.REFRESH_TOKEN_REPLACED, because.REFRESH_TOKEN_TOO_OLD, because.GRANT_REVOKED),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/interlink-hq/interLink/pull/262",
            "https://github.com/orgs/community/discussions/24745",
            "https://github.com/DIAGNijmegen/rse-grand-challenge/pull/3159",
        ),
        words=r"^The refresh token passed is incorrect or expired",
        example="The refresh token passed is incorrect or expired.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(200,),
    ),
    KnownError(
        "github-device-pending",
        ("authorization_pending",),
        "the person has not entered the code yet.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_DOCUMENTATION,),
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "github-device-too-fast",
        ("slow_down",),
        "the client asks too often; the answer names the new interval, five seconds longer.",
        (because.DEVICE_TOO_FAST,),
        Retry.POLL,
        (_DOCUMENTATION, "https://github.com/octokit/auth-oauth-device.js/issues/334"),
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "github-device-code-too-old",
        ("expired_token", "token_expired"),
        "the device code is older than 15 minutes; the documentation writes the code both ways.",
        (because.DEVICE_CODE_TOO_OLD,),
        Retry.NEW_SIGN_IN,
        (_DOCUMENTATION,),
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "github-device-code-unknown",
        ("incorrect_device_code",),
        "GitHub does not know the device code.",
        (because.DEVICE_CODE_UNKNOWN,),
        Retry.NEW_SIGN_IN,
        (_DOCUMENTATION,),
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "github-device-flow-off",
        ("device_flow_disabled",),
        "the device flow is not switched on for the app.",
        (
            Cause(
                "Enable Device Flow is off in the settings of the app",
                "look there",
                "switch it on",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_DOCUMENTATION,),
        statuses=(200,),
        unverified=("status",),
    ),
    KnownError(
        "github-device-refused",
        ("access_denied",),
        "the person clicked cancel on the other device.",
        (because.USER_SAID_NO,),
        Retry.NEW_SIGN_IN,
        (_DOCUMENTATION,),
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(200,),
    ),
    KnownError(
        "github-grant-type-unknown",
        ("unsupported_grant_type",),
        "for a device code grant_type must be urn:ietf:params:oauth:grant-type:device_code, letter for letter.",
        (because.GRANT_TYPE_UNKNOWN, because.NOT_A_FORM),
        Retry.AFTER_FIX,
        (_DOCUMENTATION,),
        endpoints=_TOKEN,
        statuses=(200,),
    ),
)

PROVIDER = Provider(
    name="github",
    title="GitHub",
    recognise=Recognition(
        # The path /login/oauth/access_token alone tells nothing: Gitea and Forgejo have it too.
        urls=(
            r"^https://github\.com(?:/|$)",
            r"^https://[^/]+\.ghe\.com(?:/|$)",
            r"^https://(?:github|ghe)\.[^/]+/login/oauth/access_token$",
            r"/login/device/code$",
        ),
        headers=(("x-github-request-id", "."),),
        bodies=(
            r'error_uri["=:\s]+https(?::|%3A)(?:/|%2F){2}(?:docs|developer)\.github\.com',
            # Codes that GitHub alone sends, as the code itself and not in words that were passed on.
            rf'(?:^|[&"])error"?\s*[=:]\s*"?(?:{"|".join(_OWN_CODES)})(?:["&]|$)',
        ),
    ),
    presets=(
        Preset("", "", {name: one.replace("{domain}", "github.com") for name, one in _AT.items()}),
        Preset("HOST", DOMAIN, _AT),
    ),
    tenant="the host of a GitHub Enterprise Server",
    example="github:github.example.com",
    notes=(
        Note("there is no metadata, and refusals come with status 200", _DOCUMENTATION),
        Note("the device flow must be switched on in the app's settings", _DOCUMENTATION),
        Note("a sub-path of the registered callback is accepted, and on loopback any port", _DOCUMENTATION),
        Note("a page in a browser cannot ask the token endpoint: there are no CORS headers", _DOCUMENTATION),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "10 minutes, and one use", _DOCUMENTATION, seconds=600),
        Lifetime("device code", "15 minutes", _DOCUMENTATION, seconds=900),
        Lifetime(
            "access token of an OAuth app",
            "until it is revoked or lies unused for a year",
            _EXPIRING,
        ),
        Lifetime("user access token of a GitHub App", "8 hours", _REFRESHING, seconds=28800),
        Lifetime("refresh token", "6 months, and one use; GitHub Apps only", _REFRESHING, seconds=15897600),
    ),
    deviations=(
        Note("refusals come with status 200, and codes of their own such as bad_verification_code", _TROUBLES),
        Note("an answer is form-encoded where Accept: application/json was not sent", _DOCUMENTATION),
        Note("the scope of an answer is separated by commas", _DOCUMENTATION),
        Note("the access token of an OAuth app has no expires_in", _DOCUMENTATION),
        Note("refresh_token_expires_in says when the refresh token of a GitHub App ends", _DOCUMENTATION),
    ),
    sources=(_DOCUMENTATION, _TROUBLES, _REFRESHING, _EXPIRING),
)
