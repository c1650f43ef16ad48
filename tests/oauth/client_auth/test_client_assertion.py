from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.jose.keys import unsigned
from tests.oauth.channel import ISSUER, TARGET
from tokencli.errors import UsageProblem
from tokencli.oauth.client_auth.client_assertion import ClientAssertion
from tokencli.oauth.parameter import Fresh

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Credentials
    from tokencli.oauth.flow import Ambient

ENTRA = "api://AzureADTokenExchange"
SPIFFE = "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe"


CLAIMS = {"iss": "https://platform.example", "sub": "repo:acme/app", "aud": ISSUER}


def _token(expires: float, **claims: Any) -> str:
    told = {**CLAIMS, "exp": expires, **claims}
    return unsigned({name: one for name, one in told.items() if one is not None}, "c2ln", alg="RS256")


def _method(token: str, **further: Any) -> ClientAssertion:
    return ClientAssertion(client_id="app", client_assertion=Fresh(lambda: token), **further)


def _said(method: ClientAssertion, ambient: Ambient) -> str:
    return "; ".join(one.what for one in method.credentials(ambient, TARGET).remarks)


def test_the_assertion_is_read_anew_for_every_request(ambient: Ambient) -> None:
    tokens = [_token(ambient.now() + 60), _token(ambient.now() + 120)]
    method = ClientAssertion(client_id="app", client_assertion=Fresh(iter(tokens).__next__))
    sent = [dict(method.credentials(ambient, TARGET).members)["client_assertion"] for _ in tokens]
    assert sent == tokens


def test_its_kind_can_be_another_than_a_jwt_of_rfc_7523(ambient: Ambient) -> None:
    made = _method("opaque\n", client_assertion_type=SPIFFE).credentials(ambient, TARGET)
    assert made.members == (("client_id", "app"), ("client_assertion_type", SPIFFE), ("client_assertion", "opaque"))
    assert made.remarks == ()


def test_of_another_kind_only_the_audience_is_looked_at(ambient: Ambient) -> None:
    token = _token(ambient.now() + 60, iss=None, aud="https://other.example")
    assert _said(_method(token, client_assertion_type=SPIFFE), ambient).startswith(
        "the assertion's aud is https://other"
    )
    own = _token(ambient.now() + 60, iss=None)
    assert _said(_method(own, client_assertion_type=SPIFFE), ambient) == ""


def test_an_expired_one_is_not_sent(ambient: Ambient) -> None:
    with pytest.raises(UsageProblem, match="expired 90 seconds ago; nothing was sent"):
        _method(_token(ambient.now() - 90)).credentials(ambient, TARGET)
    assert _method(_token(ambient.now() - 30)).credentials(ambient, TARGET).members


def test_what_cannot_be_read_is_left_to_the_server(ambient: Ambient) -> None:
    jwe = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA"
    made = _method(jwe).credentials(ambient, TARGET)
    assert (dict(made.members)["client_assertion"], made.remarks) == (jwe, ())


def test_it_is_not_read_before_it_is_sent(ambient: Ambient) -> None:
    tokens = iter([_token(ambient.now() + 60)])
    method = ClientAssertion(client_id="app", client_assertion=Fresh(tokens.__next__))
    assert method.remarks(TARGET.server) == ()
    assert method.credentials(ambient, TARGET).members


def test_a_good_one_has_no_remarks(ambient: Ambient) -> None:
    for audience in (ISSUER, TARGET.url, ["x", ISSUER]):
        assert _said(_method(_token(ambient.now() + 60, aud=audience)), ambient) == ""


def test_what_the_server_may_not_like_is_said(ambient: Ambient) -> None:
    now = ambient.now()
    assert _said(_method("opaque"), ambient).startswith("the client assertion is no JWT")
    assert _said(_method(_token(now + 60, aud=None)), ambient) == "the assertion has no claim aud"
    assert "not valid before" in _said(_method(_token(now + 600, nbf=now + 300)), ambient)
    assert "aud is https://other.example, not" in _said(_method(_token(now + 60, aud="https://other.example")), ambient)
    unproven = unsigned({**CLAIMS, "exp": now + 60}, alg="none")
    assert "not signed" in _said(_method(unproven), ambient)


@pytest.mark.parametrize("named", [ENTRA, "token-endpoint"])
def test_an_audience_that_was_named_counts_besides_the_server(ambient: Ambient, named: str) -> None:
    for audience in (ENTRA, ISSUER):
        method = _method(_token(ambient.now() + 60, aud=audience), assertion_audience=named)
        assert (_said(method, ambient) == "") is (audience == ISSUER or named == ENTRA)


def test_a_token_of_the_platform_goes_to_no_other_server_than_it_names(ambient: Ambient) -> None:
    def made(audience: Any, asked: str = "", **further: Any) -> Credentials:
        read = Fresh(lambda: _token(ambient.now() + 60, aud=audience), of_platform=True, audience=asked)
        method = ClientAssertion(client_id="app", client_assertion=read, **further)
        return method.credentials(ambient, replace(TARGET, override=override))

    override = False
    with pytest.raises(
        UsageProblem, match=r"aud is https://kubernetes\.default\.svc, not .*; nothing was sent"
    ) as told:
        made(["https://kubernetes.default.svc"])
    assert "--assertion-audience" in told.value.help
    for good in (made(ISSUER), made(ENTRA, ENTRA), made(ENTRA, assertion_audience=ENTRA)):
        assert good.remarks == ()
    assert [one.what for one in made(None).remarks] == ["the assertion has no claim aud"]
    override = True
    assert "aud is" in made("https://kubernetes.default.svc").remarks[0].what
