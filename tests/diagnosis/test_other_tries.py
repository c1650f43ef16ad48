"""What an earlier try of the same client shows about the one that was refused."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from tests.diagnosis.evidence_of import asked
from tests.oauth.channel import answer
from tokencli.diagnosis.assertions import read_assertions
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.other_tries import accepted_audience, accepted_ways, client_accepted
from tokencli.wire.exchange import Exchange, Purpose

if TYPE_CHECKING:
    from tokencli.wire.message import Request

GRANT = (("grant_type", "refresh_token"), ("refresh_token", "made-up"))
ACCEPTED: dict[str, Any] = {"error": "invalid_grant"}
REFUSED: dict[str, Any] = {"error": "invalid_client"}


def basic(text: str, url: str = "https://as.example/token") -> Request:
    return asked(GRANT, ("Authorization", "Basic " + base64.b64encode(text.encode()).decode()), url=url)


def post(client_id: str, secret: str) -> Request:
    return asked((*GRANT, ("client_id", client_id), ("client_secret", secret)))


def tried(*tries: tuple[Request, dict[str, Any]]) -> Evidence:
    exchanges = (Exchange(Purpose.TOKEN, request, answer(said, 400), 1.0, 0.1) for request, said in tries)
    return Evidence(tuple(exchanges))


def methods(evidence: Evidence) -> list[str]:
    return [one.method for one in accepted_ways(evidence)]


def test_a_client_is_accepted_when_the_server_finds_fault_with_something_else() -> None:
    assert client_accepted(tried((post("a", "s"), ACCEPTED)))
    assert client_accepted(
        Evidence((Exchange(Purpose.TOKEN, post("a", "s"), answer({"access_token": "t"}), 1.0, 0.1),))
    )
    assert not client_accepted(tried((post("a", "s"), REFUSED)))
    assert not client_accepted(tried((post("a", "s"), {"error": "invalid_request"})))


def test_the_way_in_which_the_same_secret_was_accepted_is_found() -> None:
    assert methods(tried((post("a", "s3cret"), ACCEPTED), (basic("a:s3cret"), REFUSED))) == ["client_secret_post"]


def test_a_secret_that_was_sent_raw_is_the_same_secret() -> None:
    evidence = tried((basic("a:100%+x"), ACCEPTED), (basic("a:100%25%2Bx"), REFUSED))
    assert methods(evidence) == ["client_secret_basic"]


def test_another_client_another_secret_and_another_server_say_nothing() -> None:
    for other in (post("b", "s3cret"), post("a", "another secret"), basic("a:s3cret", "https://other.example/token")):
        assert methods(tried((other, ACCEPTED), (basic("a:s3cret"), REFUSED))) == []


def test_what_was_refused_as_well_or_is_the_same_way_says_nothing() -> None:
    assert methods(tried((post("a", "s3cret"), REFUSED), (basic("a:s3cret"), REFUSED))) == []
    assert methods(tried((basic("a:s3cret"), ACCEPTED), (basic("a:s3cret"), REFUSED))) == []


def test_a_client_that_was_not_refused_or_showed_no_secret_needs_no_other_way() -> None:
    assert methods(tried((post("a", "s3cret"), ACCEPTED), (basic("a:s3cret"), ACCEPTED))) == []
    assert methods(tried((post("a", "s"), ACCEPTED), (asked((*GRANT, ("client_id", "a"))), REFUSED))) == []
    assert accepted_ways(Evidence(())) == ()


def _assertion(audience: str, subject: str = "a", member: str = "client_assertion") -> Request:
    parts = ({"alg": "ES256"}, {"sub": subject, "aud": audience})
    coded = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return asked((*GRANT, ("client_id", subject), (member, ".".join((*coded, "c2ln")))))


def _accepted_audience(*tries: tuple[Request, dict[str, Any]]) -> str:
    evidence = tried(*tries)
    return accepted_audience(evidence, next(read_assertions(evidence)))


def test_the_audience_for_which_the_same_client_was_accepted_is_found() -> None:
    refused = (_assertion("https://other.example"), REFUSED)
    assert _accepted_audience((_assertion("https://as.example"), ACCEPTED), refused) == "https://as.example"
    assert _accepted_audience((_assertion("https://as.example"), REFUSED), refused) == ""
    assert _accepted_audience((_assertion("https://as.example", "b"), ACCEPTED), refused) == ""
    assert _accepted_audience((_assertion("https://as.example", member="assertion"), ACCEPTED), refused) == ""
    assert _accepted_audience((_assertion("https://other.example"), ACCEPTED), refused) == ""
    assert _accepted_audience(refused) == ""
