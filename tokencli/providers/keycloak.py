"""Keycloak and the Red Hat build of it."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, CLIENT_CREDENTIALS, PASSWORD, REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition

_SOURCE = "github.com/keycloak/keycloak@008e27b services/src/main/java/org/keycloak/protocol/oidc"

_SOURCE_OF = "github.com/keycloak/keycloak"
_CODE = f"{_SOURCE_OF}@01e267d services/src/main/java/.../oidc/grants/AuthorizationCodeGrantType.java"
_PKCE = f"{_SOURCE_OF}@0042442 services/src/main/java/.../oidc/utils/PkceUtils.java"
_SECRET = f"{_SOURCE_OF}@03f1a16 services/src/main/java/.../authenticators/client/ClientIdAndSecretAuthenticator.java"
_TOKENS = f"{_SOURCE_OF} services/src/main/java/.../oidc/TokenManager.java"

_ERRORS = (
    KnownError(
        name="keycloak-client-credentials",
        codes=("unauthorized_client",),
        meaning="the client is known, and its secret is missing, wrong or expired; other servers say invalid_client here.",
        causes=(
            Cause(
                "the client secret is not the one that Keycloak has",
                "compare it with the one in Clients, the client, Credentials; form members win over the Basic header, an empty client_secret too",
                "give the current secret, in one place only",
                Who.YOU,
            ),
            Cause(
                "the client authenticates otherwise than its client authenticator wants",
                "look at Client Authenticator in the same place",
                "use the method that is set there with --auth-method",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SECRET,),
        words=r"^Invalid client or Invalid client credentials$",
        statuses=(401,),
    ),
    KnownError(
        name="keycloak-client-unknown",
        codes=("invalid_client",),
        meaning="the realm knows no such client, or it is disabled.",
        causes=(
            Cause(
                "the client is not in this realm, often because the realm in the URL is another",
                "look the client id up in the realm that the issuer names",
                "correct the realm or the client id",
                Who.YOU,
            ),
            Cause(
                "the client is disabled",
                "look at its switch in the administration console",
                "enable it",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SECRET,),
        words=r"^Invalid client or Invalid client credentials$",
    ),
    KnownError(
        name="keycloak-code-not-valid",
        codes=("invalid_grant",),
        meaning="the code is unknown, damaged or was used before; after a second use Keycloak also ends the session that the first one began.",
        causes=(
            Cause(
                "the code was used before, or was damaged on the way",
                "look for a second token request with the same code",
                "sign in again and trade each code once",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_CODE,),
        words=r"^Code not valid$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="keycloak-code-expired",
        codes=("invalid_grant",),
        meaning="the code is older than the realm allows, 60 s unless somebody changed it.",
        causes=(
            Cause(
                "more time passed between the redirect and the token request than the realm allows",
                "compare both times",
                "sign in again and trade the code at once",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_CODE,),
        words=r"^Code is expired$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="keycloak-code-of-another-client",
        codes=("invalid_grant",),
        meaning="the code was given to another client.",
        causes=(
            Cause(
                "the authorization request named another client",
                "compare client_id in both requests",
                "use one client for both requests",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_CODE,),
        words=r"^Auth error(?:: Found different client_id in clientSession)?$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="keycloak-redirect-uri",
        codes=("invalid_grant",),
        meaning="the redirect URI is not the one of the authorization request.",
        causes=(
            Cause(
                "the token request names another redirect URI than the authorization request",
                "compare both letter for letter",
                "sign in again and send the same value with --redirect-uri",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_CODE,),
        words=r"^Incorrect redirect_uri$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="keycloak-verifier-missing",
        codes=("invalid_grant",),
        meaning="the authorization request had a challenge, and this request has no verifier.",
        causes=(
            Cause(
                "the verifier of this sign-in was not sent",
                "look for code_verifier in the token request",
                "send it with --code-verifier",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_PKCE,),
        words=r"^PKCE code verifier not specified$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="keycloak-verifier-differs",
        codes=("invalid_grant",),
        meaning="the verifier is malformed or does not belong to the challenge.",
        causes=(
            Cause(
                "the verifier belongs to another sign-in",
                "make the challenge of it with tokencli make pkce --verifier and compare",
                "sign in again and keep the verifier of that sign-in",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_PKCE,),
        words=r"^PKCE verification failed",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="keycloak-refresh-token-expired",
        codes=("invalid_grant",),
        meaning="the time in the refresh token is over; it follows the idle time of the session, 30 minutes unless somebody changed it.",
        causes=(
            Cause(
                "the refresh token lay unused longer than the session may be idle",
                "decode it and read exp",
                "sign in again; for jobs that run alone ask for the scope offline_access",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_TOKENS,),
        words=r"^Token is not active$",
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        name="keycloak-session-ended",
        codes=("invalid_grant",),
        meaning="the session behind the refresh token is over, or the user is disabled.",
        causes=(
            Cause(
                "the user signed out, was idle too long or was disabled, or the server lost its sessions",
                "ask for the user's sessions in the administration console",
                "sign in again",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_TOKENS,),
        words=r"^(?:Session not active|Offline session not active|Offline user session not found|User disabled)$",
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        name="keycloak-refresh-token-reused",
        codes=("invalid_grant",),
        meaning="the realm lets a refresh token be used only so often, and afterwards the newest one fails too.",
        causes=(
            Cause(
                "an old refresh token was sent after a newer one had been given",
                "look for two runs that share one refresh token",
                "sign in again, and keep the refresh token of each answer",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_TOKENS,),
        words=r"^Maximum allowed refresh token reuse exceeded$",
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        name="keycloak-refresh-token-unreadable",
        codes=("invalid_grant",),
        meaning="this is no refresh token of this realm.",
        causes=(
            Cause(
                "something else than a refresh token was sent, or one of another realm, or the realm's keys were replaced",
                "decode it and look at typ and iss",
                "send the refresh token of this realm, or sign in again",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_TOKENS,),
        words=r"^Invalid refresh token$",
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        name="keycloak-direct-access",
        codes=("unauthorized_client",),
        meaning="the client may not use the password grant.",
        causes=(
            Cause(
                "direct access grants are switched off for the client",
                "look at Capability config of the client",
                "switch them on, or let the person sign in with authorization-code",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"^Client not allowed for direct access grants$",
        grants=(PASSWORD,),
    ),
    KnownError(
        name="keycloak-account-not-set-up",
        codes=("invalid_grant",),
        meaning="the user must do something in a browser first, such as change a password or confirm an address.",
        causes=(
            Cause(
                "the account has required actions",
                "sign in with a browser once and see what is asked",
                "do what is asked there",
                Who.END_USER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"^Account is not fully set up$",
        grants=(PASSWORD,),
    ),
    KnownError(
        name="keycloak-user-credentials",
        codes=("invalid_grant",),
        meaning="user name or password is wrong, or the account is locked for a while, which is not told apart.",
        causes=(
            Cause(
                "user name or password is wrong",
                "sign in with a browser in the same realm",
                "correct them",
                Who.END_USER,
            ),
            Cause(
                "too many attempts locked the account for a while",
                "look for the user under Attack Detection",
                "wait, or have it unlocked",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"^Invalid user credentials$",
        grants=(PASSWORD,),
    ),
    KnownError(
        name="keycloak-service-account",
        codes=("unauthorized_client",),
        meaning="the client has no service account, or is public.",
        causes=(
            Cause(
                "service accounts are switched off for the client, or it has no secret",
                "look at Capability config of the client",
                "switch on client authentication and service accounts roles",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"not (?:allowed|enabled) to retrieve service account$",
        grants=(CLIENT_CREDENTIALS,),
    ),
    KnownError(
        name="keycloak-scope",
        codes=("invalid_scope",),
        meaning="a scope is not among those of the client; the whole list is repeated.",
        causes=(
            Cause(
                "a scope is not assigned to the client",
                "compare with the default and optional client scopes",
                "leave it out, or have it assigned",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"^Invalid scopes: ",
    ),
    KnownError(
        name="keycloak-https-required",
        codes=("invalid_request",),
        meaning="the realm wants https, and the request seems to have come by http.",
        causes=(
            Cause(
                "the endpoint was asked by http, or a proxy in front does not tell the server that it was https",
                "look at the scheme of the token endpoint",
                "use https; behind a proxy have the forwarded headers passed on",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_SOURCE,),
        words=r"^HTTPS required$",
    ),
)

PROVIDER = Provider(
    name="keycloak",
    title="Keycloak",
    recognise=Recognition(urls=(r"/realms/[^/]+(?:/protocol/openid-connect/[a-z/-]+|/?)$",)),
    presets=(
        # What people paste: the whole issuer.
        Preset("ISSUER", r"(?P<url>https?://\S+/realms/[^/\s]+)/?", {"issuer": "{url}"}),
        Preset("URL/REALM", r"(?P<url>https?://[^/\s]\S*)/(?P<realm>[^/\s]+)", {"issuer": "{url}/realms/{realm}"}),
        Preset(
            "HOST/REALM",
            r"(?P<host>[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:/\S+)?)/(?P<realm>[^/\s]+)",
            {"issuer": "https://{host}/realms/{realm}"},
        ),
    ),
    tenant="the server's URL, a slash and the realm",
    example="keycloak:https://sso.example.com/myrealm",
    notes=(
        Note("up to version 16 the server's URL ends in /auth, and so it belongs before the realm", _SOURCE),
        Note("client_id and client_secret in the body win over the Basic header", _SOURCE),
        Note("a wrong client secret comes back as unauthorized_client with status 401", _SOURCE),
    ),
    errors=_ERRORS,
    lifetimes=(Lifetime("authorization code", "1 minutes", "general knowledge", seconds=60, verified=False),),
    sources=(_SOURCE,),
)
