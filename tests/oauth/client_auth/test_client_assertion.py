from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.jose.keys import unsigned
from tests.oauth.channel import TARGET
from tokencli.errors import UsageProblem
from tokencli.oauth.client_auth.client_assertion import ClientAssertion

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

SPIFFE = "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe"


def _token(expires: float) -> str:
    return unsigned({"sub": "repo:acme/app", "exp": expires}, "c2ln", alg="RS256")


def test_the_assertion_is_read_anew_for_every_request(ambient: Ambient) -> None:
    tokens = [_token(ambient.now() + 60), _token(ambient.now() + 120)]
    method = ClientAssertion(client_id="app", client_assertion=iter(tokens).__next__)
    sent = [dict(method.credentials(ambient, TARGET).members)["client_assertion"] for _ in tokens]
    assert sent == tokens


def test_its_kind_can_be_another_than_a_jwt_of_rfc_7523(ambient: Ambient) -> None:
    method = ClientAssertion(client_id="app", client_assertion=lambda: "opaque\n", client_assertion_type=SPIFFE)
    assert method.credentials(ambient, TARGET).members == (
        ("client_id", "app"),
        ("client_assertion_type", SPIFFE),
        ("client_assertion", "opaque"),
    )


def test_an_expired_one_is_not_sent(ambient: Ambient) -> None:
    late = ClientAssertion(client_id="app", client_assertion=lambda: _token(ambient.now() - 90))
    with pytest.raises(UsageProblem, match="expired 90 seconds ago; nothing was sent"):
        late.credentials(ambient, TARGET)
    within = ClientAssertion(client_id="app", client_assertion=lambda: _token(ambient.now() - 30))
    assert within.credentials(ambient, TARGET).members


def test_what_cannot_be_read_is_left_to_the_server(ambient: Ambient) -> None:
    jwe = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA"
    method = ClientAssertion(client_id="app", client_assertion=lambda: jwe)
    assert dict(method.credentials(ambient, TARGET).members)["client_assertion"] == jwe


def test_it_is_not_read_before_it_is_sent(ambient: Ambient) -> None:
    tokens = iter([_token(ambient.now() + 60)])
    method = ClientAssertion(client_id="app", client_assertion=tokens.__next__)
    assert method.remarks(TARGET.server) == ()
    assert method.credentials(ambient, TARGET).members
