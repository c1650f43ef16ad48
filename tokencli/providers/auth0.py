"""Auth0, the customer identity cloud of Okta."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, CLIENT_CREDENTIALS, DEVICE_CODE, PASSWORD, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_CODES = "https://community.auth0.com/t/authorisation-code-flow-error-403/73029"
_REFRESH = (
    "https://community.auth0.com/t/troubleshoot-refresh-token-unknown-or-invalid-before-expiry-403-unknown-or-invalid-"
    "refresh-token/120406"
)
_OVERLAP = (
    "https://community.auth0.com/t/failed-token-exchange-occurs-when-reusing-an-older-refresh-token-within-reuse-"
    "interval/189795"
)
_EXPIRATION = "https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration"
_ROTATION = "https://auth0.com/docs/tokens/guides/configure-refresh-token-rotation"
_DEVICES = "https://auth0.com/docs/api/authentication, Device Authorization Flow"

_TOKEN = (Purpose.TOKEN,)
_AUTHORIZATION = (Purpose.AUTHORIZATION,)
# Auth0's own grant: a password, and the directory that it is looked up in.
_PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"  # noqa: S105 - the grant's name, no secret
_PASSWORDS = (PASSWORD, _PASSWORD_REALM)

_ERRORS = (
    KnownError(
        "auth0-refresh-token-refused",
        ("invalid_grant",),
        "the refresh token ended, was removed, or was sent twice; with rotation the second use ends all that came from it.",
        (
            Cause(
                "the refresh token is replaced at each use, and an older one was sent again",
                "look for two refreshes with one token; the tenant's log has ferrt with familyId, tokenCounter, latestCounter",
                "sign in again, keep the refresh token of each answer, and have an overlap period set",
                Who.YOU,
            ),
            Cause(
                "the refresh token is past the longest life that the app allows",
                "compare the first sign-in with that setting",
                "sign in again",
                Who.END_USER,
            ),
            Cause(
                "the refresh token lay unused longer than the app allows",
                "compare the last refresh with the inactivity lifetime of the app",
                "sign in again, and refresh more often",
                Who.END_USER,
            ),
            Cause(
                "the user has more than about 200 live refresh tokens of the app, and the oldest was removed",
                "look for resource_cleanup in the tenant's log",
                "keep one refresh token in place of a new one at each start",
                Who.YOU,
            ),
            because.GRANT_REVOKED,
        ),
        Retry.NEW_SIGN_IN,
        (_REFRESH, _OVERLAP),
        words=r"^Unknown or invalid refresh token\.?$",
        example="Unknown or invalid refresh token.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(403,),
    ),
    KnownError(
        "auth0-code-refused",
        ("invalid_grant",),
        "the code is too old, was used, or belongs to another client; the status is 403.",
        (
            because.CODE_USED_BEFORE,
            because.CODE_TOO_OLD,
            because.REDIRECT_URI_DIFFERS,
            because.CODE_OF_ANOTHER_CLIENT,
        ),
        Retry.NEW_SIGN_IN,
        (_CODES,),
        words=r"^Invalid authorization code\.?$",
        example="Invalid authorization code",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(403,),
    ),
    KnownError(
        "auth0-verifier-differs",
        ("invalid_grant",),
        "the verifier does not belong to the challenge.",
        (
            Cause(
                "two sign-ins ran at once, and the verifier of the newer took the place of the older",
                "see whether state in the redirect belongs to the earlier sign-in",
                "sign in again, and keep each verifier under its state",
                Who.YOU,
            ),
            Cause(
                "the challenge was computed in another way than base64url of SHA-256 without padding",
                "make the challenge of the verifier with tokencli make pkce --verifier and compare",
                "let the same program make both",
                Who.YOU,
            ),
            Cause(
                "another node handled the redirect, and its session has no verifier",
                "look for code_verifier in the token request",
                "keep the session where all nodes find it",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        ("https://viralsfire.com/post/auth0-failed-to-verify-code-verifier-error",),
        words=r"^Failed to verify code verifier\.?$",
        example="Failed to verify code verifier",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        verified=False,
    ),
    KnownError(
        "auth0-redirect-uri-differs",
        ("unauthorized_client", "invalid_grant"),
        "the redirect URI is not the one of the authorization request; the words show the beginnings of both.",
        (
            Cause(
                "the client builds the redirect URI from the host it sees: behind a proxy, in a tunnel or at another port",
                "compare host, port and scheme of the two values in the description",
                "give one fixed value with --redirect-uri, or have the host passed on as X-Forwarded-Host",
                Who.YOU,
            ),
            because.REDIRECT_URI_DIFFERS,
        ),
        Retry.NEW_SIGN_IN,
        ("general knowledge",),
        words=r"^The redirect URI is wrong\. You sent ",
        example="The redirect URI is wrong. You sent http://localhost:4201, and we expected http://localhost:4200",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        verified=False,
    ),
    KnownError(
        "auth0-client-refused",
        ("access_denied",),
        "the client was not accepted; other servers say invalid_client here.",
        (
            Cause(
                "the secret is wrong, or that of another application or tenant",
                "look into the tenant's log: no entry means that the domain is another",
                "copy secret and domain again",
                Who.YOU,
            ),
            Cause(
                "the application is set to a method of authentication that the client does not use",
                "look at Application Type and Authentication Method: native and single-page applications have None",
                "set the method that fits, or use the set one with --auth-method",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/auth0/node-auth0/issues/682",
            "https://github.com/auth0/auth0.js/issues/317",
            "https://github.com/auth0/node-auth0/issues/134",
        ),
        words=r"^Unauthorized$",
        example="Unauthorized",
        endpoints=_TOKEN,
    ),
    KnownError(
        "auth0-grant-not-allowed",
        ("unauthorized_client",),
        "the application does not have the grant that the words name.",
        (
            Cause(
                "the grant is not ticked for the application",
                "look at Advanced Settings, Grant Types",
                "tick it, or use an application of the kind machine to machine",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/auth0/ruby-auth0/issues/190",
            "https://github.com/devdennysegura/flutter-auth0/issues/35",
            "https://github.com/auth0/auth0-spa-js/issues/51",
            "https://github.com/auth0/auth0-java/issues/165",
        ),
        words=r"^Grant type '[^']*' not allowed for the client",
        example="Grant type 'client_credentials' not allowed for the client.",
        statuses=(403, 302),
        unverified=("status 302",),
    ),
    KnownError(
        "auth0-client-grant-missing",
        ("access_denied", "unauthorized_client"),
        "no client grant joins this application and the API that the words name.",
        (
            Cause(
                "the application is not authorised for the API",
                "look at Machine to Machine Applications of the API",
                "authorise it, with the scopes that it needs",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the audience is mistyped",
                "compare it with the identifier of the API, a slash at the end included",
                "correct --audience",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/auth0/auth0-python/issues/173",),
        words=r"^Client is not authorized to access ",
        example='Client is not authorized to access "https://example.auth0.com/api/v2/". You might probably want to create a '
        '"client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants',
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS,),
        unverified=("error",),
    ),
    KnownError(
        "auth0-api-unknown",
        ("access_denied",),
        "the audience or resource is the identifier of no API of this tenant; identifiers are compared letter for letter.",
        (
            Cause(
                "the audience differs from the identifier in a slash at the end, the scheme or the spelling",
                "compare it with the identifiers under Applications, APIs",
                "give the identifier as it stands there, with --audience",
                Who.YOU,
            ),
            Cause(
                "the API was not made in this tenant",
                "look at the list of APIs of the tenant in the token endpoint",
                "have it made there",
                Who.APP_OWNER,
            ),
            Cause(
                "the audience names userinfo or the management API under a custom domain",
                "see whether its host is the custom domain",
                "use the tenant's own domain in the audience",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/aws-samples/ask-around-me/issues/2",
            "https://github.com/auth0-samples/auth0-python-web-app/issues/18",
            "https://github.com/LawJolla/prisma-auth0-example/issues/2",
        ),
        words=r"^Service not found: ",
        example="Service not found: https://api.example",
    ),
    KnownError(
        "auth0-user-credentials",
        ("invalid_grant",),
        "user name or password is wrong; too many attempts block the account or the address.",
        (
            because.PASSWORD_WRONG,
            Cause(
                "the user is in another directory than the tenant's default one",
                "ask for Default Directory in the tenant's settings",
                "name the directory with fetch custom, as realm",
                Who.YOU,
            ),
        ),
        Retry.NEVER,
        ("https://github.com/auth0/react-native-auth0/issues/224",),
        words=r"^Wrong (?:email|username)\b.{0,30}\bpassword\.?$",
        example="Wrong email or password.",
        endpoints=_TOKEN,
        grants=_PASSWORDS,
        statuses=(403,),
        unverified=("the texts with username",),
    ),
    KnownError(
        "auth0-second-factor-wanted",
        ("mfa_required",),
        "a second factor is needed; the answer has an mfa_token to go on with.",
        (
            Cause(
                "a policy of the tenant asks for a second factor",
                "look for mfa_token in the answer",
                "sign in with authorization-code, or go on with Auth0's grants for a second factor",
                Who.END_USER,
            ),
        ),
        Retry.NEW_SIGN_IN,
        ("https://github.com/auth0/nextjs-auth0/pull/2480", "https://github.com/auth0/lock/issues/1348"),
        words=r"^Multifactor authentication required\.?$",
        example="Multifactor authentication required",
        endpoints=_TOKEN,
        grants=(*_PASSWORDS, REFRESH_TOKEN),
        unverified=("that code and words come together",),
    ),
    KnownError(
        "auth0-redirect-uri-not-registered",
        (),
        "the redirect URI is not among the allowed callback URLs; the page says so, and the app never hears of it.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        (
            "https://github.com/auth0/Auth0.swift/issues/182",
            "https://github.com/MudXtra/MudXThemeCreator/issues/25",
            "https://support.auth0.com/center/s/article/Callback-URL-Mismatch-Error-Is-Not-in-the-List-of-Allowed-Callback-URLs",
        ),
        words=r"Callback URL mismatch",
        example="Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "auth0-not-possible-silently",
        ("login_required", "consent_required", "interaction_required"),
        "a sign-in without a page, with prompt=none, is not possible.",
        (
            Cause(
                "there is no session, or the browser keeps the cookies of another site from its frame",
                "look for prompt=none in the authorization request, and try it in a browser that lets such cookies through",
                "sign in with a page; for later use a refresh token or a custom domain",
                Who.YOU,
            ),
            Cause(
                "the redirect URI is on localhost, where Auth0 always asks for consent",
                "look at the host of redirect_uri",
                "use another name of this machine in development",
                Who.APP_OWNER,
            ),
            Cause(
                "a second factor is asked for",
                "look into the tenant's log for the silent sign-in that failed",
                "sign in with a page",
                Who.END_USER,
            ),
        ),
        Retry.NEW_SIGN_IN,
        ("https://github.com/auth0/lock/issues/1348",),
        words=r"^(?:Login|Consent|Multifactor authentication) required\.?$",
        example="Login required",
        endpoints=_AUTHORIZATION,
        unverified=("the first two texts",),
    ),
    KnownError(
        "auth0-device-pending",
        ("authorization_pending",),
        "the person has not finished yet; the status is 403.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_DEVICES,),
        words=r"^User has yet to authorize device code",
        example="User has yet to authorize device code.",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(403,),
    ),
    KnownError(
        "auth0-device-too-fast",
        ("slow_down",),
        "the client asks too often; the status is 429.",
        (because.DEVICE_TOO_FAST,),
        Retry.POLL,
        (_DEVICES,),
        words=r"^You are polling faster than the specified interval",
        example="You are polling faster than the specified interval of 5 seconds.",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(429,),
    ),
    KnownError(
        "auth0-device-ended",
        ("access_denied", "expired_token", "invalid_grant"),
        "the sign-in on the other device came to an end: cancelled, too late, or failed.",
        (because.USER_SAID_NO, because.DEVICE_CODE_TOO_OLD),
        Retry.NEW_SIGN_IN,
        (_DEVICES,),
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(403,),
        generic=True,
        unverified=("expired_token",),
    ),
)

PROVIDER = Provider(
    name="auth0",
    title="Auth0",
    recognise=Recognition(
        urls=(r"^https://[^/]+\.auth0\.com(?:/|$)",),
        headers=(("x-auth0-requestid", "."), ("x-auth0-l", ".")),
        bodies=(r'"error_uri"\s*:\s*"https://auth0\.com/docs',),
    ),
    # The issuer ends with a slash, and the comparison is exact.
    presets=(Preset("DOMAIN", DOMAIN, {"issuer": "https://{domain}/"}),),
    tenant="the tenant's domain, its own or a custom one",
    example="auth0:example.eu.auth0.com",
    notes=(
        Note(
            "without --audience the access token is opaque; with the identifier of an API it is a JWT for it",
            "general knowledge",
            verified=False,
        ),
        Note("a wrong code or refresh token is answered with status 403", _CODES),
        Note("the issuer ends in a slash", "general knowledge", verified=False),
        Note(
            "when rotation is switched on, the first refresh ends all older refresh tokens of that client, user and API",
            _ROTATION,
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("access token", "24 hours in the documentation's answers", _DEVICES, seconds=86400),
        Lifetime("device code", "15 minutes", _DEVICES, seconds=900),
        Lifetime(
            "refresh token of an app",
            "as the app says, up to 157788000 seconds in all and with an idle time; without rotation also without end",
            _EXPIRATION,
        ),
        Lifetime(
            "replaced refresh token",
            "0 seconds unless somebody changed it, and the last one only",
            _OVERLAP,
            seconds=0,
        ),
        Lifetime("live refresh tokens of one user and application", "about 200", _REFRESH),
    ),
    deviations=(
        Note(
            "a wrong secret comes back as access_denied, and grants are refused with status 403", _CODES, verified=False
        ),
        Note("a token request may be JSON too", "general knowledge", verified=False),
        Note(
            "scope stands in an answer only where it differs from what was asked", "general knowledge", verified=False
        ),
    ),
    sources=(_CODES, _REFRESH, _DEVICES),
)
