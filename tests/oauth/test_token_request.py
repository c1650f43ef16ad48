from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.jose.keys import encode, key, sealed, signed, unsigned
from tests.oauth.channel import ENDPOINTS, ISSUER, TOKENS, answer, channel, refusal
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.server import Server
from tokencli.oauth.token_request import Promised, clock_difference, request_tokens
from tokencli.oauth.tokens.id_token import half_hash
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.runtime.replay import Replayed, replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Ambient

JWKS_URI = f"{ISSUER}/keys"
NOW = 1_772_366_400.0
CLAIMS: dict[str, Any] = {"iss": ISSUER, "aud": "app", "sub": "ada", "exp": NOW + 300, "iat": NOW - 1}
OLD, NEW = key("RS256", "old"), key("ES256", "new")
LOST = NoAnswer(NoAnswerReason.TIMEOUT, "no answer within 30 s", sent=True)


def _way(ambient: Ambient, **further: Any) -> BackChannel:
    server = Server(ISSUER, ENDPOINTS, {"issuer": ISSUER, "jwks_uri": JWKS_URI})
    return channel(ambient, **{"server": server, "client_id": "app", **further})


def _tokens(id_token: str, *headers: tuple[str, str]) -> Response:
    return answer({**TOKENS, "id_token": id_token}, 200, *headers)


def _keys(*keys: Any) -> Response:
    return answer({"keys": list(keys)})


def _run(way: BackChannel, *answers: Response | NoAnswer, promised: Promised | None = None) -> Replayed[Any]:
    return replay(request_tokens(way, (("grant_type", "x"),), promised), answers)


def _failed(ended: Replayed[Any]) -> dict[str, str]:
    assert isinstance(ended.outcome, TokenSet)
    assert ended.outcome.checks
    return {one.name: one.actual for one in ended.outcome.checks if not one.passed}


def test_tokens_without_an_id_token_need_no_keys(ambient: Ambient) -> None:
    ended = _run(_way(ambient), answer(TOKENS))
    assert isinstance(ended.outcome, TokenSet)
    assert (ended.outcome.checks, len(ended.sent)) == ((), 1)


@pytest.mark.parametrize("last", [refusal("invalid_grant"), LOST])
def test_what_is_no_token_set_is_handed_on(ambient: Ambient, last: Response | NoAnswer) -> None:
    outcome = _run(_way(ambient), last).outcome
    assert outcome is last or (isinstance(outcome, ErrorResponse) and outcome.response is last)


def test_an_id_token_is_checked_with_the_keys_of_the_metadata(ambient: Ambient) -> None:
    ended = _run(_way(ambient), _tokens(signed(CLAIMS, OLD)), _keys(OLD.jwk, NEW.jwk))
    assert _failed(ended) == {}
    assert ended.outcome.valid
    asked = ended.sent[1]
    assert (asked.purpose, asked.request.method, asked.request.url) == (Purpose.KEYS, "GET", JWKS_URI)
    assert asked.request.header("cache-control") is None


def test_a_key_that_a_token_names_or_brings_is_never_used(ambient: Ambient) -> None:
    token = signed(CLAIMS, NEW, jku="https://evil.example/keys", jwk=NEW.jwk, kid="old")
    ended = _run(_way(ambient), _tokens(token), _keys(OLD.jwk), _keys(OLD.jwk))
    assert {one.request.url for one in ended.sent[1:]} == {JWKS_URI}
    assert "signature" in _failed(ended)


@pytest.mark.parametrize("first", [_keys(OLD.jwk, key("RS256", "other").jwk), _keys()])
def test_a_key_that_is_not_in_the_set_is_looked_for_once_more_past_all_caches(
    ambient: Ambient, first: Response
) -> None:
    ended = _run(_way(ambient), _tokens(signed(CLAIMS, NEW)), first, _keys(OLD.jwk, NEW.jwk))
    assert _failed(ended) == {}
    assert [one.request.header("cache-control") for one in ended.sent[1:]] == [None, "no-cache"]


def test_a_key_that_no_set_has_is_not_looked_for_again_and_again(ambient: Ambient) -> None:
    ended = _run(_way(ambient), _tokens(signed(CLAIMS, NEW)), _keys(OLD.jwk), _keys(OLD.jwk))
    assert _failed(ended) == {"signature": "none of the issuer's 1 keys is 'new' for ES256"}


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        (LOST, f"the keys at {JWKS_URI} could not be fetched: no answer within 30 s"),
        (answer(b"<html>", 404), f"there is no set of keys at {JWKS_URI}: status 404"),
        (answer({"keys": "none"}), f"there is no set of keys at {JWKS_URI}: status 200"),
    ],
)
def test_without_keys_the_signature_fails_and_every_other_check_is_done(
    ambient: Ambient, keys: Response | NoAnswer, why: str
) -> None:
    ended = _run(_way(ambient), _tokens(signed({**CLAIMS, "aud": "other"}, OLD)), keys)
    assert _failed(ended) == {"signature": why, "aud": "other"}


def test_what_is_no_jwt_fails_by_its_form(ambient: Ambient) -> None:
    assert set(_failed(_run(_way(ambient), _tokens("opaque"), _keys(OLD.jwk)))) == {"form"}


def test_an_encrypted_token_without_a_key_fails_as_closed(ambient: Ambient) -> None:
    token = f"{encode({'alg': 'RSA-OAEP', 'enc': 'A128GCM'})}.a.b.c.d"
    assert set(_failed(_run(_way(ambient), _tokens(token), _keys(OLD.jwk)))) == {"decryption"}


def test_an_unsigned_token_fails_and_no_newer_keys_are_fetched(ambient: Ambient) -> None:
    ended = _run(_way(ambient), _tokens(unsigned(CLAIMS, alg="none")), _keys(OLD.jwk))
    assert _failed(ended) == {"signature": "the token is not signed (alg none)"}


def test_a_token_signed_with_the_client_secret_is_checked_with_it(ambient: Ambient) -> None:
    way = _way(ambient, client_secret="a client secret of 32 characters")
    token = sealed(CLAIMS, way.client_secret)
    assert _failed(_run(way, _tokens(token), _keys())) == {}
    other = _way(ambient, client_secret="another secret, just as long as ")
    assert set(_failed(_run(other, _tokens(token), _keys()))) == {"signature"}


def test_the_token_must_agree_with_what_the_authorization_request_promised(ambient: Ambient) -> None:
    promised = Promised("n-1", 60, "c-1", "s-1")
    hashes = {
        name: half_hash(value, "RS256") for name, value in (("at_hash", "at-1"), ("c_hash", "c-1"), ("s_hash", "s-1"))
    }
    good = {**CLAIMS, **hashes, "nonce": "n-1", "auth_time": NOW - 10}
    assert _failed(_run(_way(ambient), _tokens(signed(good, OLD)), _keys(OLD.jwk), promised=promised)) == {}
    bad = {**good, "at_hash": "x", "c_hash": "x", "s_hash": "x", "nonce": "n-2", "auth_time": NOW - 121}
    failed = _failed(_run(_way(ambient), _tokens(signed(bad, OLD)), _keys(OLD.jwk), promised=promised))
    assert set(failed) == {"at_hash", "c_hash", "s_hash", "nonce", "auth_time"}


def test_a_clock_that_goes_wrong_is_named(ambient: Ambient) -> None:
    ahead = _tokens(signed({**CLAIMS, "iat": NOW + 600}, OLD), ("Date", "Sun, 01 Mar 2026 12:10:00 GMT"))
    assert _failed(_run(_way(ambient), ahead, _keys(OLD.jwk))) == {
        "iat": "600 s from now; the server's clock is 600 s ahead of this machine's"
    }


@pytest.mark.parametrize(
    "further",
    [
        {"server": Server(ISSUER, ENDPOINTS)},
        {"server": Server(ISSUER, ENDPOINTS, {"jwks_uri": 5})},
        {"server": Server("", ENDPOINTS, {"jwks_uri": JWKS_URI})},
        {"client_id": ""},
    ],
)
def test_where_there_is_nothing_to_check_against_nothing_is_checked(ambient: Ambient, further: dict[str, Any]) -> None:
    ended = _run(_way(ambient, **further), _tokens(signed(CLAIMS, OLD)))
    assert isinstance(ended.outcome, TokenSet)
    assert ended.outcome.checks == ()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ((), None),
        ((("Date", "now"),), None),
        ((("Date", "Sun, 01 Mar 2026 12:00:30 GMT"),), 30.0),
        ((("Date", "Sun Mar  1 11:59:30 2026"),), -30.0),
    ],
)
def test_the_difference_of_the_clocks_follows_from_the_date(headers: Any, seconds: float | None) -> None:
    assert clock_difference(TokenSet({}, Response(200, headers), NOW, None, None)) == seconds


def test_no_secret_of_the_way_shows_in_its_text(ambient: Ambient) -> None:
    assert "hush" not in repr(_way(ambient, client_secret="hush"))
