"""ID tokens through the browser, where the keys of their issuer cannot be had or the token is none."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.oauth.authorization.party import Party, as_json, half_hash, keys, signed
from tokencli.oauth.authorization.delivery import redirected
from tokencli.oauth.authorization.response import NotGenuine


def test_without_keys_nothing_of_a_hybrid_answer_is_used() -> None:
    party = Party().wanting(response_type="code id_token").telling(jwks_uri="")
    ran = party.run(party.answer(id_token=signed(party.id_token(c_hash=half_hash("code-1")))))
    assert isinstance(ran.outcome, NotGenuine)
    assert "keys are not known" in ran.outcome.what
    assert ran.sent == ()


def test_what_is_no_jwt_is_no_id_token() -> None:
    party = Party().wanting(response_type="code id_token")
    outcome = party.run(party.answer(id_token="nonsense"), keys()).outcome
    assert isinstance(outcome, NotGenuine)
    assert [check.name for check in outcome.checks] == ["form"]


def test_keys_that_cannot_be_fetched_fail_the_signature() -> None:
    party = Party()
    outcome = party.run(party.answer(), party.tokens(signed(party.id_token())), as_json({}, 500)).outcome
    assert [check.name for check in outcome.checks if not check.passed] == ["signature"]


def test_an_id_token_that_is_no_jwt_fails_without_asking_for_newer_keys() -> None:
    party = Party()
    ran = party.run(party.answer(), party.tokens("a.b"), keys())
    assert not ran.outcome.valid
    assert len(ran.sent) == 2


class TestSignedResponse:
    def test_without_keys_it_is_not_believed(self) -> None:
        party = Party().wanting(response_mode="jwt").telling(jwks_uri="")
        token = signed({"state": party.asked()["state"], "code": "c"})
        answer = redirected("http://127.0.0.1:49152/callback?" + urlencode({"response": token}))
        outcome = party.run(answer).outcome
        assert isinstance(outcome, NotGenuine)
        assert "keys are not known" in outcome.what

    def test_one_that_is_no_jwt_or_is_encrypted_does_not_end_the_wait(self) -> None:
        party = Party().wanting(response_mode="jwt")
        encrypted = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0...."
        for token in ("nonsense", encrypted):
            assert party.ignores(redirected("http://127.0.0.1:49152/callback?" + urlencode({"response": token})))
