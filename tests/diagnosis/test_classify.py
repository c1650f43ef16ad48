from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.oauth.channel import TOKENS, answer, refusal
from tokencli.diagnosis.classify import Verdict, classify
from tokencli.oauth.authorization.response import AuthorizationRefused, NotGenuine
from tokencli.oauth.endpoints.discovery import IssuerMismatch, NotFound
from tokencli.oauth.endpoints.introspection import Introspection
from tokencli.oauth.endpoints.jwks import NoKeys
from tokencli.oauth.endpoints.revocation import Revoked
from tokencli.oauth.endpoints.userinfo import UserInfo
from tokencli.oauth.handed_out import HandedOut
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.resource_request import ResourceAnswer
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.reply import read_token_reply
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.diagnosis.classify import Ended


def _verdict(response: Response) -> Verdict:
    return classify(read_token_reply(response, 0.0))


def test_tokens_are_done_unless_a_check_of_the_id_token_failed() -> None:
    assert _verdict(answer(TOKENS)) is Verdict.DONE
    failed = Check("iss", False, "a", "b", "c")
    assert classify(TokenSet({}, Response(200), 0.0, None, None, checks=(failed,))) is Verdict.TOKEN_INVALID


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        ("invalid_request", Verdict.INVALID_REQUEST),
        ("invalid_client", Verdict.INVALID_CLIENT),
        ("invalid_grant", Verdict.INVALID_GRANT),
        ("unauthorized_client", Verdict.UNAUTHORIZED_CLIENT),
        ("unsupported_grant_type", Verdict.UNSUPPORTED),
        ("invalid_scope", Verdict.INVALID_SCOPE),
        ("invalid_target", Verdict.INVALID_SCOPE),
        ("access_denied", Verdict.DENIED),
        ("expired_token", Verdict.NOT_IN_TIME),
        ("temporarily_unavailable", Verdict.SERVER_FAILURE),
        ("acme_made_this_up", Verdict.REFUSED),
        ("INVALID_GRANT", Verdict.REFUSED),
    ],
)
def test_a_refusal_is_judged_by_its_code_under_any_status_but_those_of_failure(error: str, verdict: Verdict) -> None:
    assert {_verdict(refusal(error, status)) for status in (200, 400, 401, 403)} == {verdict}
    assert {_verdict(refusal(error, status)) for status in (429, 500, 503)} == {Verdict.SERVER_FAILURE}
    refused = AuthorizationRefused(error, "", {"error": error})
    assert classify(refused) is verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.NOT_A_TOKEN_RESPONSE),
        (302, Verdict.NOT_A_TOKEN_RESPONSE),
        (404, Verdict.NOT_A_TOKEN_RESPONSE),
        (401, Verdict.INVALID_CLIENT),
        (407, Verdict.NO_CONNECTION),
        (429, Verdict.SERVER_FAILURE),
        (500, Verdict.SERVER_FAILURE),
        (503, Verdict.SERVER_FAILURE),
    ],
)
def test_an_answer_that_is_neither_is_judged_by_its_status(status: int, verdict: Verdict) -> None:
    response = answer(b"<html>", status)
    assert _verdict(response) is verdict
    assert classify(NotFound("https://as.example", (), response)) is verdict
    assert classify(NoKeys("there are none", response)) is verdict


@pytest.mark.parametrize("reason", NoAnswerReason)
def test_without_an_answer_there_was_no_connection_or_no_trust(reason: NoAnswerReason) -> None:
    verdict = Verdict.TLS if reason is NoAnswerReason.TLS else Verdict.NO_CONNECTION
    assert classify(NoAnswer(reason, "x")) is verdict
    assert classify(NoKeys("there are none", NoAnswer(reason, "x"))) is verdict


@pytest.mark.parametrize(
    ("ended", "verdict"),
    [
        (TimedOut(60.0), Verdict.NOT_IN_TIME),
        (HandedOut({}, "https://as.example/token", "tv", 0.0, 60.0, 5.0), Verdict.HANDED_OUT),
        (IssuerMismatch("u", "a", "b"), Verdict.CONFIGURATION),
        (NotGenuine("state", "x", "y"), Verdict.TOKEN_INVALID),
        (NoKeys("the jwks_uri is no URL"), Verdict.NOT_A_TOKEN_RESPONSE),
    ],
)
def test_other_ends_have_a_verdict_of_their_own(ended: Ended, verdict: Verdict) -> None:
    assert classify(ended) is verdict


def test_an_end_that_nobody_thought_of_is_a_fault_of_ours() -> None:
    unknown: Any = object()
    with pytest.raises(AssertionError):
        classify(unknown)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.DONE),
        (302, Verdict.DONE),
        (401, Verdict.TOKEN_REFUSED),
        (403, Verdict.DENIED),
        (404, Verdict.REFUSED),
        (429, Verdict.SERVER_FAILURE),
        (503, Verdict.SERVER_FAILURE),
    ],
)
def test_a_resource_is_judged_by_its_status_alone(status: int, verdict: Verdict) -> None:
    assert classify(ResourceAnswer(Response(status, (), b'{"error": "access_denied"}'), ())) is verdict


def test_what_an_endpoint_tells_is_done_unless_a_check_failed() -> None:
    failed = (Check("iss", False, "a", "b", "c"),)
    for kind in (Introspection, UserInfo):
        assert classify(kind({}, Response(200))) is Verdict.DONE
        assert classify(kind({}, Response(200), checks=failed)) is Verdict.TOKEN_INVALID
    assert classify(Revoked(Response(200))) is Verdict.DONE
