"""Ory Hydra, the Ory Network, and other servers made on fosite.

A description is the sentence of the RFC for the error code, followed by a hint that tells; older versions send the hint as
a member error_hint of its own.
"""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, DEVICE_CODE, PASSWORD, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, on_page
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_FOSITE = "github.com/ory/fosite@a5f0b09"
_SOURCE = f"{_FOSITE} errors.go"
_CLIENT = f"{_FOSITE} client_authentication.go"
_CODE = f"{_FOSITE} handler/oauth2/flow_authorize_code_token.go"
_REFRESH = f"{_FOSITE} handler/oauth2/flow_refresh.go"
_PKCE = f"{_FOSITE} handler/pkce/handler.go"
_REQUESTS = f"{_FOSITE} access_request_handler.go, authorize_request_handler.go"
_MODULE = "github.com/ory/fosite v0.49.0"
_HYDRA = "github.com/ory/hydra@83127c5"

_TOKEN = (Purpose.TOKEN,)
_ASKED_FOR_A_SIGN_IN = (Purpose.AUTHORIZATION, Purpose.PUSHED_AUTHORIZATION)
_GRANT_SENTENCE = (
    "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, "
    "expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client."
)
_CLIENT_SENTENCE = (
    "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication "
    "method)."
)
_REQUEST_SENTENCE = (
    "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or "
    "is otherwise malformed."
)

_CLIENT_UNKNOWN = KnownError(
    "hydra-client-unknown",
    ("invalid_client",),
    "no client has this client id.",
    (because.CLIENT_UNKNOWN, because.OTHER_ENVIRONMENT),
    Retry.AFTER_FIX,
    (_REQUESTS,),
    words=r"The requested OAuth 2\.0 Client does not exist",
    example=f"{_CLIENT_SENTENCE} The requested OAuth 2.0 Client does not exist.",
    endpoints=_ASKED_FOR_A_SIGN_IN,
)
_REDIRECT_URI = KnownError(
    "hydra-redirect-uri-not-registered",
    ("invalid_request",),
    "the redirect URI is not among those of the client.",
    (because.REDIRECT_URI_NOT_REGISTERED,),
    Retry.AFTER_FIX,
    (_REQUESTS,),
    words=r"'redirect_uri' parameter does not match any of the OAuth 2\.0 Client's pre-registered",
    example=f"{_REQUEST_SENTENCE} The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered "
    "redirect urls.",
    endpoints=_ASKED_FOR_A_SIGN_IN,
)
_REDIRECT_URI_INSECURE = KnownError(
    "hydra-redirect-uri-is-http",
    ("invalid_request",),
    "the redirect URI has http, which is for localhost alone.",
    (
        Cause(
            "the redirect URI is http, and its host is not localhost",
            "look at redirect_uri in the authorization request; behind a proxy the application may build it with http",
            "register and send one with https, or with a host that ends in localhost",
            Who.APP_OWNER,
        ),
    ),
    Retry.AFTER_FIX,
    (_REQUESTS,),
    words=r"Redirect URL is using an insecure protocol",
    example=f"{_REQUEST_SENTENCE} Redirect URL is using an insecure protocol, http is only allowed for hosts with suffix "
    "'localhost', for example: http://myapp.localhost/.",
    endpoints=_ASKED_FOR_A_SIGN_IN,
)

ERRORS = (
    KnownError(
        "hydra-grant-not-accepted",
        ("invalid_grant",),
        "the sentence of the RFC for every grant that is not accepted; a hint behind it, where there is one, says more.",
        (
            because.CODE_USED_BEFORE,
            because.CODE_TOO_OLD,
            because.REDIRECT_URI_DIFFERS,
            because.REFRESH_TOKEN_REPLACED,
            because.REFRESH_TOKEN_TOO_OLD,
            because.CODE_OF_ANOTHER_CLIENT,
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^The provided authorization grant \(e\.g\., authorization code, resource owner credentials\)",
        example=_GRANT_SENTENCE,
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "hydra-code-used-before",
        ("invalid_grant",),
        "the code came a second time, and all tokens of the first time are revoked.",
        (because.CODE_USED_BEFORE,),
        Retry.NEW_SIGN_IN,
        (_CODE,),
        words=r"The authorization code has already been used",
        example=f"{_GRANT_SENTENCE} The authorization code has already been used.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-code-expired",
        ("invalid_grant", "token_expired"),
        "the code is older than it lives, 10 minutes unless somebody changed it; the description has the moment.",
        (because.CODE_TOO_OLD, because.CLOCK_WRONG),
        Retry.NEW_SIGN_IN,
        (_MODULE,),
        words=r"Authorize code expired at",
        example="Token expired. Authorize code expired at '2026-03-01 12:00:00 +0000 UTC'.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        "hydra-code-of-another-client",
        ("invalid_grant",),
        "the code was given to another client.",
        (because.CODE_OF_ANOTHER_CLIENT,),
        Retry.NEW_SIGN_IN,
        (_CODE,),
        words=r"Client ID from this request does not match the one from the authorize request",
        example=f"{_GRANT_SENTENCE} The OAuth 2.0 Client ID from this request does not match the one from the authorize request.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-redirect-uri-differs",
        ("invalid_grant",),
        "the redirect URI differs from that of the authorization request, or is missing.",
        (because.REDIRECT_URI_DIFFERS,),
        Retry.NEW_SIGN_IN,
        (_CODE,),
        words=r"'redirect_uri' from this request does not match the one from the authorize request",
        example=f"{_GRANT_SENTENCE} The 'redirect_uri' from this request does not match the one from the authorize request.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-grant-not-allowed",
        ("unauthorized_client", "invalid_grant"),
        "the grant is not among grant_types of the client, or a public client asked for client_credentials.",
        (because.GRANT_NOT_ALLOWED, because.CLIENT_TYPE_DIFFERS),
        Retry.AFTER_FIX,
        (_CODE, _REFRESH),
        words=r"not allowed to use (?:the )?authorization grant '",
        example="The client is not authorized to request a token using this method. The OAuth 2.0 Client is not allowed to use "
        "authorization grant 'refresh_token'.",
        statuses=(400,),
    ),
    KnownError(
        "hydra-user-credentials",
        ("invalid_grant",),
        "user name or password is wrong.",
        (because.PASSWORD_WRONG,),
        Retry.AFTER_FIX,
        (_MODULE,),
        words=r"Unable to authenticate the provided username and password",
        example=f"{_GRANT_SENTENCE} Unable to authenticate the provided username and password credentials.",
        grants=(PASSWORD,),
    ),
    KnownError(
        "hydra-refresh-token-used-before",
        ("invalid_grant", "token_inactive"),
        "a refresh token that had been replaced came back, and everything that came from it is revoked, the newest one too.",
        (because.REFRESH_TOKEN_REPLACED,),
        Retry.NEW_SIGN_IN,
        (_REFRESH,),
        words=r"The refresh token was already used",
        example=f"{_GRANT_SENTENCE} The refresh token was already used.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        "hydra-refresh-token-expired",
        ("invalid_grant", "token_expired"),
        "the refresh token is older than it lives.",
        (because.REFRESH_TOKEN_TOO_OLD,),
        Retry.NEW_SIGN_IN,
        (_REFRESH, _MODULE),
        words=r"[Rr]efresh token expired",
        example=f"{_GRANT_SENTENCE} The refresh token expired.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        "hydra-refresh-token-malformed",
        ("invalid_grant",),
        "this is no refresh token of this server, or a part of one.",
        (
            because.REFRESH_TOKEN_DAMAGED,
            because.NOT_A_REFRESH_TOKEN,
            Cause(
                "the server's system secret was replaced, and the old one was not kept beside it",
                "see whether all refresh tokens fail since the same moment",
                "have the old secret listed after the new one",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_REFRESH,),
        words=r"The refresh token is malformed or not valid",
        example=f"{_GRANT_SENTENCE} The refresh token is malformed or not valid.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-refresh-token-of-another-client",
        ("invalid_grant",),
        "the refresh token was given to another client.",
        (because.REFRESH_TOKEN_OF_ANOTHER_CLIENT,),
        Retry.AFTER_FIX,
        (_REFRESH,),
        words=r"does not match the ID during the initial token issuance",
        example=f"{_GRANT_SENTENCE} The OAuth 2.0 Client ID from this request does not match the ID during the initial token "
        "issuance.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-refresh-at-the-same-time",
        ("invalid_grant", "invalid_request", "error"),
        "two refreshes of one token met in the database; one of the few errors here that may be sent again.",
        (
            Cause(
                "several workers refresh the same token at the same moment",
                "look for two token requests within milliseconds",
                "read the stored token again and try once; let one worker refresh at a time",
                Who.YOU,
            ),
        ),
        Retry.LATER,
        (_REFRESH,),
        words=r"Failed to refresh token\b.{0,80}Please retry the request",
        example=f"{_REQUEST_SENTENCE} Failed to refresh token because of multiple concurrent requests using the same token. "
        "Please retry the request.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        "hydra-offline-access-not-granted",
        ("scope_not_granted",),
        "offline or offline_access was not granted, and without it there is no refresh.",
        (because.REFRESH_TOKEN_MISSING, because.CONSENT_MISSING),
        Retry.NEW_SIGN_IN,
        (_REFRESH,),
        words=r"Client was not granted scope ",
        example="The token was not granted the requested scope. The OAuth 2.0 Client was not granted scope offline_access and may "
        "thus not perform the 'refresh_token' authorization grant.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(403,),
    ),
    KnownError(
        "hydra-verifier-differs",
        ("invalid_grant",),
        "the verifier does not belong to the challenge.",
        (because.VERIFIER_OF_ANOTHER_SIGN_IN,),
        Retry.NEW_SIGN_IN,
        (_PKCE,),
        words=r"PKCE code challenge did not match the code verifier",
        example=f"{_GRANT_SENTENCE} The PKCE code challenge did not match the code verifier.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-verifier-malformed",
        ("invalid_grant",),
        "the verifier is missing, too short, too long, or has wrong characters; a missing one is said to be too short.",
        (because.VERIFIER_MISSING, because.VERIFIER_MALFORMED),
        Retry.NEW_SIGN_IN,
        (_PKCE,),
        words=r"PKCE code verifier (?:must|can not be longer)",
        example=f"{_GRANT_SENTENCE} The PKCE code verifier must be at least 43 characters.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-verifier-without-challenge",
        ("invalid_grant",),
        "a verifier came without a challenge before it, or the challenge was looked up before.",
        (because.VERIFIER_WITHOUT_CHALLENGE, because.CODE_USED_BEFORE),
        Retry.NEW_SIGN_IN,
        (_PKCE,),
        words=r"PKCE code verifier was provided but the code challenge was absent|Unable to find initial PKCE data",
        example=f"{_GRANT_SENTENCE} Unable to find initial PKCE data tied to this request",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-challenge-refused",
        ("invalid_request",),
        "PKCE is demanded and the challenge missing, or plain is not taken.",
        (because.CHALLENGE_MISSING, because.CHALLENGE_PLAIN),
        Retry.AFTER_FIX,
        (_PKCE, _MODULE),
        words=r"must include a '?code_challenge|use code_challenge_method=S256|code_challenge_method is not supported",
        example=f"{_REQUEST_SENTENCE} Clients must include a code_challenge when performing the authorize code flow, but it is "
        "missing.",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "hydra-client-refused",
        ("invalid_client",),
        "the sentence of the RFC; with no hint behind it, the secret is wrong or the client unknown.",
        (because.SECRET_WRONG, because.CLIENT_UNKNOWN, because.BASIC_NOT_ENCODED, because.SECRET_EXPIRED),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^Client authentication failed \(e\.g\., unknown client, no client authentication included",
        example=_CLIENT_SENTENCE,
        endpoints=(*_TOKEN, Purpose.INTROSPECTION, Purpose.REVOCATION, Purpose.PUSHED_AUTHORIZATION),
        statuses=(401,),
        generic=True,
    ),
    KnownError(
        "hydra-client-method-differs",
        ("invalid_client",),
        "the credentials came in another way than the client is registered with; the hint names both ways.",
        (because.AUTH_METHOD_DIFFERS,),
        Retry.AFTER_FIX,
        (_CLIENT,),
        words=r"Client supports client authentication method '|client only supports client authentication method '",
        example=f"{_CLIENT_SENTENCE} The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method "
        "'client_secret_post' was requested. You must configure the OAuth 2.0 client's 'token_endpoint_auth_method' value to "
        "accept 'client_secret_post'.",
        statuses=(401,),
    ),
    KnownError(
        "hydra-basic-not-encoded",
        ("invalid_request",),
        "id or secret in the Basic header is not form-encoded; a percent sign shows it, a plus sign silently becomes a space.",
        (because.BASIC_NOT_ENCODED,),
        Retry.AFTER_FIX,
        (_CLIENT,),
        words=r"in the HTTP authorization header could not be decoded from",
        example=f"{_REQUEST_SENTENCE} The client secret in the HTTP authorization header could not be decoded from "
        "'application/x-www-form-urlencoded'.",
        statuses=(400,),
    ),
    KnownError(
        "hydra-client-credentials-missing",
        ("invalid_request",),
        "neither the header nor the form has credentials.",
        (because.CREDENTIALS_MISSING,),
        Retry.AFTER_FIX,
        (_CLIENT,),
        words=r"Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body",
        example=f"{_REQUEST_SENTENCE} Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body.",
        statuses=(400,),
    ),
    KnownError(
        "hydra-assertion-refused",
        ("invalid_client", "jti_known", "invalid_request"),
        "the client assertion is not accepted; the hint names the claim, key or algorithm.",
        (because.ASSERTION_NOT_ACCEPTED, because.CLOCK_WRONG),
        Retry.AFTER_FIX,
        (_CLIENT,),
        words=r"'client_assertion'(?! was provided)|The client_assertion request parameter|Unknown client_assertion_type|the "
        r"client_assertion JSON Web Token|The jti was already used",
        example=f"{_CLIENT_SENTENCE} Claim 'iss' from 'client_assertion' must match the 'client_id' of the OAuth 2.0 Client.",
    ),
    _CLIENT_UNKNOWN,
    on_page(_CLIENT_UNKNOWN),
    _REDIRECT_URI,
    on_page(_REDIRECT_URI),
    _REDIRECT_URI_INSECURE,
    on_page(_REDIRECT_URI_INSECURE),
    KnownError(
        "hydra-state-too-short",
        ("invalid_state",),
        "state is missing, or has less than 8 characters.",
        (
            Cause(
                "state is missing or too short",
                "count the characters of state in the authorization request",
                "let it be made by tokencli, or make one of 8 characters at least",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE, _REQUESTS),
        words=r"^The state is missing or does not have enough characters",
        example="The state is missing or does not have enough characters and is therefore considered too weak. Request parameter "
        "'state' must be at least be 8 characters long to ensure sufficient entropy.",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "hydra-scope-refused",
        ("invalid_scope",),
        "the scope that the hint names is not registered for the client.",
        (because.SCOPE_NOT_ALLOWED, because.SCOPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_REFRESH, _REQUESTS),
        words=r"Client is not allowed to request scope '",
        example="The requested scope is invalid, unknown, or malformed. The OAuth 2.0 Client is not allowed to request scope "
        "'offline'.",
    ),
    KnownError(
        "hydra-audience-refused",
        ("invalid_request",),
        "the audience is not on the client's list.",
        (
            Cause(
                "the audience that was asked for is not registered for the client",
                "compare --audience with audience in the client's registration, letter for letter",
                "have it added to the client",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_REQUESTS,),
        words=r"Requested audience .{0,200} has not been whitelisted",
        example=f"{_REQUEST_SENTENCE} Requested audience 'https://api.example' has not been whitelisted by the OAuth 2.0 Client.",
    ),
    KnownError(
        "hydra-response-type-refused",
        ("unsupported_response_type", "unsupported_response_mode"),
        "response_type or response_mode is not among those of the client.",
        (because.RESPONSE_TYPE_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_REQUESTS, _MODULE),
        words=r"The client is not allowed to request response_(?:type|mode) '",
        example="The authorization server does not support obtaining a token using this method. The client is not allowed to "
        "request response_type 'token'.",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "hydra-request-unreadable",
        ("invalid_request",),
        "the request is no POST with a form.",
        (because.NOT_A_POST, because.NOT_A_FORM, because.PARAMETER_MISSING),
        Retry.AFTER_FIX,
        (_REQUESTS,),
        words=r"HTTP method is '\w+',? (?:but )?expected|The POST body can not be empty|Unable to parse HTTP body|'grant_type' is "
        r"missing",
        example=f"{_REQUEST_SENTENCE} HTTP method is 'GET', expected 'POST'.",
        statuses=(400,),
    ),
    KnownError(
        "hydra-sign-in-not-finished",
        ("login_required", "consent_required", "access_denied", "request_forbidden"),
        "sign-in or consent could not be finished silently, or was sent again with the back button.",
        (
            because.SIGN_IN_LOST,
            Cause(
                "prompt is none, and nobody is signed in",
                "look for prompt in the authorization request",
                "leave --prompt none out",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_HYDRA,),
        words=r"Prompt 'none' was requested, but no existing|verifier has already been used",
        example="The Authorization Server requires End-User authentication. Prompt 'none' was requested, but no existing login "
        "session was found.",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "hydra-device-pending",
        ("authorization_pending",),
        "the person has not finished; this is no failure.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_SOURCE,),
        words=r"^The authorization request is still pending as the end user hasn't yet completed",
        example="The authorization request is still pending as the end user hasn't yet completed the user-interaction steps.",
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-device-too-fast",
        ("slow_down",),
        "requests came closer together than the interval.",
        (because.DEVICE_TOO_FAST,),
        Retry.POLL,
        (_SOURCE,),
        words=r"^The authorization request was rate-limited",
        example="The authorization request was rate-limited to prevent system overload.",
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-device-code-expired",
        ("expired_token",),
        "the device code is older than it lives.",
        (because.DEVICE_CODE_TOO_OLD,),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^The device_code has expired",
        example="The device_code has expired, and the device authorization session has concluded.",
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "hydra-grant-type-unknown",
        ("error",),
        "nothing on the server looks after this grant_type; the code is the word error, which no RFC knows.",
        (because.GRANT_TYPE_UNKNOWN,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"The handler is not responsible for this request",
        example="The handler is not responsible for this request.",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
)

NOTES = (
    Note("id and secret in a Basic header must be form-encoded, as the RFC says", _CLIENT),
    Note("a client must authenticate in the way its token_endpoint_auth_method says", _CLIENT),
    Note("a state has 8 characters at least", _SOURCE),
)

PROVIDER = Provider(
    name="hydra",
    title="Ory Hydra",
    recognise=Recognition(
        urls=(r"\.projects\.oryapis\.com(?:/|$)", r"^https?://[^/]*\bhydra\b"),
        bodies=(
            r'"error_hint"\s*:',
            r'"error_debug"\s*:',
            r"The OAuth 2\.0 Client (?:ID from this request|is not allowed to (?:use|request)|supports client authentication)",
        ),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="hydra:https://example.projects.oryapis.com",
    notes=(
        *NOTES,
        Note("each refresh replaces the refresh token; an old one revokes all that came from it", _REFRESH),
        Note("for a refresh token ask for the scope offline or offline_access", _REFRESH),
    ),
    errors=ERRORS,
    lifetimes=(
        Lifetime("authorization code", "10 minutes, and one use", _HYDRA, seconds=600),
        Lifetime("access token", "1 hour", "general knowledge", seconds=3600, verified=False),
        Lifetime("refresh token", "30 days, and one use", "general knowledge", seconds=2592000, verified=False),
        Lifetime(
            "refresh token that was replaced",
            "no longer, unless rotation_grace_period says so, 5 minutes at most",
            _HYDRA,
        ),
    ),
    deviations=(
        Note(
            "codes that no RFC has: invalid_state, jti_known, token_inactive, scope_not_granted, request_forbidden, error",
            _SOURCE,
        ),
        Note(
            "older versions send error_hint, error_debug and status_code beside error; newer ones append the hint",
            _SOURCE,
        ),
        Note("a code that is sent twice revokes the tokens of the first time", _CODE),
        Note("a refresh that met another one may be sent again, although it is refused", _REFRESH),
    ),
    sources=(_SOURCE, _CLIENT, _CODE, _REFRESH, _PKCE, _REQUESTS, _HYDRA, _MODULE),
)
