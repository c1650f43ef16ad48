"""The issuer's keys, fetched once and once more when the signer is new to them; they verify ID tokens and signed answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.oauth.endpoints.jwks import NoKeys, fetch_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tokencli.jose.verify import Signature
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Flow

    Keys = tuple[Mapping[str, Any], ...]
    Verify = Callable[[str], Signature]


def can_verify(channel: BackChannel) -> bool:
    """Whether enough is known of the server to check what it signed: issuer, keys, and who the client is."""
    return bool(channel.server.issuer and channel.client_id and _jwks_uri(channel))


def verifier_for(channel: BackChannel, token: str) -> Flow[Verify]:
    """What checks signatures with the issuer's keys.

    Args:
        channel: The way to the server, whose keys are known (`can_verify`).
        token: The token it is wanted for; when no key fits it, the keys are fetched again.
    """
    keys = yield from keys_for(token, _jwks_uri(channel), channel.user_agent, channel.client_secret)
    return verifier(keys, channel.client_secret)


def keys_for(token: str, url: str, user_agent: str, secret: str = "") -> Flow[Keys | NoKeys]:
    """The keys of an issuer; when none fits the token, they are fetched again.

    Args:
        token: The token they are wanted for.
        url: Where they are.
        user_agent: The value of `User-Agent`.
        secret: The client secret, for the algorithms that use it as their key.
    """
    keys = yield from fetch_keys(url, user_agent)
    if is_unknown(token, keys, secret):
        # OpenID Connect Core section 10.1.1: the signer begins to use a new key; the verifier fetches the set again.
        keys = yield from fetch_keys(url, user_agent, fresh=True)
    return keys


def signature_of(channel: BackChannel, token: str) -> Flow[Signature]:
    """What becomes of checking a signature with the issuer's keys; without them it is not good.

    Args:
        channel: The way to the server.
        token: The token.
    """
    from tokencli.jose.verify import Signature

    if not can_verify(channel):
        return Signature(good=False, why="issuer, client id or keys are not known; give --issuer and --client-id")
    verify = yield from verifier_for(channel, token)
    return verify(token)


def _jwks_uri(channel: BackChannel) -> str:
    # RFC 8725 section 3.10: keys come from the validated metadata, or from the person; never from the token.
    url = channel.server.endpoints.get("jwks_uri") or channel.server.metadata.get("jwks_uri")
    return url if isinstance(url, str) else ""


def verifier(keys: Sequence[Mapping[str, Any]] | NoKeys, secret: str) -> Verify:
    """What checks signatures with keys at hand; without them none is good.

    Args:
        keys: The keys, or why there are none.
        secret: The client secret, for the algorithms that use it as their key.
    """
    from tokencli.jose.verify import Signature, verify_signature

    def verify(token: str) -> Signature:
        return (
            Signature(good=False, why=keys.why) if isinstance(keys, NoKeys) else verify_signature(token, keys, secret)
        )

    return verify


def is_unknown(token: str, keys: Sequence[Mapping[str, Any]] | NoKeys, secret: str) -> bool:
    """Whether none of the keys fits the token, so that a newer set might."""
    from tokencli.jose.peek import NotAJwt, TokenKind, peek
    from tokencli.jose.verify import verify_signature

    try:
        if isinstance(keys, NoKeys) or peek(token).kind is TokenKind.JWE:
            return False
        return verify_signature(token, keys, secret).unknown_key
    except NotAJwt:
        return False
