"""The authorization request as a JWT: signed, encrypted besides, or unsigned for debugging (RFC 9101)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.settings import ENCRYPTED, UNSIGNED
from tokencli.oauth.endpoints.jwks import NoKeys, fetch_keys
from tokencli.wire.json_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.authorization.settings import AuthorizationSettings
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Flow
    from tokencli.wire.form import Members

LIFETIME_SECONDS = 300  # FAPI 2.0 Message Signing section 5.3.1 allows 60 minutes; a person needs minutes
_TYPE = "oauth-authz-req+jwt"  # RFC 9101 section 10.8
_AS_JSON = frozenset(
    {"claims", "authorization_details"}
)  # RFC 9101 section 4, RFC 9396 section 3: JSON keeps its types
_BESIDE = frozenset({"response_type", "scope"})


def as_request_object(channel: BackChannel, wanted: AuthorizationSettings, members: Members) -> Flow[Members]:
    """The members that remain when the request travels as a JWT.

    Args:
        channel: The way to the server.
        wanted: Kind, key and algorithm.
        members: The members of the request.

    Returns:
        `client_id` and `request`, with what OpenID Connect wants beside them where that was asked for.

    Raises:
        UsageProblem: The key is missing or does not fit, or the server's key for encryption is not to be had.
    """
    claims = _claims(channel, members)
    token = _unsecured(claims) if wanted.request_object == UNSIGNED else _signed(channel, wanted, claims)
    if wanted.request_object == ENCRYPTED:
        token = yield from _encrypted(channel, token)
    # RFC 9101 section 5: client_id is REQUIRED beside the request object, and its value MUST match the one inside.
    beside = {"client_id"} | (_BESIDE if wanted.oidc_request_compat else set())
    return (*(pair for pair in members if pair[0] in beside), ("request", token))


def _claims(channel: BackChannel, members: Members) -> dict[str, Any]:
    now = int(channel.ambient.now())
    claims: dict[str, Any] = {
        # RFC 9101 section 4: if signed, the Authorization Request Object SHOULD contain the claims iss and aud.
        "iss": channel.client_id,
        "aud": channel.server.issuer or channel.server.endpoint("authorization_endpoint"),
        "iat": now,
        "nbf": now,
        "exp": now + LIFETIME_SECONDS,
        "jti": _jti(channel),
    }
    for name, value in members:
        # RFC 9101 section 4: request and request_uri parameters MUST NOT be included in Request Objects.
        if name not in {"request", "request_uri"}:
            _add(claims, name, _typed(name, value))
    return claims


def _jti(channel: BackChannel) -> str:
    return channel.ambient.random_octets(16).hex()


def _typed(name: str, value: str) -> Any:
    # RFC 9101 section 4: numerical values are included as JSON numbers, and JSON objects keep their form.
    if name in _AS_JSON:
        return parse_json(value)
    return int(value) if name == "max_age" else value


def _add(claims: dict[str, Any], name: str, value: Any) -> None:
    before = claims.get(name)
    if before is None:
        claims[name] = value
    else:  # RFC 8707 section 2: several resource values are a JSON array
        claims[name] = [*before, value] if isinstance(before, list) else [before, value]


def _unsecured(claims: Mapping[str, Any]) -> str:
    from tokencli.jose.sign import unsecured

    return unsecured({"typ": _TYPE}, claims)


def _signed(channel: BackChannel, wanted: AuthorizationSettings, claims: Mapping[str, Any]) -> str:
    from tokencli.jose.keys import choose_algorithm, load_signing_key
    from tokencli.jose.sign import sign

    if wanted.key is None:
        raise UsageProblem("a signed request object needs a key", "give --key, or --request-object unsigned to debug")
    key = load_signing_key(wanted.key, wanted.key_passphrase, wanted.kid, wanted.alg)
    listed = channel.server.listed("request_object_signing_alg_values_supported")
    algorithm = choose_algorithm(key, wanted.alg, listed, "request objects")
    return sign({"typ": _TYPE, **({"kid": key.kid} if key.kid else {})}, claims, key, algorithm)


def _encrypted(channel: BackChannel, token: str) -> Flow[str]:
    from tokencli.jose.encrypt import choose_encryption, encrypt

    keys = yield from fetch_keys(channel.server.endpoint("jwks_uri"), channel.user_agent)
    if isinstance(keys, NoKeys):
        raise UsageProblem(f"the request object cannot be encrypted: {keys.why}")
    key, algorithm, encoding = choose_encryption(
        keys,
        channel.server.listed("request_object_encryption_alg_values_supported"),
        channel.server.listed("request_object_encryption_enc_values_supported"),
    )
    # RFC 7519 section 5.2: in the case that nested signing or encryption is employed, cty MUST be present: "JWT".
    return encrypt(token, key, {"alg": algorithm, "enc": encoding, "cty": "JWT", "typ": _TYPE})
