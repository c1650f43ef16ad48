"""oidc-provider for Node.js, and the servers made on it."""

from __future__ import annotations

from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition

_SOURCE = "github.com/panva/node-oidc-provider@b95c294 lib"

_ERRORS = (
    KnownError(
        name="oidc-provider-grant-invalid",
        codes=("invalid_grant",),
        meaning="one sentence for every code, refresh token, verifier, redirect URI or client that does not fit.",
        causes=(
            Cause(
                "the code or refresh token was used before, is too old or belongs to another request",
                "the server's grant.error event has the reason",
                "sign in again",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(f"{_SOURCE}/helpers/errors.js",),
        words=r"^grant request is invalid$",
        generic=True,
    ),
    KnownError(
        name="oidc-provider-client-refused",
        codes=("invalid_client",),
        meaning="the client is unknown, its secret wrong, or its method not the registered one.",
        causes=(
            Cause(
                "the client authenticates with another method than it is registered with",
                "look at token_endpoint_auth_method of the client",
                "use that method with --auth-method",
                Who.YOU,
            ),
            Cause(
                "client id or secret is wrong",
                "compare both with the registration",
                "correct them",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_SOURCE}/helpers/errors.js",),
        words=r"^client authentication failed$",
        generic=True,  # it says this of everything that is wrong with a client
    ),
    KnownError(
        name="oidc-provider-basic-encoding",
        codes=("invalid_request",),
        meaning="id and secret in the Basic header must be form-encoded.",
        causes=(
            Cause(
                "the credentials were sent as they are",
                "look for --basic-encoding raw",
                "leave it out, or set it to form",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_SOURCE}/helpers/errors.js",),
        words=r"not properly encoded$",
    ),
    KnownError(
        name="oidc-provider-grant-not-allowed",
        codes=("invalid_request",),
        meaning="the client is not registered for this grant; other servers say unauthorized_client here.",
        causes=(
            Cause(
                "the grant is not among grant_types of the client",
                "look at the client's registration",
                "have it added",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_SOURCE}/actions",),
        words=r"^requested grant type is not allowed for this client$",
    ),
    KnownError(
        name="oidc-provider-client-credentials-place",
        codes=("invalid_request",),
        meaning="credentials are missing, came twice, or came in the wrong place.",
        causes=(
            Cause(
                "the client's credentials are not in the one place that its method wants",
                "look at the Authorization header and the body of the request",
                "give one --auth-method, and no credentials with --param",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(f"{_SOURCE}/actions",),
        words=r"^(?:client authentication must only be provided using one mechanism|no client authentication mechanism provided|client_id mismatch|client_secret must be provided in the Authorization header)",
    ),
)

PROVIDER = Provider(
    name="oidc-provider",
    title="oidc-provider",
    recognise=Recognition(
        endpoints=(r"/token/introspection$", r"/token/revocation$", r"/session/end$"),
        bodies=(r'"error_description"\s*:\s*"grant request is invalid"',),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="oidc-provider:https://login.example.com",
    notes=(
        Note("the reason of a refusal stands in the server's error_detail, which is logged and never sent", _SOURCE),
        Note("a code or refresh token that is used again revokes the whole grant", _SOURCE),
    ),
    errors=_ERRORS,
    sources=(f"{_SOURCE}/helpers/errors.js", f"{_SOURCE}/actions"),
)
