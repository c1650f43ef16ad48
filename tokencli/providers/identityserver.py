"""The IdentityServer family: what its members share, and what is known where nothing tells which of them answers."""

from __future__ import annotations

from tokencli.oauth.identifiers import (
    AUTHORIZATION_CODE,
    CIBA,
    CLIENT_CREDENTIALS,
    DEVICE_CODE,
    PASSWORD,
    REFRESH_TOKEN,
)
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, on_page
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SOURCE_3 = "github.com/IdentityServer/IdentityServer3@e6024dd source/Core/Validation/TokenRequestValidator.cs"
_OF_4 = "github.com/IdentityServer/IdentityServer4@5e40bd1 src/IdentityServer4/src"
_SOURCE_4 = f"{_OF_4}/Validation/Default/TokenRequestValidator.cs"
_AUTHORIZE_4 = f"{_OF_4}/Validation/Default/AuthorizeRequestValidator.cs"
_AUTHORIZE_2 = _AUTHORIZE_4.replace("@5e40bd1", "@00d8e09")  # version 2, with all lengths in it
_RESULT_4 = (
    "github.com/IdentityServer/IdentityServer4@311fe97 src/IdentityServer4/src/Endpoints/Results/AuthorizeResult.cs"
)
_PAGE_4 = "github.com/IdentityServer/IdentityServer4@8225fe9 src/IdentityServer4/host/Views/Shared/Error.cshtml"
_LIFETIMES_4 = "github.com/IdentityServer/IdentityServer4@05ed217 src/Storage/src/Models/Client.cs"

_TOKEN = (Purpose.TOKEN,)
_AUTHORIZATION = (Purpose.AUTHORIZATION,)
_ASKED_FOR_A_SIGN_IN = (Purpose.AUTHORIZATION, Purpose.PUSHED_AUTHORIZATION)

_SECRET_STORED_WRONG = Cause(
    "the server holds the secret as it is, where it expects its hash",
    "remember whether a new client never worked, although id and secret are those of the registration",
    "have the SHA-256 or SHA-512 of the secret stored, as base64",
    Who.ADMINISTRATOR,
)
_BASIC_READ_OTHERWISE = Cause(
    "id or secret has special characters, and the server decodes the Basic header in another way than it was made",
    "look for anything but letters, digits and - . _ ~ in them; version 3 does not decode, the later ones do",
    "use --auth-method post, or --basic-encoding raw for version 3 and form for the others",
    Who.YOU,
)
_STORE_LOST = Cause(
    "the server restarted, or another node answers, without a store that keeps its codes and refresh tokens",
    "see whether all clients failed at once",
    "have a persistent grant store set up that all nodes share",
    Who.ADMINISTRATOR,
)
_NOT_ACCEPTED = (
    because.CODE_USED_BEFORE,
    because.CODE_TOO_OLD,
    because.VERIFIER_OF_ANOTHER_SIGN_IN,
    because.VERIFIER_MISSING,
    because.VERIFIER_WITHOUT_CHALLENGE,
    because.CODE_OF_ANOTHER_CLIENT,
)

# Answers of the token endpoint that every member gives; version 3 words a few of its own.
TOKEN_ERRORS = (
    KnownError(
        "identityserver-client-refused",
        ("invalid_client",),
        "one bare answer, with status 400 and no challenge, for every client that is not accepted.",
        (
            because.SECRET_WRONG,
            because.CLIENT_UNKNOWN,
            _BASIC_READ_OTHERWISE,
            because.CREDENTIALS_MISSING,
            _SECRET_STORED_WRONG,
            because.SECRET_EXPIRED,
        ),
        Retry.AFTER_FIX,
        (_SOURCE_4, _SOURCE_3),
        words="",
        statuses=(400,),
    ),
    KnownError(
        "identityserver-code-refused",
        ("unauthorized_client",),
        "the client may not use codes, or the redirect URI is missing; in version 3, and in 4 up to 3.x, also: it differs.",
        (
            because.REDIRECT_URI_DIFFERS,
            Cause(
                "the client may not use authorization codes",
                "look at AllowedGrantTypes of the client, in version 3 at Flow",
                "have them allowed",
                Who.APP_OWNER,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE_4, "https://github.com/IdentityServer/IdentityServer4/issues/4075"),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-code-not-accepted",
        ("invalid_grant",),
        "one bare answer for every code that is not accepted; the code is spent before age, redirect URI and verifier are "
        "looked at, so it does not help to send it again.",
        (*_NOT_ACCEPTED, _STORE_LOST),
        Retry.NEW_SIGN_IN,
        (_SOURCE_4, _SOURCE_3),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-grant-not-allowed",
        ("unauthorized_client",),
        "the client is not registered for this grant.",
        (
            Cause(
                "the grant is not among those of the client",
                "look at AllowedGrantTypes of the client, in version 3 at Flow",
                "have it added, or use a grant that is there",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE_4, _SOURCE_3),
        words="",
        endpoints=(*_TOKEN, Purpose.DEVICE_AUTHORIZATION, Purpose.BACKCHANNEL_AUTHENTICATION),
        grants=(CLIENT_CREDENTIALS, PASSWORD, DEVICE_CODE, CIBA),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-grant-type-unknown",
        ("unsupported_grant_type",),
        "grant_type is missing, too long or unknown, or it is switched off for the client or on the whole server.",
        (
            because.GRANT_TYPE_UNKNOWN,
            because.GRANT_NOT_ALLOWED,
            because.NOT_A_FORM,
            Cause(
                "the grant is password or one of the server's own, and nothing on the server looks after it",
                "see whether it fails for every client",
                "have a validator for it set up, or use another grant",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE_4, _SOURCE_3),
        words="",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "identityserver-scope-refused",
        ("invalid_scope",),
        "a scope is unknown, disabled or not allowed for the client, or is one that needs a person, such as openid or "
        "offline_access, in a grant without one.",
        (
            because.SCOPE_NOT_ALLOWED,
            because.SCOPE_UNKNOWN,
            Cause(
                "the request asks for openid, profile or offline_access with client_credentials",
                "look for them in --scope",
                "leave them out: they belong to grants with a person",
                Who.YOU,
            ),
            Cause(
                "since version 4 of IdentityServer4 the API's scope must be defined by itself, beside the API",
                "see whether it began with an upgrade, and for every client",
                "have the ApiScope defined",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE_4, _SOURCE_3),
        words="",
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS, PASSWORD),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-user-refused",
        ("invalid_grant",),
        "the operator's own code that checks passwords said no, in its own words.",
        (because.PASSWORD_WRONG, because.SIGN_IN_NEEDS_MORE, because.USER_DISABLED),
        Retry.AFTER_FIX,
        (_SOURCE_4, "https://github.com/IdentityServer/IdentityServer3/issues/1887"),
        words=r".",
        example="Account locked",
        endpoints=_TOKEN,
        grants=(PASSWORD,),
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "identityserver-user-not-accepted",
        ("invalid_grant",),
        "user name or password is missing or too long, or the account is not active, and nothing more is said.",
        (because.PARAMETER_MISSING, because.PASSWORD_WRONG, because.SIGN_IN_NEEDS_MORE, because.USER_DISABLED),
        Retry.AFTER_FIX,
        (_SOURCE_4, _SOURCE_3),
        words="",
        endpoints=_TOKEN,
        grants=(PASSWORD,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-refresh-token-refused",
        ("invalid_grant",),
        "the refresh token is unknown, spent, too old, or of another client; nothing tells which.",
        (
            because.REFRESH_TOKEN_REPLACED,
            _STORE_LOST,
            because.REFRESH_TOKEN_TOO_OLD,
            because.GRANT_REVOKED,
            because.REFRESH_TOKEN_OF_ANOTHER_CLIENT,
            because.OFFLINE_ACCESS_WITHDRAWN,
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE_4, _SOURCE_3),
        words="",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-refresh-token-missing",
        ("invalid_request",),
        "no refresh token was sent; in version 3 also: the person behind it is not active any more.",
        (because.REFRESH_TOKEN_MISSING, because.USER_DISABLED),
        Retry.AFTER_FIX,
        (_SOURCE_4, _SOURCE_3),
        words="",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
)

# What came with version 4.
LATER_TOKEN_ERRORS = (
    KnownError(
        "identityserver-request-unreadable",
        ("invalid_request",),
        "the request is no POST with a form; others would say 405 or 415.",
        (because.NOT_A_FORM, because.NOT_A_POST, because.PARAMETER_MISSING),
        Retry.AFTER_FIX,
        (f"{_OF_4}/Endpoints/TokenEndpoint.cs",),
        words="",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "identityserver-code-without-scopes",
        ("invalid_request",),
        "the code is good and carries no scopes, which is a fault in the server's own data.",
        (because.SERVER_FAILED,),
        Retry.NEW_SIGN_IN,
        (_SOURCE_4,),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-user-credentials",
        ("invalid_grant",),
        "the password check that comes with the product refused the pair.",
        (because.PASSWORD_WRONG, because.SIGN_IN_NEEDS_MORE),
        Retry.AFTER_FIX,
        (_SOURCE_4,),
        words=r"^invalid_username_or_password$",
        example="invalid_username_or_password",
        endpoints=_TOKEN,
        grants=(PASSWORD,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-device-pending",
        ("authorization_pending",),
        "the person has not finished; this is no failure.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_SOURCE_4,),
        words="",
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-device-too-fast",
        ("slow_down",),
        "requests came closer together than the interval, which is 5 s unless somebody changed it.",
        (because.DEVICE_TOO_FAST,),
        Retry.POLL,
        (_SOURCE_4,),
        words="",
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-device-code-expired",
        ("expired_token",),
        "the device code is older than the client's DeviceCodeLifetime, 300 s unless somebody changed it.",
        (because.DEVICE_CODE_TOO_OLD,),
        Retry.NEW_SIGN_IN,
        (_SOURCE_4, _LIFETIMES_4),
        words="",
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-device-denied",
        ("access_denied",),
        "the person said no, or agreed to no scope at all.",
        (because.USER_SAID_NO,),
        Retry.NEW_SIGN_IN,
        (_SOURCE_4,),
        words="",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver-device-code-refused",
        ("invalid_grant",),
        "the device code is unknown, spent or of another client, or the person is not active any more.",
        (because.DEVICE_CODE_UNKNOWN, because.USER_DISABLED),
        Retry.NEW_SIGN_IN,
        (_SOURCE_4,),
        words="",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
)


# The server's own error page shows the description where its operator lets it.
_SHOWN = "Sorry, there was an error : {} {} Request Id: 0HN1G2H3J4K5L:00000001"

# What is wrong with the request that the browser brings. The server keeps the browser on a page of its own; only a pushed
# request is answered.
_SIGN_IN_ERRORS = (
    KnownError(
        "identityserver-client-unknown",
        ("unauthorized_client",),
        "the client id is unknown or disabled; a client whose settings do not pass the server's own check counts as unknown.",
        (because.CLIENT_UNKNOWN, because.CLIENT_DISABLED, because.OTHER_ENVIRONMENT),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4, "https://github.com/DuendeArchive/IdentityServer4/issues/984"),
        words=r"Unknown client or client not enabled",
        example="Unknown client or client not enabled",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-client-id-malformed",
        ("invalid_request",),
        "client_id is missing, or longer than 100 characters.",
        (because.PARAMETER_MISSING,),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Invalid client_id(?!\.| parameter)",
        example="Invalid client_id",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-redirect-uri-not-registered",
        ("invalid_request", "unauthorized_client"),
        "the redirect URI is missing, longer than 400 characters, not absolute, or not registered; letter case and a final "
        "slash count.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            Cause(
                "behind a proxy the application builds a redirect URI with http instead of https",
                "look at the scheme of redirect_uri in the authorization request",
                "have the proxy pass on that it was https, or set the URI by hand",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Invalid redirect_uri",
        example="Invalid redirect_uri",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-sign-in-scope-refused",
        ("invalid_scope", "invalid_request", "unauthorized_client"),
        "a scope is missing, unknown, disabled, or not allowed for the client.",
        (because.SCOPE_NOT_ALLOWED, because.SCOPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Invalid scope(?: for client)?(?! for)",
        example="Invalid scope",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-openid-missing",
        ("invalid_scope", "invalid_request"),
        "scopes and response_type do not fit together: openid is missing where an ID token or a scope of the person is wanted.",
        (
            Cause(
                "the scope openid is missing",
                "look at scope and response_type in the authorization request",
                "ask for it with --scope openid",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Missing openid scope|openid scope is missing|Invalid scope for response type",
        example="Identity scopes requested, but openid scope is missing",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-challenge-missing",
        ("invalid_request",),
        "the client must use PKCE, which is the default since version 4, and the challenge is missing or has the wrong length.",
        (because.CHALLENGE_MISSING,),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"code challenge required|Invalid code_challenge",
        example="code challenge required",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-challenge-plain",
        ("invalid_request",),
        "the method of the challenge is unknown, or is plain, which the client may not use unless AllowPlainTextPkce is set.",
        (because.CHALLENGE_PLAIN,),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Transform algorithm not supported",
        example="Transform algorithm not supported",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-sign-in-grant-not-allowed",
        ("unauthorized_client",),
        "response_type needs a grant that is not among AllowedGrantTypes of the client.",
        (because.RESPONSE_TYPE_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Invalid grant type for client",
        example="Invalid grant type for client",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-token-in-browser",
        ("invalid_request",),
        "an access token was to come back through the browser, and AllowAccessTokensViaBrowser of the client is off.",
        (because.RESPONSE_TYPE_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"not configured to receive access tokens via browser",
        example="Client not configured to receive access tokens via browser",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-response-type-refused",
        ("unsupported_response_type", "invalid_request"),
        "response_type or response_mode is missing, unknown, or does not go with the other.",
        (because.RESPONSE_TYPE_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Missing response_type|Response type not supported|Invalid response_(?:type|mode)",
        example="Response type not supported",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-parameter-malformed",
        ("invalid_request",),
        "the parameter that the description names is malformed or too long; a nonce must be there when an ID token comes back "
        "through the browser.",
        (because.PARAMETER_MISSING,),
        Retry.AFTER_FIX,
        (_AUTHORIZE_2,),
        words=r"Invalid (?:nonce|prompt|max_age|acr_values|login_hint|ui_locales)|Unsupported prompt mode",
        example="Invalid nonce",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "identityserver-request-object-refused",
        ("invalid_request", "invalid_request_object"),
        "a request object is demanded, malformed, or says something else than the query.",
        (
            Cause(
                "the request object is missing, is not signed with a key of the client, or contradicts the query",
                "look into the parameter request with tokencli decode, and compare client_id and response_type",
                "sign it with a registered key: --request-object signed with --key",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_AUTHORIZE_4,),
        words=r"Only one request parameter is allowed|JWT request|request_uri is too long|must use request object",
        example="Invalid JWT request",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
)

# The page without a description, as it is outside of development.
_BARE_PAGES = (
    KnownError(
        "identityserver-page-unauthorized-client",
        (),
        "the error page names the code alone; the reason stands in the server's log under the request id that it shows.",
        (
            because.CLIENT_UNKNOWN,
            because.REDIRECT_URI_NOT_REGISTERED,
            because.RESPONSE_TYPE_NOT_ALLOWED,
            because.CLIENT_DISABLED,
        ),
        Retry.AFTER_FIX,
        (_PAGE_4, "https://github.com/DuendeArchive/IdentityServer4/issues/2981", _RESULT_4),
        words=r"there was an error\s*:\s*unauthorized_client\b",
        example="Error Sorry, there was an error : unauthorized_client Request Id: 0HN1G2H3J4K5L:00000001",
        endpoints=_AUTHORIZATION,
        page=True,
        generic=True,
    ),
    KnownError(
        "identityserver-page-invalid-request",
        (),
        "the error page names the code alone; the reason stands in the server's log under the request id that it shows.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            because.CHALLENGE_MISSING,
            because.PARAMETER_MISSING,
            because.CHALLENGE_PLAIN,
        ),
        Retry.AFTER_FIX,
        (_PAGE_4, _RESULT_4),
        words=r"there was an error\s*:\s*invalid_request\b",
        example="Error Sorry, there was an error : invalid_request Request Id: 0HN1G2H3J4K5L:00000001",
        endpoints=_AUTHORIZATION,
        page=True,
        generic=True,
    ),
    KnownError(
        "identityserver-page-invalid-scope",
        (),
        "the error page names the code alone; the reason stands in the server's log under the request id that it shows.",
        (because.SCOPE_NOT_ALLOWED, because.SCOPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_PAGE_4, _RESULT_4),
        words=r"there was an error\s*:\s*invalid_scope\b",
        example="Error Sorry, there was an error : invalid_scope Request Id: 0HN1G2H3J4K5L:00000001",
        endpoints=_AUTHORIZATION,
        page=True,
        generic=True,
    ),
    KnownError(
        "identityserver-page-unsupported-response-type",
        (),
        "the error page names the code alone; the reason stands in the server's log under the request id that it shows.",
        (because.RESPONSE_TYPE_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_PAGE_4, _RESULT_4),
        words=r"there was an error\s*:\s*unsupported_response_type\b",
        example="Error Sorry, there was an error : unsupported_response_type Request Id: 0HN1G2H3J4K5L:00000001",
        endpoints=_AUTHORIZATION,
        page=True,
        generic=True,
    ),
)

# Everything from version 4 on; a product of the family takes it by `inherited`.
ERRORS = (
    *TOKEN_ERRORS,
    *LATER_TOKEN_ERRORS,
    *_SIGN_IN_ERRORS,
    *(on_page(error, _SHOWN.format(error.codes[0], error.example)) for error in _SIGN_IN_ERRORS),
    *_BARE_PAGES,
)

# What holds for every member.
NOTES = (
    Note("refusals are a bare error code; the reason stands in the server's log alone", _SOURCE_4),
    Note("--idp and --tenant are hints of its own in acr_values", _SOURCE_4),
    Note(
        "a code is spent by the first request that shows it, before redirect URI, age and verifier are looked at",
        _SOURCE_4,
    ),
)
DEVIATIONS = (
    Note("invalid_client comes with status 400 and without WWW-Authenticate, after Basic too", _SOURCE_4),
    Note("error_description is left out, but for a few errors of newer members", _SOURCE_4),
)

PROVIDER = Provider(
    name="identityserver",
    title="IdentityServer",
    recognise=Recognition(
        urls=(r"/connect/(?:token|authorize|deviceauthorization)$",),
        endpoints=(r"/connect/token$",),
        bodies=(r"Sorry, there was an error[\s\S]{0,1000}Request Id: ",),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="identityserver:https://login.example.com",
    notes=(
        *NOTES,
        Note("name identityserver3, identityserver4, open-identityserver or duende to be told more exactly", _SOURCE_3),
    ),
    errors=ERRORS,
    lifetimes=(Lifetime("authorization code", "5 minutes, in every member", _LIFETIMES_4, seconds=300),),
    deviations=DEVIATIONS,
    # Version 3, and 4 up to 3.x, answer a wrong redirect_uri with unauthorized_client.
    quirks=frozenset({"invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE_3, _SOURCE_4, _AUTHORIZE_4),
)
