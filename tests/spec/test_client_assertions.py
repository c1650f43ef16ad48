"""Printed client assertions: RFC 10070 (its signature is abbreviated there, so header and claims are compared)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.jose.keys import key
from tests.spec.published import published
from tokencli.jose.peek import peek
from tokencli.oauth.back_channel import Target
from tokencli.oauth.client_auth.private_key_jwt import PrivateKeyJwt
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

PRINTED = published("client_assertions")["rfc10070-client-auth"]


def test_the_printed_header_and_claims_are_the_ones_that_are_made(ambient: Ambient) -> None:
    pem = key("ES256").private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    claims = PRINTED["claims"]
    server = Server(claims["aud"], {"token_endpoint": "https://authz.example.net/token"})
    method = PrivateKeyJwt(client_id=claims["iss"], key=pem, kid=PRINTED["header"]["kid"])
    made = method.credentials(ambient, Target(server, "https://authz.example.net/token"))
    token = peek(dict(made.members)["client_assertion"])
    assert token.header == PRINTED["header"]
    assert token.claims is not None
    # The times are the ones of this minute, and OpenID Connect Core section 9 adds jti.
    assert set(token.claims) == {*claims, "jti"}
    assert {name: token.claims[name] for name in ("iss", "sub", "aud")} == {
        name: claims[name] for name in ("iss", "sub", "aud")
    }


def test_the_printed_signing_input_is_read_as_printed() -> None:
    token = peek(f"{PRINTED['signing_input']}.c2ln")
    assert (token.header, token.claims) == (PRINTED["header"], PRINTED["claims"])
