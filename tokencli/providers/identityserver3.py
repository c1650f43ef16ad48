"""IdentityServer3, on OWIN; archived, and still in use."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, CLIENT_CREDENTIALS, PASSWORD
from tokencli.providers import causes as because
from tokencli.providers.identityserver import DEVIATIONS, NOTES, TOKEN_ERRORS
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, inherited
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_OF_3 = "github.com/IdentityServer/IdentityServer3@e6024dd source/Core"
_SOURCE = f"{_OF_3}/Validation/TokenRequestValidator.cs"
_PARSER = f"{_OF_3}/Validation, its secret parsers"
_RESULT = f"{_OF_3}/Results/TokenErrorResult.cs"
_AUTHORIZE = f"{_OF_3}/Validation/AuthorizeRequestValidator.cs"
_MESSAGES = f"{_OF_3}/Resources/Messages.resx"
_LAYOUT = (
    "github.com/IdentityServer/IdentityServer3@1d0a229 source/Core/Services/DefaultViewService/PageAssets/layout.html"
)
_LIFETIMES = "github.com/IdentityServer/IdentityServer3@07254bd source/Core/Models/Client.cs"

_TOKEN = (Purpose.TOKEN,)
_AUTHORIZATION = (Purpose.AUTHORIZATION,)

_FLOW = Cause(
    "the client has another flow than this request needs; here a client has exactly one",
    "look at Flow of the client; AllowClientCredentialsOnly adds client_credentials to another one",
    "have the flow changed, or use a client of its own for this grant",
    Who.APP_OWNER,
)

ERRORS = (
    *inherited(
        TOKEN_ERRORS,
        "identityserver3",
        family="identityserver",
        but=("client-refused", "code-refused", "grant-not-allowed", "grant-type-unknown", "scope-refused"),
    ),
    KnownError(
        "identityserver3-client-refused",
        ("invalid_client",),
        "one bare answer, with status 400, for every client that is not accepted; there are no clients without a secret.",
        (
            Cause(
                "the secret was form-encoded, and this server takes Basic credentials as they are",
                "look for anything but letters, digits and - . _ ~ in id and secret",
                "use --basic-encoding raw or --auth-method post",
                Who.YOU,
            ),
            because.SECRET_WRONG,
            Cause(
                "no secret was sent, or id or secret is longer than 100 characters, which counts as none",
                "look at the request with --dry-run",
                "give the secret: a client id alone is not enough here",
                Who.YOU,
            ),
            because.CLIENT_UNKNOWN,
            Cause(
                "the server holds the secret as it is, where it expects its hash, or the secret has expired",
                "remember whether it ever worked, and until when",
                "have the SHA-256 or SHA-512 of a current secret stored, as base64",
                Who.ADMINISTRATOR,
            ),
            because.CLIENT_DISABLED,
        ),
        Retry.AFTER_FIX,
        (_SOURCE, _PARSER),
        words="",
        statuses=(400,),
    ),
    KnownError(
        "identityserver3-code-refused",
        ("unauthorized_client",),
        "the word has two meanings here: the redirect URI is not that of the authorization request, or the client may not use "
        "codes; the code is spent either way.",
        (because.REDIRECT_URI_DIFFERS, _FLOW),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver3-user-inactive",
        ("invalid_request",),
        "the code is good, and the person behind it is not active any more, or the code carries no scopes.",
        (because.USER_DISABLED, because.SERVER_FAILED),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver3-key-parameters",
        ("invalid_request",),
        "a token bound to a key was asked for with token_type=pop, and alg or key is missing or malformed.",
        (
            Cause(
                "the parameters of the key are missing or malformed",
                "look for token_type, alg and key in the token request",
                "send key as a base64url-encoded JWK, or leave token_type out",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^(?:invalid alg|key is required|invalid key)\.$",
        example="key is required.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "identityserver3-grant-not-allowed",
        ("unauthorized_client",),
        "the client has another flow than this grant needs; a client has exactly one.",
        (_FLOW,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS, PASSWORD),
        statuses=(400,),
    ),
    KnownError(
        "identityserver3-grant-type-unknown",
        ("unsupported_grant_type",),
        "grant_type is missing, too long or unknown, or it is switched off for the client or on the whole server.",
        (
            because.GRANT_TYPE_UNKNOWN,
            Cause(
                "the grant is password, and local sign-in is switched off on the server with EnableLocalLogin",
                "see whether password fails for every client",
                "have it switched on, or use another grant",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the grant is one of the server's own, and the client has not the flow Custom or not this grant in its list",
                "look at Flow and AllowedCustomGrantTypes of the client",
                "have both set",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "identityserver3-scope-refused",
        ("invalid_scope",),
        "a scope must be asked for here, and this one is missing, unknown, not allowed for the client, or needs a person.",
        (
            Cause(
                "no scope was sent, which this server demands for client_credentials and password",
                "look for scope in the token request",
                "give --scope",
                Who.YOU,
            ),
            because.SCOPE_UNKNOWN,
            because.SCOPE_NOT_ALLOWED,
            Cause(
                "the request asks for openid, profile or offline_access with client_credentials",
                "look for them in --scope",
                "leave them out: they belong to grants with a person",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS, PASSWORD),
        statuses=(400,),
    ),
    KnownError(
        "identityserver3-body-is-no-form",
        (),
        "the body of the token request is no form; the answer is JSON without the member error.",
        (because.NOT_A_FORM,),
        Retry.AFTER_FIX,
        (_SOURCE, _RESULT),
        words=r'"ErrorMessage"\s*:\s*"Unsupported Media Type"',
        example='{"ErrorMessage":"Unsupported Media Type"}',
        endpoints=_TOKEN,
        statuses=(415,),
        page=True,
    ),
    KnownError(
        "identityserver3-page-client-not-authorized",
        (),
        "one sentence for an unknown or disabled client, a redirect URI that is not registered, and a flow or scope that the "
        "client may not have; the server's log has the reason under the request id of the page.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            because.CLIENT_UNKNOWN,
            because.SCOPE_NOT_ALLOWED,
            _FLOW,
            because.CLIENT_DISABLED,
        ),
        Retry.AFTER_FIX,
        (_MESSAGES, _AUTHORIZE, _LAYOUT),
        words=r"The client application is not known or is not authorized",
        example="The client application is not known or is not authorized.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "identityserver3-page-request-invalid",
        (),
        "client_id or redirect_uri is missing or too long, or another parameter is malformed.",
        (because.PARAMETER_MISSING, because.PARAMETER_TWICE),
        Retry.AFTER_FIX,
        (_MESSAGES, _AUTHORIZE),
        words=r"The client application made an invalid request",
        example="The client application made an invalid request.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "identityserver3-page-scope-refused",
        (),
        "the client may not have a scope that it asks for.",
        (because.SCOPE_NOT_ALLOWED, because.SCOPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_MESSAGES, _AUTHORIZE),
        words=r"tried to access a resource it does not have access to",
        example="The client application tried to access a resource it does not have access to.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "identityserver3-page-response-type-unknown",
        (),
        "response_type or response_mode is unknown, or they do not go together.",
        (because.RESPONSE_TYPE_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_MESSAGES, _AUTHORIZE),
        words=r"The authorization server does not support the requested response type",
        example="The authorization server does not support the requested response type.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "identityserver3-page-sign-in-lost",
        (),
        "the cookie that knows which application began the sign-in is gone.",
        (
            because.SIGN_IN_LOST,
            Cause(
                "the keys that protect the server's cookies changed, or differ between its nodes",
                "see whether it happens to everybody, and comes and goes",
                "have one machine key or data protection key for all nodes",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_MESSAGES,),
        words=r"error determining which application you are signing into",
        example="There is an error determining which application you are signing into. Return to the application and try again.",
        page=True,
    ),
    KnownError(
        "identityserver3-challenge-refused",
        ("invalid_request",),
        "the client has a flow with proof keys, and the challenge is missing or its method unknown; without a method plain is "
        "meant.",
        (because.CHALLENGE_MISSING, because.CHALLENGE_PLAIN),
        Retry.AFTER_FIX,
        (_AUTHORIZE,),
        words=r"^(?:code challenge required|transform algorithm not supported)$",
        example="code challenge required",
        endpoints=_AUTHORIZATION,
    ),
    KnownError(
        "identityserver3-nonce-missing",
        ("invalid_request",),
        "scope is missing, or nonce is, which must be there when an ID token comes back through the browser.",
        (
            Cause(
                "the authorization request has no scope or no nonce",
                "look for both in it; max_age must be a number",
                "give --scope openid, and let the nonce be made by tokencli",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_AUTHORIZE,),
        words="",
        endpoints=_AUTHORIZATION,
    ),
)

LIFETIMES = (
    Lifetime("authorization code", "5 minutes, and one use", _LIFETIMES, seconds=300),
    Lifetime("access token", "1 hour", _LIFETIMES, seconds=3600),
    Lifetime(
        "refresh token", "30 days, and one use; where it slides, 15 days from each use", _LIFETIMES, seconds=2592000
    ),
)
NOTES_3 = (
    *NOTES,
    Note(
        "Basic credentials are taken as they are: --basic-encoding raw for a secret with special characters",
        _PARSER,
    ),
    Note("there are no clients without a secret", _SOURCE),
    Note("client_credentials and password need a scope", _SOURCE),
    Note("a client has one flow, and with it one kind of grant", _SOURCE),
    Note(
        "PKCE is only for clients with a flow WithProofKey; a verifier sent for another is refused: --pkce none",
        _SOURCE,
    ),
)
DEVIATIONS_3 = (
    *DEVIATIONS,
    Note(
        "a redirect_uri that differs comes back as unauthorized_client, a person no longer active as invalid_request",
        _SOURCE,
    ),
    Note("a body that is no form gets status 415 and ErrorMessage instead of error", _RESULT),
    Note("id and secret of the Basic header are not decoded", _PARSER),
)

PROVIDER = Provider(
    name="identityserver3",
    title="IdentityServer3",
    recognise=Recognition(
        endpoints=(r"/connect/(?:access|identity)tokenvalidation$",),
        bodies=(
            r'"ErrorMessage"\s*:\s*"Unsupported Media Type"',
            r"The client application (?:is not known or is not authorized|made an invalid request|tried to access)",
            r"error determining which application you are signing into",
        ),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="identityserver3:https://login.example.com/core",
    notes=NOTES_3,
    errors=ERRORS,
    lifetimes=LIFETIMES,
    deviations=DEVIATIONS_3,
    quirks=frozenset({"basic-not-decoded", "invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_SOURCE, _PARSER, _RESULT, _AUTHORIZE, _MESSAGES, _LIFETIMES),
)
