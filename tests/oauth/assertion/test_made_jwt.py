from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.jose.keys import certificate, key, pem, unsigned
from tests.oauth.channel import ENDPOINTS, ISSUER, TOKENS, answer, channel, refusal, sent_form
from tokencli.errors import UsageProblem
from tokencli.jose.fresh_key import make_key
from tokencli.jose.peek import peek
from tokencli.jose.verify import verify_signature
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.dpop import Dpop
from tokencli.oauth.flow import Ambient
from tokencli.oauth.grants.jwt_bearer import JwtBearer
from tokencli.oauth.server import Server
from tokencli.runtime.replay import replay

if TYPE_CHECKING:
    from tokencli.jose.peek import PeekedToken

SERVER = Server(ISSUER, ENDPOINTS)
NOW = 1_772_366_400
PEM = pem(key("RS256").private)


def _grant(**given: Any) -> JwtBearer:
    return JwtBearer(**{"key": PEM, "iss": "robot", "sub": "alice", **given})


def _sent(ambient: Ambient, server: Server = SERVER, **given: Any) -> tuple[str, PeekedToken]:
    ended = replay(_grant(**given).run(channel(ambient, server=server), CommonMembers()), [answer(TOKENS)])
    token = dict(sent_form(ended.sent[0]))["assertion"]
    return token, peek(token)


def _claims(ambient: Ambient, server: Server = SERVER, **given: Any) -> dict[str, Any]:
    claims = _sent(ambient, server, **given)[1].claims
    assert claims is not None
    return claims


def test_the_assertion_says_who_about_whom_for_whom_and_for_how_long(ambient: Ambient) -> None:
    claims = _claims(ambient)
    assert claims.pop("jti")
    assert claims == {"iss": "robot", "sub": "alice", "aud": ISSUER, "iat": NOW, "exp": NOW + 120}


def test_the_key_signs_it(ambient: Ambient) -> None:
    token, seen = _sent(ambient, kid="k1")
    assert seen.header == {"alg": "RS256", "typ": "JWT", "kid": "k1"}
    assert verify_signature(token, [key("RS256").jwk]).good


def test_where_a_proof_wants_a_nonce_the_second_try_has_an_assertion_of_its_own() -> None:
    numbers = count(1)
    ambient = Ambient(lambda: float(NOW), lambda: 0.0, lambda size: next(numbers).to_bytes(size, "big"))
    dpop = Dpop(*make_key(None, lambda size: b"\x05" * size), fresh=True)
    asked = refusal("use_dpop_nonce", 400, ("DPoP-Nonce", "n-1"))
    script = [asked, answer({**TOKENS, "token_type": "DPoP"})]
    ended = replay(_grant().run(channel(ambient, server=SERVER, dpop=dpop), CommonMembers()), script)
    sent = [peek(dict(sent_form(step))["assertion"]).claims or {} for step in ended.sent]
    assert len({claims["jti"] for claims in sent}) == 2


def test_its_audience_is_what_was_said_or_the_token_endpoint_of_a_server_without_a_name(ambient: Ambient) -> None:
    assert _claims(ambient, aud="https://login.salesforce.com")["aud"] == "https://login.salesforce.com"
    assert _claims(ambient, Server("", ENDPOINTS))["aud"] == ENDPOINTS["token_endpoint"]


def test_claims_come_from_the_file_then_from_the_line_then_from_their_own_options(ambient: Ambient) -> None:
    document = json.dumps({"iss": "file", "sub": "file", "scope": "file", "exp": NOW + 9})
    claims = _claims(ambient, iss=None, claims_file=document, claim=(("scope", "line"), ("sub", "line")), sub="own")
    assert (claims["iss"], claims["scope"], claims["sub"], claims["exp"]) == ("file", "line", "own", NOW + 9)


def test_a_claim_may_be_json_and_null_takes_one_away(ambient: Ambient) -> None:
    claims = _claims(ambient, claim=(("admin:", "true"), ("groups:", '["a"]'), ("jti:", "null"), ("n", "1")))
    assert (claims["admin"], claims["groups"], claims["n"]) == (True, ["a"], "1")
    assert "jti" not in claims


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"key": None}, "no key to make one with"),
        ({"iss": None}, "nothing says who makes one"),
        ({"claims_file": "{"}, "--claims-file: this is no JSON"),
        ({"claims_file": '{"a":' + "[" * 100_000}, "--claims-file: this is no JSON: nested too deeply"),
        ({"claim": (("a:", "[" * 100_000),)}, "what follows := is no JSON"),
        ({"claims_file": "[]"}, "a JSON object of claims is wanted"),
        ({"claim": (("a:", "b"),)}, "what follows := is no JSON"),
        ({"claim": (("a:", "NaN"),)}, "what follows := is no JSON"),
        ({"claims_file": '{"a": Infinity}'}, "this is no JSON: Infinity is no number"),
        ({"lifetime": 0.0}, "lives a second at least"),
        ({"alg": "ES256"}, "--alg ES256 does not go with this key"),
        ({"key": b"nothing"}, "neither PEM"),
    ],
)
def test_what_cannot_be_made_is_told_before_anything_is_sent(given: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageProblem, match=told):
        _grant(**given).remarks(SERVER, NOW)


def test_what_the_server_may_not_like_of_it_is_remarked_on() -> None:
    assert _grant().remarks(SERVER, NOW) == ()
    told = [one.what for one in _grant(sub=None, aud="https://other.example", lifetime=7200.0).remarks(SERVER, NOW)]
    assert len(told) == 3
    assert any("no claim sub" in one for one in told)


def test_what_a_person_made_odd_is_remarked_on() -> None:
    def told(**given: Any) -> list[str]:
        return [one.what for one in _grant(**given).remarks(SERVER, NOW)]

    assert told(claim=(("exp", "5"),)) == ["the assertion's exp is no number of seconds"]
    assert told(iss="", sub="") == ["the assertion's claim iss is empty", "the assertion's claim sub is empty"]


def test_what_says_how_one_is_made_changes_nothing_of_one_at_hand() -> None:
    at_hand = unsigned({"iss": "robot", "sub": "alice", "aud": ISSUER, "exp": NOW + 60}, "AAAA", alg="RS256")

    def told(**given: Any) -> list[str]:
        grant = JwtBearer(assertion=at_hand, **given)
        return [one.what for one in grant.remarks(SERVER, NOW)]

    assert told() == told(key=PEM, kid="k1") == []  # a key may be there for the client
    made = told(iss="x", claim=(("a", "b"),), claims_file="{}", kid="k1", lifetime=5.0)
    assert made == [
        "the assertion is at hand, so that --iss, --lifetime, --claim, --claims-file, --kid changes nothing"
    ]


def test_a_certificate_that_came_with_the_key_is_named(ambient: Ambient) -> None:
    private = key("RS256").private
    with_certificate = pem(private) + certificate(private).public_bytes(Encoding.PEM)
    assert {"x5t", "x5t#S256"} < set(_sent(ambient, key=with_certificate)[1].header)
