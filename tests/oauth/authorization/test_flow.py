"""A sign-in from the first step to the tokens, against a server made of values."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwe
from joserfc.jwk import ECKey

from tests.oauth.authorization.party import (
    ACCESS_TOKEN,
    CLIENT,
    ISSUER,
    NOW,
    Party,
    as_json,
    half_hash,
    keys,
    private_key,
    request_in,
    signed,
)
from tokencli.errors import UsageProblem
from tokencli.jose.peek import peek
from tokencli.oauth.authorization.delivery import redirected
from tokencli.oauth.authorization.pkce import challenge_of
from tokencli.oauth.authorization.response import AuthorizationRefused, NotGenuine
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import Listen, OpenBrowser
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import Response

PEM = private_key("client").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def form_of(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode()))


def test_the_port_is_bound_before_the_browser_opens_and_the_redirect_uri_names_it() -> None:
    party = Party()
    steps = party.run(party.answer(), party.tokens()).steps
    kinds = [type(step) for step in steps]
    assert kinds.index(Listen) < kinds.index(OpenBrowser)
    assert party.asked()["redirect_uri"] == "http://127.0.0.1:49152/callback"


def test_both_requests_name_the_same_redirect_uri_and_the_verifier_fits_the_challenge() -> None:
    party = Party().wanting(redirect_uri="http://localhost:8765/cb?x=1")
    ran = party.run(party.answer(), party.tokens())
    sent, asked = form_of(ran.sent[0].request.body), party.asked()
    assert sent["redirect_uri"] == asked["redirect_uri"] == "http://localhost:8765/cb?x=1"
    assert challenge_of(sent["code_verifier"], "S256") == asked["code_challenge"]
    assert asked["code_challenge_method"] == "S256"
    assert sent["code"] == "code-1"


def test_state_nonce_and_verifier_are_three_different_secrets() -> None:
    asked = Party().asked()
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert len(asked["state"]) >= 22  # 128 bits in base64url


def test_no_nonce_is_sent_where_no_id_token_was_asked_for() -> None:
    party = Party()
    party.common = CommonMembers(scope=("orders.read",))
    assert "nonce" not in party.asked()


def test_the_id_token_is_checked_against_the_nonce_that_was_sent() -> None:
    party = Party()
    ran = party.run(party.answer(), party.tokens(signed(party.id_token())), keys())
    assert isinstance(ran.outcome, TokenSet)
    assert ran.outcome.valid
    assert {"signature", "iss", "aud", "exp", "iat", "nonce", "sub"} <= {check.name for check in ran.outcome.checks}


def test_a_person_who_does_not_act_in_time_ends_the_run() -> None:
    assert Party().run(None).outcome == TimedOut(300.0)


def test_a_refusal_keeps_the_server_s_words() -> None:
    party = Party()
    refused = party.answer(code="", error="access_denied", error_description="no, thanks")
    outcome = party.run(refused).outcome
    assert isinstance(outcome, AuthorizationRefused)
    assert (outcome.error, outcome.description) == ("access_denied", "no, thanks")


def test_a_client_without_an_id_is_told_so_before_anything_happens() -> None:
    party = Party()
    channel = party.channel()
    object.__setattr__(channel, "client_id", "")
    with pytest.raises(UsageProblem, match="client id"):
        next(party.grant.run(channel, party.common))


class TestPushed:
    def test_the_whole_request_is_pushed_and_the_browser_carries_a_reference(self) -> None:
        party = Party().wanting(par=True)
        (step,) = party.steps_before_answer()
        assert request_in(step) == {"client_id": CLIENT, "request_uri": "urn:ietf:params:oauth:request_uri:1"}

    def test_it_is_pushed_unasked_where_the_server_demands_it(self) -> None:
        party = Party().telling(require_pushed_authorization_requests=True)
        assert "request_uri" in party.asked()

    def test_a_refused_push_ends_the_run_before_the_browser_opens(self) -> None:
        ran = Party().wanting(par=True).run(as_json({"error": "invalid_scope"}, 400))
        assert isinstance(ran.outcome, ErrorResponse)
        assert not [step for step in ran.steps if isinstance(step, OpenBrowser)]
        assert ran.sent[0].purpose is Purpose.PUSHED_AUTHORIZATION
        assert "code_challenge" in form_of(ran.sent[0].request.body)

    def test_an_answer_without_a_reference_is_said(self) -> None:
        outcome = Party().wanting(par=True).run(as_json({"expires_in": 60}, 201)).outcome
        assert "without request_uri" in outcome.detail


class TestRequestObject:
    def test_it_is_signed_and_holds_every_member(self) -> None:
        party = Party().wanting(request_object="signed", key=PEM, kid="c1", max_age=60, claims='{"userinfo": {}}')
        party.common = CommonMembers(scope=("openid",), resource=("https://a.example", "https://b.example"))
        asked = party.asked()
        assert set(asked) == {"client_id", "request"}
        public = private_key("client").public_key()
        claims = jwt.decode(
            asked["request"],
            public,
            ["ES256"],
            audience=ISSUER,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
        assert claims["iss"] == claims["client_id"] == CLIENT
        assert claims["max_age"] == 60
        assert claims["claims"] == {"userinfo": {}}
        assert claims["resource"] == ["https://a.example", "https://b.example"]
        assert {"response_type", "redirect_uri", "state", "nonce", "code_challenge", "exp", "nbf", "jti"} <= set(claims)
        assert jwt.get_unverified_header(asked["request"]) == {
            "alg": "ES256",
            "typ": "oauth-authz-req+jwt",
            "kid": "c1",
        }

    def test_what_openid_connect_wants_beside_it_is_sent_only_when_asked_for(self) -> None:
        asked = Party().wanting(request_object="signed", key=PEM, oidc_request_compat=True).asked()
        assert set(asked) == {"client_id", "request", "response_type", "scope"}

    def test_an_unsigned_one_says_none(self) -> None:
        asked = Party().wanting(request_object="unsigned").asked()
        assert peek(asked["request"]).algorithm == "none"
        assert asked["request"].endswith(".")

    def test_an_encrypted_one_can_be_opened_by_the_server_alone_and_holds_the_signed_one(self) -> None:
        server_key = ECKey.generate_key("P-256", {"use": "enc", "kid": "e1", "alg": "ECDH-ES"}, private=True)
        party = Party().wanting(request_object="encrypted", key=PEM)
        flow = party.grant.run(party.channel(), party.common)
        next(flow)
        flow.send(49152)
        opened = flow.send(as_json({"keys": [server_key.as_dict(private=False)]}))
        assert isinstance(opened, OpenBrowser)
        request = request_in(opened)["request"]
        assert request.count(".") == 4
        inside = jwe.decrypt_compact(request, server_key, algorithms=["ECDH-ES", "A128CBC-HS256"])
        assert inside.headers()["cty"] == "JWT"
        assert jwt.decode(inside.plaintext or b"", options={"verify_signature": False})["client_id"] == CLIENT

    @pytest.mark.parametrize("answer", [as_json({}, 500), as_json({"keys": []})])
    def test_a_server_without_a_key_for_it_is_said(self, answer: Response) -> None:
        party = Party().wanting(request_object="encrypted", key=PEM)
        flow = party.grant.run(party.channel(), party.common)
        next(flow)
        flow.send(49152)
        with pytest.raises(UsageProblem, match="encrypted"):
            flow.send(answer)

    def test_a_request_object_holds_no_other_request_object(self) -> None:
        party = Party().wanting(request_object="unsigned")
        party.common = CommonMembers(scope=("openid",), auth_param=(("request", "x"), ("request_uri", "y")))
        claims = peek(party.asked()["request"]).claims or {}
        assert not {"request", "request_uri"} & set(claims)

    def test_a_signed_one_without_a_key_is_refused(self) -> None:
        with pytest.raises(UsageProblem, match="needs a key"):
            Party().wanting(request_object="signed").asked()

    def test_an_algorithm_that_the_server_does_not_take_is_refused_with_both_sides(self) -> None:
        party = Party().telling(request_object_signing_alg_values_supported=["RS256"])
        with pytest.raises(UsageProblem, match=r"takes RS256 .*EC P-256.* only do ES256"):
            party.wanting(request_object="signed", key=PEM).asked()


class TestSignedResponse:
    @staticmethod
    def jarm(party: Party, key: str = "k1", **claims: Any) -> str:
        good = {"iss": ISSUER, "aud": CLIENT, "exp": NOW + 60, "code": "code-1", "state": party.asked()["state"]}
        return signed({name: value for name, value in {**good, **claims}.items() if value is not None}, key, "k1")

    @staticmethod
    def delivered(token: str) -> Any:
        return redirected("http://127.0.0.1:49152/callback?" + urlencode({"response": token}))

    def test_a_good_one_brings_tokens(self) -> None:
        party = Party().wanting(response_mode="jwt")
        assert party.asked()["response_mode"] == "jwt"
        outcome = party.run(self.delivered(self.jarm(party)), keys(), party.tokens()).outcome
        assert isinstance(outcome, TokenSet)

    @pytest.mark.parametrize(
        ("claims", "key", "check"),
        [
            ({"iss": "https://attacker.example"}, "k1", "iss"),
            ({"aud": "another"}, "k1", "aud"),
            ({"exp": NOW - 3600}, "k1", "exp"),
            ({"exp": None}, "k1", "exp"),
            ({}, "attacker", "signature"),
        ],
    )
    def test_one_that_fails_a_check_names_it(self, claims: dict[str, Any], key: str, check: str) -> None:
        party = Party().wanting(response_mode="query.jwt")
        outcome = party.run(self.delivered(self.jarm(party, key, **claims)), keys()).outcome
        assert isinstance(outcome, NotGenuine)
        assert [one.name for one in outcome.checks if not one.passed] == [check] or outcome.check == check

    def test_a_plain_answer_does_not_end_the_wait_for_a_signed_one(self) -> None:
        party = Party().wanting(response_mode="jwt")
        assert party.ignores(party.answer())

    def test_a_signed_refusal_is_checked_too(self) -> None:
        party = Party().wanting(response_mode="jwt")
        token = self.jarm(party, code=None, error="access_denied")
        assert isinstance(party.run(self.delivered(token), keys()).outcome, AuthorizationRefused)
        forged = self.jarm(party, "attacker", code=None, error="access_denied")
        assert isinstance(party.run(self.delivered(forged), keys()).outcome, NotGenuine)


class TestThroughTheBrowser:
    @staticmethod
    def hybrid(party: Party, **claims: Any) -> str:
        good = party.id_token(c_hash=half_hash("code-1"))
        return signed({name: value for name, value in {**good, **claims}.items() if value is not None})

    def test_a_hybrid_answer_is_checked_before_the_code_is_spent(self) -> None:
        party = Party().wanting(response_type="code id_token")
        ran = party.run(
            party.answer(id_token=self.hybrid(party)), keys(), party.tokens(signed(party.id_token())), keys()
        )
        assert isinstance(ran.outcome, TokenSet)
        assert ran.outcome.valid
        assert {"c_hash", "iss of both ID tokens", "sub of both ID tokens"} <= {one.name for one in ran.outcome.checks}

    @pytest.mark.parametrize("c_hash", [None, half_hash("another code")])
    def test_a_wrong_or_missing_c_hash_keeps_the_code_unspent(self, c_hash: str | None) -> None:
        party = Party().wanting(response_type="code id_token")
        ran = party.run(party.answer(id_token=self.hybrid(party, c_hash=c_hash)), keys())
        assert isinstance(ran.outcome, NotGenuine)
        assert "c_hash" in ran.outcome.what
        assert [step.purpose for step in ran.sent] == [Purpose.KEYS]

    def test_another_person_at_the_token_endpoint_fails_a_check(self) -> None:
        party = Party().wanting(response_type="code id_token")
        second = signed(party.id_token(sub="mallory"))
        outcome = party.run(party.answer(id_token=self.hybrid(party)), keys(), party.tokens(second), keys()).outcome
        assert not outcome.valid
        assert [one.name for one in outcome.checks if not one.passed] == ["sub of both ID tokens"]

    def test_tokens_without_a_code_need_no_token_request(self) -> None:
        party = Party().wanting(response_type="id_token token")
        token = signed(party.id_token(at_hash=half_hash(ACCESS_TOKEN)))
        answer = party.form(
            state=party.asked()["state"],
            id_token=token,
            access_token=ACCESS_TOKEN,
            token_type="Bearer",
            expires_in="60",
        )
        ran = party.run(answer, keys())
        assert isinstance(ran.outcome, TokenSet)
        assert (ran.outcome.access_token, ran.outcome.expires_in, ran.outcome.deviations) == (ACCESS_TOKEN, 60, ())
        assert [step.purpose for step in ran.sent] == [Purpose.KEYS]

    def test_an_answer_without_what_was_asked_for_is_said(self) -> None:
        party = Party().wanting(response_type="code id_token")
        outcome = party.run(party.answer()).outcome
        assert isinstance(outcome, NotGenuine)
        assert outcome.check == "id-token-missing"


def test_rich_authorization_is_asked_for_as_json_and_its_form_is_checked_first() -> None:
    details = [{"type": "account_information", "actions": ["read"]}]
    party = Party()
    party.common = CommonMembers(scope=("openid",), authorization_details=json.dumps(details))
    assert json.loads(party.asked()["authorization_details"]) == details
    party.common = CommonMembers(authorization_details='{"type": "x"}')
    with pytest.raises(UsageProblem, match="JSON array"):
        party.asked()


@pytest.mark.parametrize("text", ["[1]", "not json"])
def test_claims_that_are_no_object_are_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match="--claims"):
        Party().wanting(claims=text).asked()


def test_pkce_can_be_plain_or_switched_off() -> None:
    party = Party().wanting(pkce="plain")
    sent = form_of(party.run(party.answer(), party.tokens()).sent[0].request.body)
    assert sent["code_verifier"] == party.asked()["code_challenge"]
    party = Party().wanting(pkce="none")
    assert "code_challenge" not in party.asked()
    assert "code_verifier" not in form_of(party.run(party.answer(), party.tokens()).sent[0].request.body)


def test_an_answer_without_a_state_a_code_or_the_issuer_is_told_apart() -> None:
    party = Party()
    assert party.ignores(party.answer(state=""))
    assert party.ignores(party.answer(state="guessed"))
    twice = party.form(state=party.asked()["state"], code="code-1")
    assert party.ignores(Response(200, twice.headers, twice.body + b"&code=code-2"))
    outcome = party.run(party.answer(code="")).outcome
    assert isinstance(outcome, NotGenuine)
    assert outcome.check == "code-missing"
    other = party.run(party.answer(iss="https://attacker.example")).outcome
    assert isinstance(other, NotGenuine)
    assert other.check == "iss"
    expecting = party.telling(authorization_response_iss_parameter_supported=True)
    missing = expecting.run(expecting.answer(iss="")).outcome
    assert isinstance(missing, NotGenuine)
    assert missing.check == "iss"


def test_a_redirect_uri_on_another_machine_needs_no_listener() -> None:
    party = Party().wanting(redirect_uri="https://app.example/cb")
    ran = party.run(party.answer(), party.tokens())
    assert isinstance(ran.outcome, TokenSet)
    assert not [step for step in ran.steps if isinstance(step, Listen)]


def test_a_code_at_hand_is_traded_at_once_with_its_verifier() -> None:
    party = Party().wanting(code="code-9", code_verifier="v" * 43, redirect_uri="https://app.example/cb")
    ran = party.run(party.tokens())
    assert form_of(ran.sent[0].request.body)["code_verifier"] == "v" * 43
    assert len(ran.steps) == 1


@pytest.mark.parametrize(("verifier", "said"), [("short", 1), ("v" * 43, 0), (None, 0)])
def test_a_verifier_of_the_wrong_form_is_said(verifier: str | None, said: int) -> None:
    party = Party().wanting(code="code-9", code_verifier=verifier)
    assert len(party.grant.remarks(party.channel().server, NOW)) == said


def test_an_authorization_endpoint_keeps_its_query() -> None:
    (step,) = Party().telling(authorization_endpoint=f"{ISSUER}/authorize?tenant=a").steps_before_answer()
    assert step.url.startswith(f"{ISSUER}/authorize?tenant=a&response_type=code&")


def test_a_signed_request_may_be_pushed() -> None:
    (step,) = Party().wanting(request_object="signed", key=PEM, par=True).steps_before_answer()
    assert set(request_in(step)) == {"client_id", "request_uri"}


@pytest.mark.parametrize(("listed", "failed"), [(["ES256"], []), (["RS256", "EdDSA"], ["alg"]), (None, [])])
def test_the_algorithm_of_an_id_token_is_one_that_the_server_lists(listed: list[str] | None, failed: list[str]) -> None:
    party = Party().telling(id_token_signing_alg_values_supported=listed)
    outcome = party.run(party.answer(), party.tokens(signed(party.id_token())), keys()).outcome
    assert [check.name for check in outcome.checks if not check.passed] == failed
