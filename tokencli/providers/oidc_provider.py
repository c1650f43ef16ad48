"""oidc-provider for Node.js, and the servers made on it."""

from __future__ import annotations

from tokencli.oauth.identifiers import CIBA, DEVICE_CODE
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, on_page
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SOURCE = "github.com/panva/node-oidc-provider@b95c294 lib"
_PACKAGE = "oidc-provider 8.5.2 on npm, lib"
_ERRORS_JS = f"{_SOURCE}/helpers/errors.js"
_CLIENT = f"{_PACKAGE}/shared/token_auth.js"
_DEFAULTS = f"{_PACKAGE}/helpers/defaults.js"

_TOKEN = (Purpose.TOKEN,)
_ASKED_FOR_A_SIGN_IN = (Purpose.AUTHORIZATION, Purpose.PUSHED_AUTHORIZATION)
_ASKED_DEVICES = (DEVICE_CODE, CIBA)

_CLIENT_UNKNOWN = KnownError(
    "oidc-provider-client-unknown",
    ("invalid_client",),
    "the server has no client with this client id.",
    (because.CLIENT_UNKNOWN, because.OTHER_ENVIRONMENT),
    Retry.AFTER_FIX,
    (_ERRORS_JS,),
    words=r"\bclient is invalid\b",
    example="client is invalid",
    statuses=(400,),
)
_REDIRECT_URI = KnownError(
    "oidc-provider-redirect-uri-not-registered",
    ("invalid_redirect_uri",),
    "the redirect URI is not among those of the client; the code is one that no RFC has for this.",
    (because.REDIRECT_URI_NOT_REGISTERED,),
    Retry.AFTER_FIX,
    (_ERRORS_JS,),
    words=r"redirect_uri did not match any of the client's registered",
    example="redirect_uri did not match any of the client's registered redirect_uris",
    endpoints=_ASKED_FOR_A_SIGN_IN,
)
_PAGE = "oops! something went wrong error: {} error_description: {}"

_ERRORS = (
    KnownError(
        "oidc-provider-grant-invalid",
        ("invalid_grant",),
        "one sentence for every code, refresh token, verifier, redirect URI or client that does not fit; the server's event "
        "grant.error has the reason, such as authorization code is expired or refresh token already used.",
        (
            Cause(
                "the code or refresh token was used before, is too old or belongs to another request",
                "the server's grant.error event has the reason",
                "sign in again",
                Who.YOU,
            ),
            because.REDIRECT_URI_DIFFERS,
            because.VERIFIER_OF_ANOTHER_SIGN_IN,
            because.CODE_OF_ANOTHER_CLIENT,
            because.KEY_NOT_PROVED,
            because.SESSION_ENDED,
        ),
        Retry.NEW_SIGN_IN,
        (_ERRORS_JS,),
        words=r"^grant request is invalid$",
        example="grant request is invalid",
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "oidc-provider-client-refused",
        ("invalid_client",),
        "the client is unknown, its secret wrong, or its method not the registered one.",
        (
            because.AUTH_METHOD_DIFFERS,
            because.SECRET_WRONG,
            because.CLIENT_UNKNOWN,
            because.ASSERTION_NOT_ACCEPTED,
        ),
        Retry.AFTER_FIX,
        (_ERRORS_JS,),
        words=r"^client authentication failed$",
        example="client authentication failed",
        statuses=(401,),
        generic=True,  # it says this of everything that is wrong with a client
    ),
    KnownError(
        "oidc-provider-basic-encoding",
        ("invalid_request",),
        "id and secret in the Basic header must be form-encoded.",
        (
            Cause(
                "the credentials were sent as they are",
                "look for --basic-encoding raw",
                "leave it out, or set it to form",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_ERRORS_JS, _CLIENT),
        words=r"not properly encoded$",
        example="client_id and client_secret in the authorization header are not properly encoded",
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-client-credentials-place",
        ("invalid_request",),
        "credentials are missing, came twice, or came in the wrong place.",
        (
            Cause(
                "the client's credentials are not in the one place that its method wants",
                "look at the Authorization header and the body of the request",
                "give one --auth-method, and no credentials with --param",
                Who.YOU,
            ),
            because.CREDENTIALS_MISSING,
        ),
        Retry.AFTER_FIX,
        (f"{_SOURCE}/actions", _CLIENT),
        words=r"^(?:client authentication must only|no client authentication mechanism|client_id mismatch|client_secret must be "
        r"provided in the|invalid authorization header value)",
        example="client authentication must only be provided using one mechanism",
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-assertion-malformed",
        ("invalid_request",),
        "the client assertion cannot be read, or its subject is not client_id; what is wrong with its claims comes as invalid_client.",
        (because.ASSERTION_NOT_ACCEPTED,),
        Retry.AFTER_FIX,
        (_CLIENT,),
        words=r"client_assertion",
        example="invalid client_assertion format",
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-grant-not-allowed",
        ("invalid_request",),
        "the client is not registered for this grant; other servers say unauthorized_client here.",
        (
            Cause(
                "the grant is not among grant_types of the client",
                "look at the client's registration",
                "have it added",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (f"{_SOURCE}/actions",),
        words=r"^requested grant type is not allowed for this client$",
        example="requested grant type is not allowed for this client",
        endpoints=(*_TOKEN, Purpose.DEVICE_AUTHORIZATION, Purpose.BACKCHANNEL_AUTHENTICATION),
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-grant-type-unknown",
        ("unsupported_grant_type",),
        "the server offers no such grant.",
        (because.GRANT_TYPE_UNKNOWN,),
        Retry.AFTER_FIX,
        (_ERRORS_JS,),
        words=r"^unsupported grant_type requested$",
        example="unsupported grant_type requested",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    _CLIENT_UNKNOWN,
    on_page(_CLIENT_UNKNOWN, _PAGE.format("invalid_client", _CLIENT_UNKNOWN.example)),
    _REDIRECT_URI,
    on_page(_REDIRECT_URI, _PAGE.format("invalid_redirect_uri", _REDIRECT_URI.example)),
    KnownError(
        "oidc-provider-parameter-missing",
        ("invalid_request",),
        "the parameter that the description names is missing.",
        (because.PARAMETER_MISSING,),
        Retry.AFTER_FIX,
        (_ERRORS_JS, f"{_PACKAGE}/helpers/validate_presence.js"),
        words=r"^missing (?:required parameters? |one of required parameters )",
        example="missing required parameter 'code'",
    ),
    KnownError(
        "oidc-provider-parameter-twice",
        ("invalid_request",),
        "the parameter that the description names came more than once.",
        (because.PARAMETER_TWICE,),
        Retry.AFTER_FIX,
        (f"{_PACKAGE}/shared/reject_dupes.js",),
        words=r"must not be provided twice$",
        example="'scope' parameter must not be provided twice",
    ),
    KnownError(
        "oidc-provider-body-is-no-form",
        ("invalid_request",),
        "the body is no form.",
        (because.NOT_A_FORM,),
        Retry.AFTER_FIX,
        (f"{_PACKAGE}/shared/selective_body.js",),
        words=r"^(?:only application/x-www-form-urlencoded content-type|failed to parse the request body)",
        example="only application/x-www-form-urlencoded content-type bodies are supported on POST /token",
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-challenge-refused",
        ("invalid_request",),
        "PKCE is demanded and the challenge missing or malformed, or its method is not taken.",
        (because.CHALLENGE_MISSING, because.CHALLENGE_PLAIN),
        Retry.AFTER_FIX,
        (_ERRORS_JS, f"{_PACKAGE}/actions/authorization/check_pkce.js"),
        words=r"requires PKCE to be used|code_challenge(?:_method)? must be provided|value of code_challenge_method|code_challenge "
        r"contains invalid",
        example="Authorization Server policy requires PKCE to be used for this request",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "oidc-provider-pushed-request-missing",
        ("invalid_request", "invalid_request_uri"),
        "the request must be pushed first, or what was pushed is spent or too old.",
        (
            Cause(
                "the authorization request was not pushed, or its request_uri was used before",
                "look for request_uri in the authorization request, and whether the URL was opened twice",
                "start again with --par",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (f"{_PACKAGE}/actions/authorization",),
        words=r"^(?:Pushed Authorization Request must be used|request_uri is invalid, expired, or was already used)",
        example="Pushed Authorization Request must be used",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "oidc-provider-response-type-refused",
        ("unsupported_response_type", "unsupported_response_mode", "unauthorized_client", "invalid_request"),
        "response_type or response_mode is unknown, or not among those of the client.",
        (because.RESPONSE_TYPE_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_ERRORS_JS, f"{_PACKAGE}/actions/authorization"),
        words=r"^(?:unsupported response_(?:type|mode) requested|requested response_(?:type|mode) is not allowed)",
        example="requested response_type is not allowed for this client",
        endpoints=_ASKED_FOR_A_SIGN_IN,
    ),
    KnownError(
        "oidc-provider-scope-refused",
        ("invalid_scope",),
        "a scope is not allowed, or was not part of the refresh token; a member scope names it.",
        (because.SCOPE_NOT_ALLOWED, because.SCOPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_ERRORS_JS, f"{_PACKAGE}/actions/grants"),
        words=r"^(?:requested scope is not allowed|refresh token missing requested|scope contains invalid)",
        example="requested scope is not allowed",
    ),
    KnownError(
        "oidc-provider-target-refused",
        ("invalid_target",),
        "the resource is missing, unknown, or there are several where one is taken.",
        (because.TARGET_NOT_ACCEPTED,),
        Retry.AFTER_FIX,
        (_ERRORS_JS, f"{_PACKAGE}/helpers/resolve_resource.js"),
        words=r"^(?:resource indicator (?:is missing|must be)|only a single (?:resource indicator|audience) value)",
        example="resource indicator is missing, or unknown",
    ),
    KnownError(
        "oidc-provider-device-pending",
        ("authorization_pending",),
        "the person has not finished; this is no failure.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_ERRORS_JS,),
        words=r"^authorization request is still pending as the end-user",
        example="authorization request is still pending as the end-user hasn't yet completed the user interaction steps",
        grants=_ASKED_DEVICES,
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-device-too-fast",
        ("slow_down",),
        "requests came closer together than the interval.",
        (because.DEVICE_TOO_FAST,),
        Retry.POLL,
        (_ERRORS_JS,),
        words=r"^you are polling too quickly",
        example="you are polling too quickly and should back off at a reasonable rate",
        grants=_ASKED_DEVICES,
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-device-code-expired",
        ("expired_token",),
        "the device code, or the request to the person's device, is older than it lives.",
        (because.DEVICE_CODE_TOO_OLD,),
        Retry.NEW_SIGN_IN,
        (_ERRORS_JS, f"{_PACKAGE}/actions/grants"),
        words=r"^(?:device code|backchannel authentication request) is expired$",
        example="device code is expired",
        grants=_ASKED_DEVICES,
        statuses=(400,),
    ),
    KnownError(
        "oidc-provider-server-failed",
        ("server_error",),
        "something was thrown inside the server, often where accounts or stored things are looked up.",
        (because.SERVER_FAILED,),
        Retry.LATER,
        (f"{_PACKAGE}/helpers/err_out.js",),
        words=r"^oops! something went wrong$",
        example="oops! something went wrong",
    ),
)

PROVIDER = Provider(
    name="oidc-provider",
    title="oidc-provider",
    recognise=Recognition(
        endpoints=(r"/token/introspection$", r"/token/revocation$", r"/session/end$"),
        bodies=(
            r'"error_description"\s*:\s*"grant request is invalid"',
            r'"error_description"\s*:\s*"oops! something went wrong"',
            r"<title>oops! something went wrong</title>",
        ),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="oidc-provider:https://login.example.com",
    notes=(
        Note("the reason of a refusal stands in the server's error_detail, which is logged and never sent", _SOURCE),
        Note("a code or refresh token that is used again revokes the whole grant", _SOURCE),
        Note("a client must authenticate in the way its token_endpoint_auth_method says", _CLIENT),
        Note(
            "a refresh token is replaced for public clients, and for others after 70 percent of its life, for a year at most",
            _DEFAULTS,
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "1 minute, and one use", _DEFAULTS, seconds=60),
        Lifetime("access token", "1 hour, by client_credentials 10 minutes", _DEFAULTS, seconds=3600),
        Lifetime("refresh token", "14 days", _DEFAULTS, seconds=1209600),
        Lifetime("device code", "10 minutes", _DEFAULTS, seconds=600),
    ),
    deviations=(
        Note("one fixed sentence stands for every grant, and one for every client, that is refused", _ERRORS_JS),
        Note("a grant that the client may not use is invalid_request, where the RFC says unauthorized_client", _SOURCE),
        Note("invalid_redirect_uri comes at the authorization endpoint, where no RFC has it", _ERRORS_JS),
    ),
    sources=(_ERRORS_JS, f"{_SOURCE}/actions", _CLIENT, _DEFAULTS),
)
