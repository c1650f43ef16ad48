"""Questions about a token, put to a server made of values; what it signs is checked in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
import pytest

from tests.oauth.authorization.party import ISSUER, NOW, as_json, counting_ambient, jwk, private_key
from tests.oauth.channel import refusal
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.back_channel import BackChannel
from tokencli.oauth.client_auth.none import METHOD
from tokencli.oauth.endpoints.introspection import Introspection
from tokencli.oauth.endpoints.revocation import Revoked, revoke_token
from tokencli.oauth.endpoints.userinfo import UserInfo
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.inspection import fetch_userinfo, introspect_token
from tokencli.oauth.resource_request import AccessToken, ResourceAnswer
from tokencli.oauth.server import Server
from tokencli.runtime.replay import replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.runtime.replay import Replayed

METADATA = {
    "issuer": ISSUER,
    "jwks_uri": f"{ISSUER}/jwks",
    "introspection_endpoint": f"{ISSUER}/introspect",
    "revocation_endpoint": f"{ISSUER}/revoke",
    "userinfo_endpoint": f"{ISSUER}/userinfo",
}
KEYS = as_json({"keys": [jwk("k1")]})
GONE = NoAnswer(NoAnswerReason.NAME, "no such host")


def channel(issuer: str = ISSUER) -> BackChannel:
    server = Server(issuer, {}, METADATA)
    return BackChannel(server, METHOD(client_id="api"), counting_ambient(), "test", client_id="api")


def signed(media_type: str, claims: dict[str, Any], typ: str = "JWT") -> Response:
    wanted = {name: value for name, value in claims.items() if value is not None}
    body = jwt.encode(wanted, private_key("k1"), "ES256", headers={"typ": typ, "kid": "k1"})
    return Response(200, (("Content-Type", media_type),), body.encode())


class TestIntrospection:
    def ask(self, *answers: Response | NoAnswer, signed: bool = False) -> Replayed[Any]:
        return replay(introspect_token(channel(), (("token", "t-1"), ("realm", "x")), signed=signed), answers)

    def signed_answer(self, typ: str = "token-introspection+jwt", **claims: Any) -> Response:
        good = {"iss": ISSUER, "aud": "api", "iat": NOW, "token_introspection": {"active": True, "sub": "alice"}}
        return signed("application/token-introspection+jwt", {**good, **claims}, typ)

    def test_the_request_is_a_form_with_the_token_first(self) -> None:
        (step,) = self.ask(as_json({"active": True})).sent
        assert step.request.body == b"token=t-1&realm=x&client_id=api"
        assert (step.request.header("accept"), step.purpose) == ("application/json", Purpose.INTROSPECTION)

    @pytest.mark.parametrize(("value", "active"), [(True, True), (False, False), ("true", False), (1, False)])
    def test_only_a_true_true_is_active(self, value: Any, active: bool) -> None:
        found = self.ask(as_json({"active": value})).outcome
        assert isinstance(found, Introspection)
        assert found.active is active
        assert bool(found.deviations) == (not isinstance(value, bool))
        assert found.valid

    @pytest.mark.parametrize(
        "response", [as_json({"scope": "a"}), as_json({"active": True}, 404), Response(200, (), b"<html>")]
    )
    def test_what_is_no_introspection_is_kept_whole(self, response: Response) -> None:
        found = self.ask(response).outcome
        assert isinstance(found, Unrecognised)
        assert found.response is response

    def test_a_refusal_and_no_answer_are_handed_on(self) -> None:
        assert isinstance(self.ask(refusal("invalid_client", 401)).outcome, ErrorResponse)
        assert self.ask(GONE, GONE, GONE).outcome is GONE

    def test_a_signed_one_is_asked_for_by_its_media_type_and_checked(self) -> None:
        ran = self.ask(self.signed_answer(), KEYS, signed=True)
        assert ran.sent[0].request.header("accept") == "application/token-introspection+jwt"
        assert ran.outcome.members == {"active": True, "sub": "alice"}
        assert [one.name for one in ran.outcome.checks] == ["signature", "typ", "iss", "aud", "iat"]
        assert ran.outcome.valid

    def test_a_signed_one_that_nobody_asked_for_is_checked_too(self) -> None:
        assert not self.ask(self.signed_answer(iss="https://x.example"), KEYS).outcome.valid

    @pytest.mark.parametrize(
        ("claims", "failed"),
        [
            ({"typ": "JWT"}, ["typ"]),
            ({"iss": None}, ["iss"]),
            ({"aud": ["a", "b"]}, ["aud"]),
            ({"aud": None}, ["aud"]),
            ({"aud": ["a", "api"]}, []),
            ({"iat": None}, ["iat"]),
            ({"iat": True}, ["iat"]),
            ({"iat": NOW - 301}, ["iat"]),
            ({"iat": NOW + 61}, ["iat"]),
            ({"iat": NOW + 60}, []),
            ({"sub": "a", "exp": NOW + 9}, ["claims"]),
        ],
    )
    def test_each_check_fails_by_itself(self, claims: dict[str, Any], failed: list[str]) -> None:
        found = self.ask(self.signed_answer(**claims), KEYS, signed=True).outcome
        assert [one.name for one in found.checks if not one.passed] == failed

    def test_another_key_is_not_the_issuers(self) -> None:
        other = as_json({"keys": [{**jwk("k2"), "kid": "k1"}]})
        found = self.ask(self.signed_answer(), other, signed=True).outcome
        assert [one.name for one in found.checks if not one.passed] == ["signature"]

    def test_without_keys_a_signature_is_not_good(self) -> None:
        flow = introspect_token(channel(issuer=""), (("token", "t-1"),), signed=True)
        found: Any = replay(flow, [self.signed_answer()]).outcome
        assert "not known" in next(one.actual for one in found.checks if one.name == "signature")

    def test_a_plain_one_fails_where_a_signed_one_was_wanted(self) -> None:
        found = self.ask(as_json({"active": True}), signed=True).outcome
        assert [one.actual for one in found.checks] == ["a plain one"]

    @pytest.mark.parametrize(
        "response",
        [
            Response(200, (("Content-Type", "application/token-introspection+jwt"),), b"no.jwt"),
            signed("application/token-introspection+jwt", {"active": True}),
            signed("application/token-introspection+jwt", {"token_introspection": {}}),
        ],
    )
    def test_a_jwt_that_says_nothing_of_a_token_is_none(self, response: Response) -> None:
        assert isinstance(self.ask(response).outcome, Unrecognised)


class TestRevocation:
    def ask(self, *answers: Response | NoAnswer) -> Replayed[Any]:
        return replay(revoke_token(channel(), (("token", "t-1"),)), answers)

    def test_the_token_stands_in_the_form(self) -> None:
        (step,) = self.ask(Response(200)).sent
        assert step.request.body == b"token=t-1&client_id=api"
        assert step.request.url == f"{ISSUER}/revoke"

    @pytest.mark.parametrize("body", [b"", b"{}", b"anything"])
    def test_the_body_of_a_yes_says_nothing(self, body: bytes) -> None:
        outcome = self.ask(Response(200, (), body)).outcome
        assert isinstance(outcome, Revoked)
        assert outcome.deviations == ()

    def test_an_error_is_none_less_for_its_status(self) -> None:
        assert self.ask(Response(200, (), b'{"error": "invalid_client"}')).outcome.error == "invalid_client"

    def test_another_success_is_a_deviation(self) -> None:
        assert [one.name for one in self.ask(Response(204)).outcome.deviations] == ["status-not-200"]

    def test_a_no_is_kept_whole(self) -> None:
        assert self.ask(refusal("unsupported_token_type")).outcome.error == "unsupported_token_type"
        assert isinstance(self.ask(as_json({"message": "x"}, 400)).outcome, Unrecognised)
        assert isinstance(self.ask(Response(200, (("Content-Type", "text/html"),), b"<html>")).outcome, Unrecognised)
        assert self.ask(GONE).outcome is GONE


class TestUserInfo:
    def ask(self, *answers: Response | NoAnswer, subject: str | None = None) -> Replayed[Any]:
        return replay(fetch_userinfo(channel(), AccessToken("t-1"), subject), answers)

    def test_the_token_goes_into_the_header_of_a_get(self) -> None:
        (step,) = self.ask(as_json({"sub": "alice"})).sent
        assert (step.request.method, step.request.header("authorization")) == ("GET", "Bearer t-1")
        assert step.purpose is Purpose.USERINFO

    @pytest.mark.parametrize(
        ("said", "subject", "failed"),
        [
            ({"sub": "alice"}, None, []),
            ({"sub": "alice"}, "alice", []),
            ({"sub": "alice"}, "Alice", ["sub"]),
            ({}, None, ["sub"]),
            ({"sub": 1}, None, ["sub"]),
            ({"sub": ""}, None, ["sub"]),
        ],
    )
    def test_it_must_speak_of_the_person(self, said: dict[str, Any], subject: str | None, failed: list[str]) -> None:
        found = self.ask(as_json(said), subject=subject).outcome
        assert isinstance(found, UserInfo)
        assert [one.name for one in found.checks if not one.passed] == failed
        assert found.valid == (not failed)

    @pytest.mark.parametrize(
        ("claims", "typ", "failed"),
        [
            ({}, "JWT", []),
            ({"iss": ISSUER, "aud": "api"}, "JWT", []),
            ({"iss": "https://x.example"}, "JWT", ["iss"]),
            ({"aud": "other"}, "JWT", ["aud"]),
            ({}, "at+jwt", ["typ"]),
        ],
    )
    def test_a_signed_one_is_checked(self, claims: dict[str, Any], typ: str, failed: list[str]) -> None:
        found = self.ask(signed("application/jwt", {"sub": "alice", **claims}, typ), KEYS).outcome
        assert [one.name for one in found.checks if not one.passed] == failed

    def test_a_refusal_is_the_resources(self) -> None:
        refused = self.ask(Response(401, (("WWW-Authenticate", 'Bearer error="invalid_token"'),))).outcome
        assert isinstance(refused, ResourceAnswer)
        assert refused.refused

    @pytest.mark.parametrize(
        "response",
        [
            Response(200, (("Content-Type", "application/jwt"),), b"no.jwt"),
            Response(200, (), b"<html>"),
            Response(302, (("Location", "/x"),)),
            as_json({"sub": "alice"}, 101),
        ],
    )
    def test_what_is_no_userinfo_is_kept_whole(self, response: Response) -> None:
        found = self.ask(response).outcome
        assert isinstance(found, Unrecognised)
        assert found.response is response

    def test_an_error_is_none_less_for_its_status(self) -> None:
        assert self.ask(as_json({"error": "invalid_token"})).outcome.error == "invalid_token"

    def test_no_answer_is_handed_on(self) -> None:
        assert self.ask(GONE).outcome is GONE
