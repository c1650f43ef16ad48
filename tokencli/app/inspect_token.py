"""An encrypted token opened with the key or the secret of its client, to be looked at (RFC 7516)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.decrypt import CannotOpen, Opener, PrivateKey
from tokencli.jose.peek import NotAJwt, PeekedToken, TokenKind, peek
from tokencli.wire.json_text import JsonText, read_json

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings


@dataclass(frozen=True, slots=True)
class OpenedToken:
    """What stands in an encrypted token.

    Attributes:
        inside: The token inside; where the claims stand there bare, they with an empty header.
        encryption: The header of the encryption.
        text: The token inside as it stands there; empty where the claims stand there bare.
    """

    inside: PeekedToken
    encryption: dict[str, Any]
    text: str = ""


def open_token(token: str, settings: Settings, wiring: Wiring) -> OpenedToken:
    """Opens a token.

    Args:
        token: The token.
        settings: `key`, `key_passphrase` and `client_secret`, where they are given.
        wiring: The parts of the run.

    Raises:
        NotAJwt: It is no JWT at all.
        UsageProblem: It is not encrypted, or stays closed.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    outer = peek(token)
    if outer.kind is not TokenKind.JWE:
        raise UsageProblem("this token is not encrypted, so there is nothing to open", "leave --key out")
    secret = settings.get("client_secret")
    opener = Opener(
        lambda: _key(settings, wiring), "" if secret is None else wiring.secrets.text(secret, "client secret")
    )
    try:
        inside = opener.open(token)
    except CannotOpen as problem:
        raise UsageProblem(f"the token stays closed: {problem}") from None
    return _inside(inside, outer.header)


def _key(settings: Settings, wiring: Wiring) -> PrivateKey | None:
    reference, passphrase = settings.get("key"), settings.get("key_passphrase")
    if reference is None:
        return None
    octets = wiring.secrets.octets(reference, "key")
    return PrivateKey(octets, None if passphrase is None else wiring.secrets.text(passphrase, "key passphrase"))


def _inside(text: str, encryption: dict[str, Any]) -> OpenedToken:
    try:
        return OpenedToken(peek(text), encryption, text)
    except NotAJwt:
        claims = read_json(text.encode())
        if isinstance(claims, JsonText) and isinstance(claims.value, dict):
            bare = PeekedToken(TokenKind.JWS, {}, claims.value, 0, ("the claims are encrypted and not signed",))
            return OpenedToken(bare, encryption)
        raise UsageProblem("the token was opened, and holds neither a JWT nor claims") from None
