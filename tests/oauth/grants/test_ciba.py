"""The server asks a person on their own device (OpenID CIBA Core), against a script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.oauth.waiting import ISSUED, LOST, NOW, PENDING, SLOW_DOWN, Situation, answer, refusal, sent
from tokencli.errors import UsageProblem
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.endpoints.client_notification import make_notification_token
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import AwaitPing, Listen, ListenForPing, Ping, Send, ShowBindingMessage, Wait
from tokencli.oauth.grants.ciba import Ciba
from tokencli.oauth.handed_out import HandedOut
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.server import Server
from tokencli.oauth.tokens.token_set import TokenSet

if TYPE_CHECKING:
    from tokencli.oauth.outcome import Outcome
    from tokencli.runtime.replay import Replayed

# OpenID CIBA Core section 7.3
EXAMPLE: dict[str, Any] = {"auth_req_id": "1c266114-a1be-4252-8ad1-04986c5b9ac1", "expires_in": 120, "interval": 2}
COMMON = CommonMembers(scope=("openid",), acr_values="urn:gold")
TUNNEL: dict[str, Any] = {"client_notification_endpoint": "https://client.example/cb", "listen": "127.0.0.1:9000"}
TOKEN = make_notification_token(Situation().ambient)
GOOD = Ping(f"Bearer {TOKEN}", json.dumps({"auth_req_id": EXAMPLE["auth_req_id"]}).encode())


def run(script: list[Any], common: CommonMembers = COMMON, **given: Any) -> Replayed[Outcome]:
    situation = Situation()
    given.setdefault("login_hint", "alice")
    return situation.replay(Ciba(**given).run(situation.channel(), common), script)


def test_the_request_says_who_is_asked_for_what_and_in_which_words() -> None:
    ran = run([answer(**EXAMPLE), ISSUED], binding_message="W4SCT", user_code="4711", requested_expiry=90)
    assert list(sent(ran.sent[0]).items()) == [
        ("scope", "openid"),
        ("acr_values", "urn:gold"),
        ("login_hint", "alice"),
        ("binding_message", "W4SCT"),
        ("user_code", "4711"),
        ("requested_expiry", "90"),
        ("client_id", "tv"),
    ]
    assert sent(ran.sent[1]) == {
        "grant_type": "urn:openid:params:grant-type:ciba",
        "auth_req_id": EXAMPLE["auth_req_id"],
        "client_id": "tv",
    }


def test_further_members_go_to_the_request_they_are_given_for() -> None:
    common = CommonMembers(scope=("openid",), auth_param=(("channel", "sms"),), param=(("tenant", "a"),))
    ran = run([answer(**EXAMPLE), ISSUED], common)
    assert "channel" in sent(ran.sent[0])
    assert "tenant" not in sent(ran.sent[0])
    assert "channel" not in sent(ran.sent[1])
    assert "tenant" in sent(ran.sent[1])


def test_the_person_reads_the_binding_message_here_too() -> None:
    ran = run([answer(**EXAMPLE), ISSUED], binding_message="W4SCT")
    assert ran.steps[1] == ShowBindingMessage("W4SCT", 120.0)


def test_slow_down_twice_and_a_lost_connection_are_outwaited() -> None:
    ran = run([answer(**EXAMPLE), SLOW_DOWN, SLOW_DOWN, LOST, PENDING, ISSUED])
    assert isinstance(ran.outcome, TokenSet)
    assert ran.waits == (2.0, 7.0, 12.0, 24.0, 24.0)


def test_without_an_interval_it_is_five_seconds() -> None:
    assert run([answer(auth_req_id="r", expires_in=120), ISSUED]).waits == (5.0,)


def test_a_request_nobody_confirms_times_out_when_it_ends() -> None:
    ran = run([answer(**{**EXAMPLE, "expires_in": 5}), PENDING, PENDING])
    assert ran.outcome == TimedOut(5.0)
    assert sum(ran.waits) == 5


@pytest.mark.parametrize("error", ["access_denied", "expired_token", "invalid_grant"])
def test_any_other_refusal_ends_the_polling(error: str) -> None:
    outcome = run([answer(**EXAMPLE), PENDING, refusal(error)]).outcome
    assert isinstance(outcome, ErrorResponse)
    assert outcome.error == error


def test_a_refusal_of_the_first_request_ends_the_run() -> None:
    ran = run([refusal("unknown_user_id")])
    assert isinstance(ran.outcome, ErrorResponse)
    assert [type(step) for step in ran.steps] == [Send]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "it has none"),
        ({"login_hint": "a", "id_token_hint": "b"}, "it has login_hint and id_token_hint"),
        ({"login_hint_token": "a", "id_token_hint": "b"}, "it has login_hint_token and id_token_hint"),
    ],
)
def test_without_exactly_one_hint_nothing_is_sent(given: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        next(Ciba(**given).run(Situation().channel(), COMMON))
    assert told in caught.value.what
    assert "--login-hint, --login-hint-token, --id-token-hint" in caught.value.help


def test_a_hint_among_further_members_counts() -> None:
    common = CommonMembers(auth_param=(("login_hint", "bob"),))
    assert sent(run([refusal("access_denied")], common, login_hint=None).sent[0])["login_hint"] == "bob"
    with pytest.raises(UsageProblem):
        run([], CommonMembers(auth_param=(("id_token_hint", "e"),)))


def test_a_signed_request_holds_its_hint_inside() -> None:
    common = CommonMembers(auth_param=(("request", "eyJ.eyJ.sig"),))
    assert "request" in sent(run([refusal("access_denied")], common, login_hint=None).sent[0])


def test_what_is_handed_out_can_be_taken_up_again() -> None:
    handed = run([answer(**EXAMPLE)], no_wait=True).outcome
    assert isinstance(handed, HandedOut)
    assert (handed.members, handed.received_at, handed.expires_at, handed.interval) == (EXAMPLE, NOW, NOW + 120, 2.0)
    ours = {name: getattr(handed, name) for name in HandedOut.__slots__ if name not in {"members", "deviations"}}
    ran = run([PENDING, ISSUED], login_hint=None, resume=json.dumps({**EXAMPLE, "tokencli": ours}))
    assert isinstance(ran.outcome, TokenSet)
    assert ran.waits == (2.0, 2.0)


def test_listening_begins_before_the_server_is_told_to_notify() -> None:
    ran = run([answer(**EXAMPLE), GOOD, ISSUED], **TUNNEL)
    assert [type(step) for step in ran.steps] == [ListenForPing, Send, ShowBindingMessage, AwaitPing, Send]
    assert ran.steps[0] == ListenForPing(Listen(("127.0.0.1",), (9000,), "/cb", "client.example", tls=False))
    assert sent(ran.sent[0])["client_notification_token"] == TOKEN
    assert isinstance(ran.outcome, TokenSet)


def test_a_server_that_refuses_to_notify_is_not_waited_for() -> None:
    ran = run([refusal("unauthorized_client")], **TUNNEL)
    assert isinstance(ran.outcome, ErrorResponse)
    assert [type(step) for step in ran.steps] == [ListenForPing, Send]


def test_an_auth_req_id_from_elsewhere_is_polled_for_without_asking_the_person_again() -> None:
    ran = run([PENDING, ISSUED], login_hint=None, auth_req_id="r-1")
    assert isinstance(ran.outcome, TokenSet)
    assert [sent(step).get("auth_req_id") for step in ran.sent] == ["r-1", "r-1"]
    assert ran.waits == (5.0, 5.0)


def test_only_the_notification_for_this_request_ends_the_wait() -> None:
    wrong = [
        Ping("", GOOD.body),
        Ping("Bearer another", GOOD.body),
        Ping(f"Basic {TOKEN}", GOOD.body),
        Ping(GOOD.authorization, b'{"auth_req_id": "another"}'),
    ]
    ran = run([answer(**EXAMPLE), *wrong, GOOD, ISSUED], **TUNNEL)
    assert isinstance(ran.outcome, TokenSet)
    assert len(ran.sent) == 2


def test_a_notification_that_comes_too_soon_for_the_token_endpoint_is_followed_by_polling() -> None:
    ran = run([answer(**EXAMPLE), GOOD, PENDING, ISSUED], **TUNNEL)
    assert isinstance(ran.outcome, TokenSet)
    assert [step.seconds for step in ran.steps if isinstance(step, Wait)] == [2.0]


def test_a_notification_that_never_comes_is_a_person_who_did_not_act() -> None:
    ran = run([answer(**EXAMPLE), None], **TUNNEL)
    assert ran.outcome == TimedOut(120.0)
    assert len(ran.sent) == 1


def test_an_endpoint_elsewhere_needs_an_address_here() -> None:
    with pytest.raises(UsageProblem, match="is not on this machine"):
        run([], client_notification_endpoint="https://client.example/cb")


@pytest.mark.parametrize("given", [{"no_wait": True}, {"resume": "{}"}, {"auth_req_id": "r"}])
def test_who_does_not_wait_here_cannot_be_notified_here(given: dict[str, Any]) -> None:
    with pytest.raises(UsageProblem, match="contradict each other"):
        run([], **TUNNEL, **given)


@pytest.mark.parametrize(
    ("given", "metadata", "told"),
    [
        (TUNNEL, {"backchannel_token_delivery_modes_supported": ["poll"]}, "delivers by poll, not by ping"),
        ({"client_notification_endpoint": "http://127.0.0.1:9/cb"}, {}, "is not https"),
        ({"user_code": "4711"}, {"issuer": "https://login.example"}, "does not say that user_code is supported"),
    ],
)
def test_what_the_metadata_says_against_the_request_is_remarked(
    given: dict[str, Any], metadata: dict[str, Any], told: str
) -> None:
    (remark,) = Ciba(**given).remarks(Server(metadata=metadata), NOW)
    assert told in remark.what


@pytest.mark.parametrize(
    ("given", "metadata"),
    [
        (TUNNEL, {"backchannel_token_delivery_modes_supported": ["poll", "ping"]}),
        (TUNNEL, {}),
        ({"user_code": "4711"}, {"backchannel_user_code_parameter_supported": True}),
        ({"user_code": "4711"}, {}),
    ],
)
def test_a_request_the_metadata_allows_is_not_remarked(given: dict[str, Any], metadata: dict[str, Any]) -> None:
    assert Ciba(**given).remarks(Server(metadata=metadata), NOW) == ()
