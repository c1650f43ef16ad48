from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.jose.keys import Key, key
from tests.oauth.authorization.party import counting_ambient
from tests.oauth.channel import ENDPOINTS, ISSUER, TARGET
from tokencli.errors import UsageProblem
from tokencli.jose.peek import PeekedToken, peek
from tokencli.jose.verify import verify_signature
from tokencli.oauth.back_channel import Target
from tokencli.oauth.client_auth.private_key_jwt import PrivateKeyJwt
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Credentials
    from tokencli.oauth.flow import Ambient

EC, RSA = key("ES256", "e1"), key("RS256", "r1")
ALG_VALUES = "token_endpoint_auth_signing_alg_values_supported"


def _pem(pair: Key) -> bytes:
    octets: bytes = pair.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return octets


def _method(pair: Key = EC, **further: Any) -> PrivateKeyJwt:
    return PrivateKeyJwt(client_id="app", key=_pem(pair), **further)


def _assertion(credentials: Credentials) -> PeekedToken:
    return peek(dict(credentials.members)["client_assertion"])


def _listing(*algorithms: str) -> Server:
    return Server(ISSUER, {}, {"issuer": ISSUER, **ENDPOINTS, ALG_VALUES: list(algorithms)})


def test_the_assertion_travels_in_the_form_with_the_id_of_the_client(ambient: Ambient) -> None:
    credentials = _method().credentials(ambient, TARGET)
    assert credentials.headers == ()
    assert [name for name, _ in credentials.members] == ["client_id", "client_assertion_type", "client_assertion"]
    assert credentials.members[0][1] == "app"
    assert credentials.members[1][1] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def test_its_claims_name_the_client_twice_the_issuer_alone_and_a_minute(ambient: Ambient) -> None:
    claims = _assertion(_method().credentials(ambient, TARGET)).claims
    assert claims is not None
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("app", "app", ISSUER)
    assert claims["exp"] - claims["iat"] == 60
    assert claims["iat"] == int(ambient.now())


def test_the_key_of_the_client_verifies_it(ambient: Ambient) -> None:
    for pair in (EC, RSA, key("Ed25519")):
        token = dict(_method(pair).credentials(ambient, TARGET).members)["client_assertion"]
        assert verify_signature(token, [pair.jwk]).good, pair.algorithm


def test_every_try_has_an_identifier_of_its_own() -> None:
    method, ambient = _method(), counting_ambient()
    first, second = (_assertion(method.credentials(ambient, TARGET)).claims or {} for _ in range(2))
    assert first["jti"] != second["jti"]


def test_the_header_says_what_kind_of_jwt_it_is_and_by_which_key(ambient: Ambient) -> None:
    assert _assertion(_method().credentials(ambient, TARGET)).header == {
        "alg": "ES256",
        "typ": "client-authentication+jwt",
    }
    named = _method(kid="16", assertion_typ="JWT").credentials(ambient, TARGET)
    assert _assertion(named).header == {"alg": "ES256", "typ": "JWT", "kid": "16"}


@pytest.mark.parametrize(
    ("wanted", "server", "audience"),
    [
        ("token-endpoint", TARGET.server, ENDPOINTS["token_endpoint"]),
        ("https://other.example", TARGET.server, "https://other.example"),
        (None, Server("", ENDPOINTS), ENDPOINTS["device_authorization_endpoint"]),
    ],
)
def test_the_audience_is_what_the_person_says_or_without_an_issuer_the_url_that_is_asked(
    ambient: Ambient, wanted: str | None, server: Server, audience: str
) -> None:
    target = Target(server, ENDPOINTS["device_authorization_endpoint"])
    claims = _assertion(_method(assertion_audience=wanted).credentials(ambient, target)).claims
    assert claims is not None
    assert claims["aud"] == audience


def test_a_key_that_can_do_nothing_the_server_takes_is_refused_beforehand_with_the_reason() -> None:
    with pytest.raises(UsageProblem) as refused:
        _method(RSA).remarks(_listing("ES256"))
    assert "the server takes ES256 for client assertions" in refused.value.what
    assert "this key (RSA)" in refused.value.what
    assert _method(EC).remarks(_listing("RS256", "ES256")) == ()


def test_the_algorithm_is_one_the_server_lists(ambient: Ambient) -> None:
    target = Target(_listing("RS512", "PS384"), ENDPOINTS["token_endpoint"])
    assert _assertion(_method(RSA).credentials(ambient, target)).algorithm == "PS384"


def test_an_audience_that_is_not_the_issuer_is_remarked_on() -> None:
    (remark,) = _method(assertion_audience="token-endpoint").remarks(TARGET.server)
    assert remark.spec == "RFC 10070"
    assert _method(assertion_audience=ISSUER).remarks(TARGET.server) == ()


def test_a_jwk_brings_its_kid_with_it(ambient: Ambient) -> None:
    from jwt.algorithms import ECAlgorithm

    jwk = {**ECAlgorithm.to_jwk(EC.private, as_dict=True), "kid": "e1"}
    method = PrivateKeyJwt(client_id="app", key=json.dumps(jwk).encode())
    assert _assertion(method.credentials(ambient, TARGET)).header["kid"] == "e1"
