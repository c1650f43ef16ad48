"""Authelia, made on a fork of fosite, as Ory Hydra is on fosite itself."""

from __future__ import annotations

from tokencli.providers import causes as because
from tokencli.providers.hydra import ERRORS
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, inherited
from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SOURCE = "github.com/authelia/oauth2-provider@1c32b90 errors.go, client_authentication.go"

# What its fork words otherwise, or does not send.
_OF_HYDRA_ALONE = (
    "code-used-before",
    "code-expired",
    "user-credentials",
    "refresh-token-used-before",
    "refresh-token-malformed",
    "refresh-at-the-same-time",
    "offline-access-not-granted",
    "client-method-differs",
    "basic-not-encoded",
    "client-credentials-missing",
    "assertion-refused",
    "redirect-uri-is-http",
    "redirect-uri-is-http-page",
    "sign-in-not-finished",
    "device-pending",
    "device-too-fast",
    "device-code-expired",
    "grant-type-unknown",
)

_ERRORS = (
    *inherited(ERRORS, "authelia", family="hydra", but=_OF_HYDRA_ALONE),
    KnownError(
        "authelia-client-not-accepted",
        ("invalid_client",),
        "one hint for every client that is not accepted; Authelia's log alone has the reason.",
        (
            Cause(
                "the client authenticates with another method than it is configured with",
                "compare where the credentials stand with token_endpoint_auth_method of the client; it is enforced",
                "use that method with --auth-method",
                Who.YOU,
            ),
            because.SECRET_WRONG,
            Cause(
                "client_secret in the configuration is the digest of another secret, or no digest at all",
                "make the digest again with authelia crypto hash and compare",
                "put the digest of the current secret there",
                Who.ADMINISTRATOR,
            ),
            because.CLIENT_UNKNOWN,
            because.BASIC_NOT_ENCODED,
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"The required credentials were not found, used an unknown method",
        example="Client authentication failed (e.g., unknown client, no client authentication included, or unsupported "
        "authentication method). The required credentials were not found, used an unknown method, could not be parsed, were "
        "otherwise malformed, or were otherwise incorrect.",
        statuses=(401,),
    ),
    KnownError(
        "authelia-challenge-plain",
        ("invalid_request",),
        "the method plain is not taken.",
        (because.CHALLENGE_PLAIN,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"server policy does not allow method 'plain'",
        example="Authorization was requested with 'code_challenge_method' value 'plain', but the authorization server policy does "
        "not allow method 'plain' and requires method 'S256'.",
        endpoints=(Purpose.AUTHORIZATION, Purpose.PUSHED_AUTHORIZATION),
    ),
    KnownError(
        "authelia-user-denied",
        ("access_denied",),
        "a policy of this client does not let this person in.",
        (
            Cause(
                "the authorization policy of the client leaves the person out",
                "let another person sign in",
                "have the authorization_policy of the client changed",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"The user was denied access to this client",
        example="The resource owner or authorization server denied the request. The user was denied access to this client.",
        endpoints=(Purpose.AUTHORIZATION,),
    ),
)

PROVIDER = Provider(
    name="authelia",
    title="Authelia",
    recognise=Recognition(
        urls=(r"/api/oidc/(?:token|authorization|device-authorization|pushed-authorization-request)$",),
        endpoints=(r"/api/oidc/token$",),
        bodies=(r"The required credentials were not found, used an unknown method",),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="authelia:https://auth.example.com",
    notes=(
        Note("a client must authenticate in the way its token_endpoint_auth_method says", _SOURCE),
        Note("the reason of a refusal stands in Authelia's log alone", _SOURCE),
    ),
    errors=_ERRORS,
    deviations=(Note("one hint stands for every client that is refused", _SOURCE),),
    sources=(_SOURCE,),
)
