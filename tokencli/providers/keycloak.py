"""Keycloak and the Red Hat build of it."""

from __future__ import annotations

from tokencli.oauth.identifiers import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    JWT_BEARER,
    PASSWORD,
    REFRESH_TOKEN,
    TOKEN_EXCHANGE,
)
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition

_SOURCE = "github.com/keycloak/keycloak@008e27b services/src/main/java/org/keycloak/protocol/oidc"

_SOURCE_OF = "github.com/keycloak/keycloak"
_CODE = f"{_SOURCE_OF}@01e267d services/src/main/java/.../oidc/grants/AuthorizationCodeGrantType.java"
_PKCE = f"{_SOURCE_OF}@0042442 services/src/main/java/.../oidc/utils/PkceUtils.java"
_SECRET = f"{_SOURCE_OF}@03f1a16 services/src/main/java/.../authenticators/client/ClientIdAndSecretAuthenticator.java"
_AS_RUN = f"Keycloak 26.7.3 as it runs; {_SOURCE_OF}@26.7.3 services/src/main/java"
_CLIENT = f"{_AS_RUN}/.../authenticators/client"
_ASSERTION = f"{_AS_RUN}/.../oidc/grants/JWTAuthorizationGrantType.java"
_EXCHANGE = f"{_AS_RUN}/.../oidc/tokenexchange/StandardTokenExchangeProvider.java"
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
        name="keycloak-client-does-not-sign",
        codes=("unauthorized_client", "invalid_client"),
        meaning="the client is not one that authenticates with this kind of signed JWT; a wrong signature gets other words.",
        causes=(
            Cause(
                "the client's authenticator is another than the one for this kind of signed JWT",
                "look at Client Authenticator in Clients, the client, Credentials: unauthorized_client means that it has a secret",
                "authenticate as it is set there: --auth-method basic, secret-jwt, private-key-jwt or tls",
                Who.YOU,
            ),
            Cause(
                "the client is not in this realm, or is disabled",
                "look the client id up in the realm that the issuer names",
                "correct the realm or the client id, or enable the client",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_CLIENT}/AbstractJWTClientValidator.java",),
        words=r"^Invalid client or Invalid client credentials$",
        example="Invalid client or Invalid client credentials",
        methods=("private_key_jwt", "client_secret_jwt"),
    ),
    KnownError(
        name="keycloak-client-signs",
        codes=("invalid_client",),
        meaning="the client authenticates with a signed JWT, and the request has none.",
        causes=(
            Cause(
                "the client's authenticator is Signed JWT, and something else was sent",
                "look at Client Authenticator in Clients, the client, Credentials",
                "sign with --key; where it is Signed JWT with Client Secret, give --auth-method secret-jwt",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_CLIENT}/AbstractJWTClientValidator.java",),
        words=r"^Parameter client_assertion_type is missing$",
        example="Parameter client_assertion_type is missing",
    ),
    KnownError(
        name="keycloak-client-shows-certificate",
        codes=("invalid_client",),
        meaning="the client authenticates with its certificate, and the body of the request does not name it.",
        causes=(
            Cause(
                "the client's authenticator is X509 Certificate, and something else was sent",
                "look at Client Authenticator in Clients, the client, Credentials",
                "show its certificate with --cert and --cert-key",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_CLIENT}/X509ClientAuthenticator.java",),
        words=r"^Missing client_id parameter$",
        example="Missing client_id parameter",
    ),
    KnownError(
        name="keycloak-assertion-algorithm",
        codes=("invalid_client",),
        meaning="the client may sign with one algorithm, and the assertion is signed with another.",
        causes=(
            Cause(
                "another algorithm is set for the client",
                "look at Signature Algorithm in Clients, the client, Credentials",
                "sign with the algorithm that is set there: --alg, with a key of its kind",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_CLIENT}/AbstractJWTClientValidator.java",),
        words=r"^Invalid signature algorithm$",
        example="Invalid signature algorithm",
    ),
    KnownError(
        name="keycloak-assertion-issuer",
        codes=("invalid_grant",),
        meaning="no identity provider of the realm has the issuer of the assertion.",
        causes=(
            Cause(
                "the iss of the assertion is not letter for letter the issuer of an identity provider",
                "compare iss with the identity providers of the realm",
                "have the issuer set up as an identity provider that allows the JWT authorization grant",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_ASSERTION,),
        words=r"^No Identity Provider for provided issuer$",
        example="No Identity Provider for provided issuer",
        grants=(JWT_BEARER,),
    ),
    KnownError(
        name="keycloak-assertion-user",
        codes=("invalid_grant",),
        meaning="no user of the realm is linked to the subject of the assertion.",
        causes=(
            Cause(
                "the subject has no account that is linked to this identity provider",
                "look at Identity provider links of the user",
                "have the user linked, or sign in once through the identity provider",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_ASSERTION,),
        words=r"^User not found$",
        example="User not found",
        grants=(JWT_BEARER,),
    ),
    KnownError(
        name="keycloak-assertion-not-allowed",
        codes=("invalid_grant",),
        meaning="the client may not use the JWT authorization grant.",
        causes=(
            Cause(
                "the grant is switched off for the client",
                "look at Capability config of the client",
                "switch on the JWT authorization grant, and name the identity provider there",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_ASSERTION,),
        words=r"^JWT Authorization Grant is not supported for the requested client$",
        example="JWT Authorization Grant is not supported for the requested client",
        grants=(JWT_BEARER,),
    ),
    KnownError(
        name="keycloak-assertion-client",
        codes=("invalid_grant",),
        meaning="the assertion was issued to another client than the one that hands it in.",
        causes=(
            Cause(
                "client_id in the assertion is not the client of the request",
                "decode the assertion and compare client_id",
                "hand it in as the client that it names, or have it issued for this one",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_ASSERTION,),
        words=r"^client id in assertion : ",
        example="client id in assertion : other and client id in request header/body : app",
        grants=(JWT_BEARER,),
    ),
    KnownError(
        name="keycloak-exchange-off",
        codes=("invalid_request",),
        meaning="the client may not exchange tokens.",
        causes=(
            Cause(
                "standard token exchange is switched off for the client",
                "look at Capability config of the client",
                "switch it on",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_EXCHANGE,),
        words=r"^Standard token exchange is not enabled for the requested client$",
        example="Standard token exchange is not enabled for the requested client",
        grants=(TOKEN_EXCHANGE,),
    ),
    KnownError(
        name="keycloak-exchange-subject-type",
        codes=("invalid_request",),
        meaning="standard token exchange takes access tokens of its own realm, and no other kind.",
        causes=(
            Cause(
                "the subject token is, or is called, something else than an access token",
                "look at subject_token_type",
                "give an access token of this realm, with the type access_token; a JWT of another issuer is a grant: fetch jwt-bearer",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_EXCHANGE,),
        words=r"supports access tokens only$",
        example="Parameter 'subject_token' supports access tokens only",
        grants=(TOKEN_EXCHANGE,),
    ),
    KnownError(
        name="keycloak-exchange-subject",
        codes=("invalid_request",),
        meaning="the subject token is not, or no longer, one of this realm.",
        causes=(
            Cause(
                "the subject token has expired, was revoked, or is of another realm or another URL of the server",
                "decode it and compare iss and exp",
                "get a new one at this very issuer",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_EXCHANGE,),
        words=r"^Invalid token$",
        example="Invalid token",
        grants=(TOKEN_EXCHANGE,),
    ),
    KnownError(
        name="keycloak-exchange-requested-type",
        codes=("invalid_request",),
        meaning="standard token exchange gives access tokens and ID tokens, and refresh tokens where the client may have them.",
        causes=(
            Cause(
                "another kind of token was asked for, or a refresh token that the client may not have",
                "look at requested_token_type",
                "ask for access_token",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_EXCHANGE,),
        words=r"^requested_token_type unsupported$",
        example="requested_token_type unsupported",
        grants=(TOKEN_EXCHANGE,),
    ),
    KnownError(
        name="keycloak-exchange-not-in-audience",
        codes=("access_denied",),
        meaning="a client may exchange only tokens that were issued for it.",
        causes=(
            Cause(
                "the aud of the subject token does not name the client that exchanges it",
                "decode the subject token and look for the client id in aud",
                "have the first client's tokens carry this client as audience (an audience mapper in one of its client scopes)",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_EXCHANGE,),
        words=r"^Client is not within the token audience$",
        example="Client is not within the token audience",
        grants=(TOKEN_EXCHANGE,),
    ),
    KnownError(
        name="keycloak-audience-unknown",
        codes=("invalid_client",),
        meaning="the audience is no client of the realm; it is not the requesting client that is refused.",
        causes=(
            Cause(
                "audience is not the client id of a client in this realm",
                "compare --audience with the client ids of the realm",
                "name the client id of the API",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_EXCHANGE,),
        words=r"^Audience not found$",
        example="Audience not found",
        grants=(TOKEN_EXCHANGE,),
    ),
    KnownError(
        name="keycloak-audience-not-available",
        codes=("invalid_request",),
        meaning="the audience is a client, and no scope of the requesting client puts it into a token.",
        causes=(
            Cause(
                "neither a client scope nor a role of the user adds this audience to tokens of the client",
                "look at the client's scopes, Evaluate",
                "have a scope with an audience mapper added to the client, and ask for it with --scope",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_EXCHANGE,),
        words=r"^Requested audience not available: ",
        example="Requested audience not available: orders",
        grants=(TOKEN_EXCHANGE,),
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
    quirks=frozenset({"assertion-faults-are-named"}),
    sources=(_SOURCE,),
)
