"""What a server encrypted to the client, wherever it stands: ID tokens, responses of the browser, introspection, UserInfo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from joserfc import jwe
from joserfc.jwk import RSAKey

from tests.oauth.authorization.party import ISSUER, NOW, Party, as_json, half_hash, keys, private_key, signed
from tokencli.jose.decrypt import Opener, PrivateKey
from tokencli.oauth.authorization.response import NotGenuine
from tokencli.oauth.inspection import fetch_userinfo, introspect_token
from tokencli.oauth.resource_request import AccessToken
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.runtime.replay import ScriptEnded, replay
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel

KEY = RSAKey.generate_key(2048)
OTHER = RSAKey.generate_key(2048)
RIGHT = Opener(lambda: PrivateKey(json.dumps(KEY.as_dict(private=True)).encode()))
WRONG = Opener(lambda: PrivateKey(json.dumps(OTHER.as_dict(private=True)).encode()))
NONE = Opener(lambda: None)
ENDPOINTS = {"introspection_endpoint": f"{ISSUER}/introspect", "userinfo_endpoint": f"{ISSUER}/userinfo"}


def encrypted(text: str) -> str:
    header = {"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256", "cty": "JWT"}
    return str(jwe.encrypt_compact(header, text, KEY, algorithms=["RSA-OAEP-256", "A128CBC-HS256"]))


class Encrypted(Party):
    """A party whose client has a key."""

    opener = RIGHT

    def channel(self) -> BackChannel:
        from dataclasses import replace

        plain = super().channel()
        server = replace(plain.server, metadata={**plain.server.metadata, **ENDPOINTS})
        return replace(plain, server=server, opener=self.opener)


def party(opener: Opener = RIGHT, **wishes: Any) -> Encrypted:
    plain = Party().wanting(**wishes) if wishes else Party()
    made = Encrypted(plain.metadata, plain.grant, plain.common)
    made.opener = opener
    return made


class TestIdToken:
    def run(self, opener: Opener, **claims: Any) -> Any:
        one = party(opener)
        token = encrypted(signed(one.id_token(**claims)))
        return one.run(one.answer(), one.tokens(token), keys()).outcome

    def test_one_that_is_opened_is_checked_as_any_other(self) -> None:
        found = self.run(RIGHT)
        assert isinstance(found, TokenSet)
        assert found.valid
        assert {"signature", "iss", "aud", "nonce"} <= {check.name for check in found.checks}
        assert not self.run(RIGHT, aud="another").valid

    @pytest.mark.parametrize(("opener", "why"), [(WRONG, "does not open it"), (NONE, "--key")])
    def test_one_that_stays_closed_is_not_taken(self, opener: Opener, why: str) -> None:
        one = party(opener)
        outcome: Any = one.run(one.answer(), one.tokens(encrypted(signed(one.id_token())))).outcome
        assert [(check.name, check.passed) for check in outcome.checks] == [("decryption", False)]
        assert why in outcome.checks[0].actual


class TestBrowser:
    def test_an_id_token_from_the_browser_is_opened_before_it_is_checked(self) -> None:
        one = party(response_type="code id_token", response_mode="form_post")
        state = one.asked()["state"]
        token = encrypted(signed(one.id_token(c_hash=half_hash("code-1"))))
        second = encrypted(signed(one.id_token()))
        delivery = one.form(code="code-1", state=state, id_token=token)
        outcome: Any = one.run(delivery, keys(), one.tokens(second), keys()).outcome
        assert outcome.valid, outcome
        assert "sub of both ID tokens" in {check.name for check in outcome.checks}

    def test_two_persons_are_told_apart_through_the_encryption(self) -> None:
        one = party(response_type="code id_token", response_mode="form_post")
        state = one.asked()["state"]
        token = encrypted(signed(one.id_token(c_hash=half_hash("code-1"))))
        second = encrypted(signed(one.id_token(sub="mallory")))
        delivery = one.form(code="code-1", state=state, id_token=token)
        outcome: Any = one.run(delivery, keys(), one.tokens(second), keys()).outcome
        assert not outcome.valid

    def test_one_that_stays_closed_ends_the_sign_in(self) -> None:
        one = party(NONE, response_type="code id_token", response_mode="form_post")
        token = encrypted(signed(one.id_token(c_hash=half_hash("code-1"))))
        delivery = one.form(code="code-1", state=one.asked()["state"], id_token=token)
        outcome = one.run(delivery).outcome
        assert isinstance(outcome, NotGenuine)
        assert "--key" in outcome.what

    def test_a_second_one_that_stays_closed_is_said_by_its_checks(self) -> None:
        one = party(response_type="code id_token", response_mode="form_post")
        token = encrypted(signed(one.id_token(c_hash=half_hash("code-1"))))
        closed = encrypted("x")[:-4] + "AAAA"
        delivery = one.form(code="code-1", state=one.asked()["state"], id_token=token)
        outcome: Any = one.run(delivery, keys(), one.tokens(closed)).outcome
        assert [check.name for check in outcome.checks if not check.passed] == ["decryption"]


class TestJarm:
    def response(self, one: Encrypted, **claims: Any) -> str:
        good = {"iss": ISSUER, "aud": "app", "exp": int(NOW) + 60, "code": "code-1", "state": one.asked()["state"]}
        return encrypted(signed({**good, **claims}))

    def test_a_response_that_is_opened_is_checked_as_any_other(self) -> None:
        one = party(response_mode="form_post.jwt")
        delivery = one.form(response=self.response(one))
        outcome: Any = one.run(delivery, keys(), one.tokens(signed(one.id_token())), keys()).outcome
        assert isinstance(outcome, TokenSet)
        assert outcome.valid

    def test_what_is_wrong_inside_is_found(self) -> None:
        one = party(response_mode="form_post.jwt")
        outcome = one.run(one.form(response=self.response(one, aud="another")), keys()).outcome
        assert isinstance(outcome, NotGenuine)

    @pytest.mark.parametrize("opener", [WRONG, NONE])
    def test_one_that_stays_closed_is_no_answer_to_this_request(self, opener: Opener) -> None:
        one = party(opener, response_mode="form_post.jwt")
        with pytest.raises(ScriptEnded):
            one.run(one.form(response=self.response(one)))


class TestQuestions:
    def jwt(self, claims: dict[str, Any], typ: str = "JWT") -> str:
        return jwt.encode(claims, private_key("k1"), "ES256", headers={"typ": typ, "kid": "k1"})

    def test_an_introspection_is_opened_and_checked(self) -> None:
        claims = {"iss": ISSUER, "aud": "app", "iat": NOW, "token_introspection": {"active": True}}
        kind = (("Content-Type", "application/token-introspection+jwt"),)
        answer = Response(200, kind, encrypted(self.jwt(claims, "token-introspection+jwt")).encode())
        flow = introspect_token(party().channel(), (("token", "t"),), signed=True)
        found: Any = replay(flow, [answer, as_json({"keys": [jwk_of_party()]})]).outcome
        assert (found.active, found.valid) == (True, True)
        closed: Any = replay(introspect_token(party(NONE).channel(), (("token", "t"),), signed=True), [answer]).outcome
        assert [check.name for check in closed.checks] == ["decryption"]
        assert closed.members == {}

    def test_userinfo_is_opened_and_checked(self) -> None:
        body = encrypted(self.jwt({"sub": "alice", "iss": ISSUER, "aud": "app"})).encode()
        answer = Response(200, (("Content-Type", "application/jwt"),), body)
        flow = fetch_userinfo(party().channel(), AccessToken("t"), "alice")
        found: Any = replay(flow, [answer, as_json({"keys": [jwk_of_party()]})]).outcome
        assert (found.members["sub"], found.valid) == ("alice", True)
        assert "signature" in {check.name for check in found.checks}
        closed: Any = replay(fetch_userinfo(party(WRONG).channel(), AccessToken("t"), None), [answer]).outcome
        assert (closed.members, [check.name for check in closed.checks]) == ({}, ["decryption"])

    def test_userinfo_may_be_encrypted_and_not_signed(self) -> None:
        answer = Response(200, (("Content-Type", "application/jwt"),), encrypted('{"sub": "alice"}').encode())
        found: Any = replay(fetch_userinfo(party().channel(), AccessToken("t"), "bob"), [answer]).outcome
        assert [(check.name, check.passed) for check in found.checks] == [("sub", False)]


def jwk_of_party() -> dict[str, Any]:
    from tests.oauth.authorization.party import jwk

    return jwk("k1")
