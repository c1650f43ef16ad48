from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import TOKENS, answer, channel, refusal
from tokencli.jose.fresh_key import make_key
from tokencli.jose.keys import private_jwk
from tokencli.jose.peek import peek
from tokencli.jose.verify import verify_signature
from tokencli.oauth.dpop import Dpop, asks_for_nonce, challenges_for_nonce, origin, send_proven, target_uri, token_hash
from tokencli.oauth.flow import Ambient, Send
from tokencli.oauth.token_request import request_tokens
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.runtime.replay import ScriptEnded, replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response

if TYPE_CHECKING:
    from tokencli.runtime.replay import Replayed

URL = "https://as.example/token"
BOUND = {**TOKENS, "token_type": "DPoP"}
NONCE = ("DPoP-Nonce", "n-1")
CHALLENGE = ("WWW-Authenticate", 'Bearer realm="x", DPoP error="use_dpop_nonce"')


@pytest.fixture
def counting() -> Ambient:
    """A clock that stands still, and octets that never repeat."""
    numbers = count(1)
    return Ambient(lambda: 1_772_366_400.0, lambda: 0.0, lambda size: next(numbers).to_bytes(size, "big"))


@pytest.fixture
def dpop() -> Dpop:
    return Dpop(*make_key(None, lambda size: b"\x05" * size), fresh=True)


def proof_in(step: Send) -> dict[str, Any]:
    """The claims of the proof that a step sends."""
    (field,) = [value for name, value in step.request.headers if name == "DPoP"]
    return peek(field).claims or {}


def ask(ambient: Ambient, dpop: Dpop | None, *answers: Response | NoAnswer, repeatable: bool = False) -> Replayed[Any]:
    way = channel(ambient, dpop=dpop, retries=2)
    return replay(request_tokens(way, (("grant_type", "x"),), repeatable=repeatable), answers)


class TestProof:
    def test_it_is_signed_with_the_key_that_it_shows_and_shows_no_private_part(
        self, counting: Ambient, dpop: Dpop
    ) -> None:
        proof = dpop.proof("POST", URL, counting)
        header = peek(proof).header
        assert verify_signature(proof, [header["jwk"]]).good
        assert set(header["jwk"]) == {"kty", "crv", "x", "y"}

    def test_each_one_is_new(self, counting: Ambient, dpop: Dpop) -> None:
        ids = {(peek(dpop.proof("POST", URL, counting)).claims or {})["jti"] for _ in range(3)}
        assert len(ids) == 3

    def test_a_nonce_of_another_server_is_not_in_it(self, counting: Ambient, dpop: Dpop) -> None:
        dpop.learn(URL, Response(200, (NONCE,)))
        for url, nonce in ((URL, "n-1"), ("https://as.example:8443/token", None), ("https://api.example/token", None)):
            claims = peek(dpop.proof("POST", url, counting)).claims or {}
            assert claims.get("nonce") == nonce, url

    def test_the_private_key_does_not_stand_in_its_words(self, dpop: Dpop) -> None:
        assert private_jwk(dpop.key)["d"] not in repr(dpop)
        assert "PrivateKey" not in repr(dpop)

    def test_the_thumbprint_names_its_key(self, dpop: Dpop) -> None:
        other = Dpop(*make_key(None, lambda size: b"\x06" * size))
        assert len(dpop.thumbprint) == 43
        assert dpop.thumbprint != other.thumbprint


class TestTarget:
    @pytest.mark.parametrize(
        ("url", "htu"),
        [
            ("https://server.example.com/token", "https://server.example.com/token"),
            ("HTTPS://Server.Example.COM:443/token?a=b#c", "https://server.example.com/token"),
            ("http://localhost:80", "http://localhost/"),
            ("http://localhost:8080", "http://localhost:8080/"),
            ("https://a.example/%7etoken/%2f/%c3%a4", "https://a.example/~token/%2F/%C3%A4"),
            ("https://a.example/a/./b/../c", "https://a.example/a/c"),
            ("https://a.example/a/..", "https://a.example/"),
            ("https://a.example/a/.", "https://a.example/a/"),
            ("https://a.example/../..", "https://a.example/"),
            ("https://a.example/a//b/", "https://a.example/a//b/"),
            ("https://[::1]:8443/x y", "https://[::1]:8443/x%20y"),
        ],
    )
    def test_it_is_in_the_form_that_normalisation_gives_it(self, url: str, htu: str) -> None:
        assert target_uri(url) == htu

    @given(st.text(alphabet="abz/.%7Ee2F~ä", max_size=20))
    def test_what_is_normal_stays_as_it_is(self, path: str) -> None:
        once = target_uri(f"https://a.example/{path}")
        assert target_uri(once) == once

    def test_the_origin_is_scheme_host_and_port(self) -> None:
        assert origin("https://a.example:443/x") == origin("https://A.example/y?z") == "https://a.example"
        assert len({origin(one) for one in ("https://a.example", "http://a.example", "https://a.example:444")}) == 3

    def test_the_hash_is_of_the_token_alone(self) -> None:
        assert token_hash("a") != token_hash("b")
        assert len(token_hash("a")) == 43


class TestNonce:
    def test_a_challenge_is_answered_once_with_a_new_proof(self, counting: Ambient, dpop: Dpop) -> None:
        ran = ask(counting, dpop, refusal("use_dpop_nonce", 400, NONCE), answer(BOUND))
        first, second = map(proof_in, ran.sent)
        assert isinstance(ran.outcome, TokenSet)
        assert "nonce" not in first
        assert second["nonce"] == "n-1"
        assert first["jti"] != second["jti"]
        assert ran.sent[0].request.body == ran.sent[1].request.body

    def test_a_second_challenge_ends_the_matter(self, counting: Ambient, dpop: Dpop) -> None:
        again = refusal("use_dpop_nonce", 400, ("DPoP-Nonce", "n-2"))
        ran = ask(counting, dpop, refusal("use_dpop_nonce", 400, NONCE), again)
        assert len(ran.sent) == 2
        assert ran.outcome.error == "use_dpop_nonce"
        assert dpop.nonces == {"https://as.example": "n-2"}

    @pytest.mark.parametrize(
        "fields", [(), (NONCE, ("DPoP-Nonce", "n-2")), (("DPoP-Nonce", 'no"quote'),), (("DPoP-Nonce", ""),)]
    )
    def test_without_one_clear_nonce_nothing_is_sent_again(
        self, counting: Ambient, dpop: Dpop, fields: tuple[tuple[str, str], ...]
    ) -> None:
        assert len(ask(counting, dpop, refusal("use_dpop_nonce", 400, *fields)).sent) == 1

    def test_the_same_nonce_again_is_not_tried_again(self, counting: Ambient, dpop: Dpop) -> None:
        dpop.learn(URL, Response(200, (NONCE,)))
        assert len(ask(counting, dpop, refusal("use_dpop_nonce", 400, NONCE)).sent) == 1

    def test_the_nonce_of_a_success_is_used_from_then_on(self, counting: Ambient, dpop: Dpop) -> None:
        way = channel(counting, dpop=dpop)
        for field, used in ((NONCE, None), (("DPoP-Nonce", "n-2"), "n-1"), (NONCE, "n-2")):
            ran = replay(request_tokens(way, ()), [answer(BOUND, 200, field)])
            assert proof_in(ran.sent[0]).get("nonce") == used

    def test_another_refusal_with_a_nonce_is_no_challenge(self, counting: Ambient, dpop: Dpop) -> None:
        assert len(ask(counting, dpop, refusal("invalid_grant", 400, NONCE)).sent) == 1

    def test_a_lost_answer_is_not_asked_for_again(self, counting: Ambient, dpop: Dpop) -> None:
        lost = NoAnswer(NoAnswerReason.BROKEN, "gone", sent=True)
        assert len(ask(counting, dpop, lost).sent) == 1
        ran = ask(counting, dpop, refusal("use_dpop_nonce", 400, NONCE), lost)
        assert ran.outcome is lost

    def test_the_tries_for_a_busy_server_are_counted_apart(self, counting: Ambient, dpop: Dpop) -> None:
        script = (Response(503), refusal("use_dpop_nonce", 400, NONCE), answer(BOUND))
        ran = ask(counting, dpop, *script, repeatable=True)
        assert len(ran.sent) == 3
        assert len({proof_in(step)["jti"] for step in ran.sent}) == 3

    def test_without_a_key_the_challenge_is_the_answer(self, counting: Ambient) -> None:
        ran = ask(counting, None, refusal("use_dpop_nonce", 400, NONCE))
        assert ran.outcome.error == "use_dpop_nonce"
        assert ran.sent[0].request.header("dpop") is None

    @pytest.mark.parametrize(
        ("response", "asks", "by_challenge"),
        [
            (Response(401, (CHALLENGE,)), True, True),
            (refusal("use_dpop_nonce"), True, False),
            (refusal("invalid_token", 401), False, False),
            (Response(401, (("WWW-Authenticate", 'Bearer error="use_dpop_nonce"'),)), False, False),
            (Response(200, (CHALLENGE,)), False, False),
            (answer({"error": "use_dpop_nonce"}, 200), False, False),
            (Response(400, (), b"<html>"), False, False),
        ],
    )
    def test_a_challenge_is_told_from_other_answers(self, response: Response, asks: bool, by_challenge: bool) -> None:
        assert (asks_for_nonce(response), challenges_for_nonce(response)) == (asks, by_challenge)


class TestHandingOn:
    """What of an answer goes to whoever wants its body as it comes."""

    def judged(self, dpop: Dpop | None, ambient: Ambient, head: Response) -> bool | None:
        """Whether the first answer's body would be handed on; None when nobody is asked."""
        flow = send_proven(dpop, lambda: Send(Request("GET", URL), Purpose.RESOURCE), lambda _: True)
        judge = next(flow).hands_on  # type: ignore[union-attr] # the first step is a request
        return None if judge is None else judge(head)

    def test_a_challenge_that_is_answered_is_not_handed_on(self, dpop: Dpop, ambient: Ambient) -> None:
        assert self.judged(dpop, ambient, Response(401, (CHALLENGE, NONCE))) is False
        assert self.judged(Dpop(dpop.key, dpop.algorithm), ambient, Response(401, (CHALLENGE,))) is True

    def test_everything_else_is(self, dpop: Dpop, ambient: Ambient) -> None:
        assert self.judged(dpop, ambient, Response(200, (NONCE,))) is True
        assert self.judged(None, ambient, Response(401, (CHALLENGE, NONCE))) is True

    def test_where_nobody_wants_it_nobody_is_asked(self, dpop: Dpop) -> None:
        flow = send_proven(dpop, lambda: Send(Request("GET", URL), Purpose.RESOURCE))
        assert next(flow).hands_on is None  # type: ignore[union-attr] # as above


class TestBinding:
    def test_a_token_that_is_not_bound_is_not_taken(self, counting: Ambient, dpop: Dpop) -> None:
        tokens = ask(counting, dpop, answer(TOKENS)).outcome
        assert not tokens.valid
        (check,) = tokens.checks
        assert (check.name, check.expected, check.actual) == ("token_type", "DPoP", "Bearer")

    def test_a_token_without_a_type_is_not_bound(self, counting: Ambient, dpop: Dpop) -> None:
        (check,) = ask(counting, dpop, answer({"access_token": "a"})).outcome.checks
        assert check.actual == "missing"

    @pytest.mark.parametrize("kind", ["DPoP", "dpop", "N_A"])
    def test_a_bound_token_is_taken_and_so_is_what_is_no_access_token(
        self, counting: Ambient, dpop: Dpop, kind: str
    ) -> None:
        assert ask(counting, dpop, answer({**TOKENS, "token_type": kind})).outcome.valid

    def test_without_a_key_any_type_is_taken(self, counting: Ambient) -> None:
        assert ask(counting, None, answer(BOUND)).outcome.valid

    def test_only_requests_for_tokens_and_pushed_ones_carry_a_proof(self, counting: Ambient, dpop: Dpop) -> None:
        way = channel(counting, dpop=dpop)
        with pytest.raises(ScriptEnded):
            replay(way.post("device_authorization_endpoint", (), Purpose.DEVICE_AUTHORIZATION), [])
        flow = way.post("device_authorization_endpoint", (), Purpose.DEVICE_AUTHORIZATION)
        assert next(flow).request.header("dpop") is None  # type: ignore[union-attr] # the first step is a request
