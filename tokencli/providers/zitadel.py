"""ZITADEL, and servers made on its OpenID library for Go."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.providers import causes as because
from tokencli.providers.known_error import KnownError, Retry
from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SOURCE = "github.com/zitadel/oidc@81322d9 pkg/op"
_TOKEN = (Purpose.TOKEN,)

_ERRORS = (
    KnownError(
        "zitadel-code-not-accepted",
        ("invalid_grant", "invalid_request"),
        "the code is unknown, spent or too old; some versions call it invalid_request.",
        (because.CODE_USED_BEFORE, because.CODE_TOO_OLD, because.CODE_DAMAGED),
        Retry.NEW_SIGN_IN,
        (_SOURCE, "https://github.com/zitadel/zitadel/issues/11892"),
        words=r"^(?:invalid code$|Errors\.User\.Code\.Invalid)",
        example="invalid code",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "zitadel-redirect-uri-differs",
        ("invalid_grant",),
        "the redirect URI is not that of the authorization request.",
        (because.REDIRECT_URI_DIFFERS,),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^redirect_uri does not correspond$",
        example="redirect_uri does not correspond",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "zitadel-verifier-refused",
        ("invalid_grant", "invalid_request"),
        "the verifier is wrong, missing, or came without a challenge before it; the description says which.",
        (because.VERIFIER_OF_ANOTHER_SIGN_IN, because.VERIFIER_MISSING, because.VERIFIER_WITHOUT_CHALLENGE),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"^(?:invalid code_verifier|code_verifier (?:required|unexpectedly provided)|PKCE required)$",
        example="code_verifier unexpectedly provided",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "zitadel-client-method-differs",
        ("invalid_client",),
        "the client authenticates in another way than it is set up for, or its Basic header cannot be read.",
        (because.AUTH_METHOD_DIFFERS, because.BASIC_NOT_ENCODED),
        Retry.AFTER_FIX,
        (_SOURCE, "https://github.com/zitadel/zitadel/issues/9961"),
        words=r"^(?:invalid basic auth header|auth_method \w+ not supported|private_key_jwt not allowed)",
        example="auth_method post not supported",
    ),
    KnownError(
        "zitadel-client-refused",
        ("invalid_client",),
        "the client is unknown, or its secret wrong.",
        (because.SECRET_WRONG, because.CLIENT_UNKNOWN),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^(?:invalid client_id / client_secret|client not found)$",
        example="invalid client_id / client_secret",
    ),
    KnownError(
        "zitadel-grant-not-allowed",
        ("unauthorized_client", "unsupported_grant_type"),
        "the grant is not enabled for the application, or unknown.",
        (because.GRANT_NOT_ALLOWED, because.GRANT_TYPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r'^(?:grant_type "[^"]*" not allowed|client missing grant type |\S+ not supported$)',
        example='grant_type "password" not allowed',
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "zitadel-request-incomplete",
        ("invalid_request",),
        "the parameter that the description names is missing, or the form cannot be read.",
        (because.PARAMETER_MISSING, because.NOT_A_FORM, because.CREDENTIALS_TWICE),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^(?:(?:code|redirect_uri|refresh_token|grant_type) missing|error parsing form|client authentication must not use)",
        example="grant_type missing",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
)

PROVIDER = Provider(
    name="zitadel",
    title="ZITADEL",
    recognise=Recognition(
        urls=(r"\.zitadel\.cloud(?:[:/]|$)", r"/oauth/v2/authorize$"),
        endpoints=(r"/oauth/v2/keys$",),
        bodies=(r'"error_description"\s*:\s*"Errors\.[A-Z]\w*\.',),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="zitadel:example.zitadel.cloud",
    notes=(Note("a member parent beside error may hold the error that it came from", _SOURCE),),
    errors=_ERRORS,
    deviations=(Note("a code that is not accepted may come as invalid_request", _SOURCE),),
    sources=(_SOURCE,),
)
