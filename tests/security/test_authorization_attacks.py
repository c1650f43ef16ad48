"""What an attacker can do to a sign-in, each refused with a reason that names the check."""

from __future__ import annotations

import http.client
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jwt
import pytest

from tests.oauth.authorization.party import (
    NOW,
    OTHER_ISSUER,
    Party,
    half_hash,
    keys,
    private_key,
    signed,
)
from tokencli.oauth.authorization.response import NotGenuine
from tokencli.oauth.flow import AwaitResponse, Judgement, Listen
from tokencli.runtime.loopback import Loopback
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.wire.message import Response


@pytest.mark.parametrize("state", ["", "guessed", "ABEiM0RVZneImaq7zN3u_w"])
def test_an_answer_with_another_state_does_not_end_the_wait(state: str) -> None:
    party = Party()
    assert party.ignores(party.answer(state=state))


def test_a_member_sent_twice_does_not_end_the_wait() -> None:
    party = Party()
    twice = party.form(state=party.asked()["state"], code="code-1")
    assert party.ignores(type(twice)(200, twice.headers, twice.body + b"&code=code-2"))


def test_an_answer_of_another_issuer_is_refused_and_its_code_is_not_sent_anywhere() -> None:
    party = Party()
    ran = party.run(party.answer(iss=OTHER_ISSUER))
    assert isinstance(ran.outcome, NotGenuine)
    assert ran.outcome.check == "iss"
    assert OTHER_ISSUER in ran.outcome.what
    assert ran.sent == ()


def test_an_answer_without_the_promised_issuer_is_a_mix_up_until_shown_otherwise() -> None:
    party = Party().telling(authorization_response_iss_parameter_supported=True)
    outcome = party.run(party.answer(iss="")).outcome
    assert isinstance(outcome, NotGenuine)
    assert outcome.check == "iss"


def test_an_error_of_another_issuer_is_not_shown() -> None:
    party = Party()
    outcome = party.run(
        party.answer(code="", iss=OTHER_ISSUER, error="access_denied", error_description="call 555")
    ).outcome
    assert isinstance(outcome, NotGenuine)
    assert "555" not in outcome.what


def failed(party: Party, token: str, *keys_: Response) -> list[str]:
    outcome = party.run(party.answer(), party.tokens(token), *keys_).outcome
    assert not outcome.valid
    return [check.name for check in outcome.checks if not check.passed]


@pytest.mark.parametrize(
    ("claims", "check"),
    [
        ({"nonce": "of another sign-in"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"iss": OTHER_ISSUER}, "iss"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": ["app", "another-client"]}, "aud"),
        ({"azp": "another-client"}, "azp"),
        ({"iat": None}, "iat"),
        ({"iat": int(NOW) + 3600}, "iat"),
        ({"exp": int(NOW) - 3600}, "exp"),
        ({"exp": None}, "exp"),
        ({"nbf": int(NOW) + 3600}, "nbf"),
        ({"sub": None}, "sub"),
        ({"at_hash": half_hash("the token of somebody else")}, "at_hash"),
        ({"c_hash": half_hash("the code of somebody else")}, "c_hash"),
        ({"s_hash": half_hash("the state of somebody else")}, "s_hash"),
    ],
)
def test_an_id_token_with_a_wrong_claim_fails_that_check_alone(claims: dict[str, Any], check: str) -> None:
    party = Party()
    assert failed(party, signed(party.id_token(**claims)), keys()) == [check]


def test_an_id_token_signed_by_somebody_else_fails_its_signature() -> None:
    party = Party()
    assert failed(party, signed(party.id_token(), "attacker", "k1"), keys()) == ["signature"]


def test_an_id_token_without_a_signature_fails() -> None:
    party = Party()
    assert failed(party, jwt.encode(party.id_token(), "", "none"), keys()) == ["signature"]


def test_an_algorithm_that_the_server_does_not_list_fails() -> None:
    party = Party().telling(id_token_signing_alg_values_supported=["RS256"])
    assert failed(party, signed(party.id_token()), keys()) == ["alg"]


def test_the_public_key_of_the_server_is_no_secret_to_sign_with() -> None:
    party = Party()
    forged = jwt.encode(party.id_token(), str(private_key().public_key().public_numbers().x), "HS256")
    assert failed(party, forged, keys()) == ["signature"]


def test_a_key_that_is_not_in_the_set_is_looked_for_once_more_and_then_refused() -> None:
    party = Party()
    token = signed(party.id_token(), "attacker")
    ran = party.run(party.answer(), party.tokens(token), keys("k1", "k2"), keys("k1", "k2"))
    assert [step.purpose for step in ran.sent] == [Purpose.TOKEN, Purpose.KEYS, Purpose.KEYS]
    assert [check.name for check in ran.outcome.checks if not check.passed] == ["signature"]
    assert "'attacker'" in next(check.actual for check in ran.outcome.checks if check.name == "signature")


def test_a_new_key_of_the_server_is_found_by_asking_again() -> None:
    party = Party()
    ran = party.run(party.answer(), party.tokens(signed(party.id_token(), "k2")), keys("k1"), keys("k1", "k2"))
    assert ran.outcome.valid


@pytest.fixture
def listening() -> Iterator[tuple[Loopback, int, list[Response]]]:
    """A listener that waits for the state `right`."""
    loopback, judged = Loopback(), []
    port = loopback.listen(Listen(("127.0.0.1",), (0,), "/callback", "127.0.0.1", tls=False))

    def judge(delivery: Response) -> Judgement:
        judged.append(delivery)
        right = "state=right" in (delivery.header("location") or delivery.body.decode())
        return Judgement(right, right, "said")

    loopback.expect(AwaitResponse(judge, 5, f"http://127.0.0.1:{port}/callback", "right"))
    yield loopback, port, judged
    loopback.close()


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_a_second_answer_changes_nothing(listening: tuple[Loopback, int, list[Response]]) -> None:
    loopback, port, judged = listening
    assert ask(port, "/callback?code=a&state=right")[0] == 200
    assert "over already" in ask(port, "/callback?code=b&state=right")[1]
    assert loopback.answers.qsize() == 1
    assert "code=a" in (loopback.answers.get().header("location") or "")
    assert len(judged) == 1


@pytest.mark.parametrize(
    "host", ["attacker.example", "127.attacker.example", "localhost.attacker.example:80", "[::", ""]
)
def test_a_request_for_another_host_is_no_answer(listening: tuple[Loopback, int, list[Response]], host: str) -> None:
    loopback, port, judged = listening
    assert ask(port, "/callback?code=a&state=right", Host=host)[0] == 404
    assert (judged, loopback.answers.qsize()) == ([], 0)


@pytest.mark.parametrize(
    ("path", "method"),
    [("/favicon.ico", "GET"), ("/", "GET"), ("/callback/", "GET"), ("/callback", "OPTIONS"), ("/callback", "GET")],
)
def test_what_browsers_ask_besides_does_not_end_the_wait(
    listening: tuple[Loopback, int, list[Response]], path: str, method: str
) -> None:
    loopback, port, judged = listening
    ask(port, path, method)
    assert (judged, loopback.answers.qsize()) == ([], 0)
    assert ask(port, "/callback?code=a&state=right")[0] == 200


def test_a_wrong_state_is_refused_in_words_and_the_wait_goes_on(
    listening: tuple[Loopback, int, list[Response]],
) -> None:
    loopback, port, _ = listening
    assert ask(port, "/callback?code=a&state=wrong")[0] == 400
    assert loopback.answers.empty()
    assert ask(port, "/callback?code=a&state=right")[0] == 200


def test_a_posted_answer_must_be_a_form_of_bounded_size(listening: tuple[Loopback, int, list[Response]]) -> None:
    loopback, port, judged = listening
    body, form = b"code=a&state=right", "application/x-www-form-urlencoded"
    assert ask(port, "/callback", "POST", body, Content_Type="text/plain")[0] == 404
    assert ask(port, "/callback", "POST", b"", Content_Type=form, Content_Length="999999999")[0] == 404
    assert judged == []
    assert ask(port, "/callback", "POST", body, Content_Type=form)[0] == 200
    assert loopback.answers.get().body == body


def test_what_stood_in_a_fragment_arrives_as_a_fragment(listening: tuple[Loopback, int, list[Response]]) -> None:
    loopback, port, _ = listening
    relayed = urlencode({"fragment": "access_token=t&state=right"}).encode()
    assert ask(port, "/callback", "POST", relayed, Content_Type="application/x-www-form-urlencoded")[0] == 200
    assert loopback.answers.get().header("location") == f"http://127.0.0.1:{port}/callback#access_token=t&state=right"


def test_the_last_page_reaches_the_browser_before_the_listener_closes(
    listening: tuple[Loopback, int, list[Response]],
) -> None:
    loopback, port, _ = listening
    pages: list[tuple[int, str]] = []
    browser = threading.Thread(target=lambda: pages.append(ask(port, "/callback?code=a&state=right")))
    browser.start()
    loopback.answers.get(timeout=5)
    loopback.close()
    browser.join(5)
    assert pages[0][0] == 200
    assert "Done" in pages[0][1]


def test_no_page_repeats_what_stood_in_the_address(listening: tuple[Loopback, int, list[Response]]) -> None:
    _, port, _ = listening
    for path in ("/callback?code=SECRET-CODE&state=right", "/callback?code=SECRET-CODE&state=x", "/SECRET-CODE"):
        assert "SECRET-CODE" not in ask(port, path)[1]
