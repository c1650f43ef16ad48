"""An identity provider vouches at another server: two requests, two clients, and a look at what goes between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.jose.keys import encode, key, pem, unsigned
from tests.oauth.channel import ISSUER, TOKENS, answer, channel, refusal, sent_form
from tokencli.errors import UsageProblem
from tokencli.jose.keys import load_signing_key
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.client_auth.client_secret_post import ClientSecretPost
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.dpop import Dpop
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.grants.id_jag import IdJag
from tokencli.oauth.identifiers import ID_JAG_TYPE, JWT_BEARER, TOKEN_EXCHANGE
from tokencli.oauth.not_handed_on import NotHandedOn
from tokencli.oauth.server import Server
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.runtime.replay import replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient
    from tokencli.runtime.replay import Replayed
    from tokencli.wire.message import Response

IDP, IDP_TOKEN = "https://idp.example", "https://idp.example/token"
NOW = 1_772_366_400
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
JWE = f"{encode({'alg': 'RSA-OAEP'})}.a.b.c.d"
PEM = pem(key("ES256").private)
GONE = NoAnswer(NoAnswerReason.CONNECT, "connection refused")


def _jag(typ: str = "oauth-id-jag+jwt", **claims: Any) -> str:
    told = {"aud": ISSUER, "client_id": "app", "exp": NOW + 300, **claims}
    kept = {name: value for name, value in told.items() if value is not None}
    return unsigned(kept, "c2ln", typ=typ, alg="RS256")


def _vouched(token: str, **members: Any) -> Response:
    told = {"access_token": token, "issued_token_type": ID_JAG_TYPE, "token_type": "N_A", **members}
    return answer({name: value for name, value in told.items() if value is not None})


def _run(
    ambient: Ambient, *answers: Response | NoAnswer, common: CommonMembers | None = None, **given: Any
) -> Replayed[Any]:
    further = {name: given.pop(name) for name in ("override", "strict", "dpop") if name in given}
    grant = IdJag(**{"subject_token": "st", "idp_token_endpoint": IDP_TOKEN, **given})
    method = ClientSecretPost(client_id="app", client_secret="here")
    here = channel(ambient, authentication=method, client_id="app", **further)
    return replay(grant.run(here, common or CommonMembers()), answers)


def test_the_token_of_the_sign_in_is_exchanged_and_what_comes_is_traded(ambient: Ambient) -> None:
    common = CommonMembers(scope=("chat",), resource=("https://api",), param=(("last", "1"),), auth_param=(("q", "2"),))
    given: dict[str, Any] = {"idp_client_id": "sso", "idp_client_secret": "there"}
    ended = _run(ambient, _vouched(_jag()), answer(TOKENS), common=common, **given)
    assert isinstance(ended.outcome, TokenSet)
    assert ended.outcome.deviations == ()
    there, here = ended.sent
    assert (there.request.url, here.request.url) == (IDP_TOKEN, f"{ISSUER}/token")
    assert sent_form(there) == (
        ("grant_type", TOKEN_EXCHANGE), ("requested_token_type", ID_JAG_TYPE), ("subject_token", "st"),
        ("subject_token_type", ID_TOKEN), ("scope", "chat"), ("resource", "https://api"), ("q", "2"), ("audience", ISSUER),
    )  # fmt: skip
    assert there.request.header("authorization") == "Basic c3NvOnRoZXJl"
    assert sent_form(here) == (
        ("grant_type", JWT_BEARER), ("assertion", _jag()), ("last", "1"), ("client_id", "app"), ("client_secret", "here"),
    )  # fmt: skip
    assert here.request.header("authorization") is None


def test_the_client_is_the_same_at_both_unless_it_is_named(ambient: Ambient) -> None:
    ended = _run(ambient, _vouched(_jag()), answer(TOKENS))
    assert dict(sent_form(ended.sent[0]))["client_id"] == "app"
    assert "client_secret" not in dict(sent_form(ended.sent[0]))


def test_it_authenticates_there_with_what_was_given_for_there(ambient: Ambient) -> None:
    with_key = _run(ambient, _vouched(_jag()), answer(TOKENS), idp_key=PEM)
    assert "client_assertion" in dict(sent_form(with_key.sent[0]))
    secret: dict[str, Any] = {"idp_client_secret": "there", "idp_auth_method": "post"}
    named = _run(ambient, _vouched(_jag()), answer(TOKENS), idp_key=PEM, **secret)
    assert dict(sent_form(named.sent[0]))["client_secret"] == "there"


def test_the_metadata_of_the_identity_provider_names_where_and_how(ambient: Ambient) -> None:
    metadata = answer(
        {"issuer": IDP, "token_endpoint": IDP_TOKEN, "token_endpoint_auth_methods_supported": ["client_secret_post"]}
    )
    given: dict[str, Any] = {"idp_token_endpoint": None, "idp_issuer": IDP, "idp_client_secret": "there"}
    ended = _run(ambient, metadata, _vouched(_jag()), answer(TOKENS), **given)
    assert [one.purpose for one in ended.sent] == [Purpose.METADATA, Purpose.TOKEN, Purpose.TOKEN]
    assert dict(sent_form(ended.sent[1]))["client_secret"] == "there"


def test_metadata_that_cannot_be_used_ends_it_before_anything_secret_is_sent(ambient: Ambient) -> None:
    given: dict[str, Any] = {"idp_token_endpoint": None, "idp_issuer": IDP}
    with pytest.raises(UsageProblem, match="no usable metadata of the identity provider"):
        _run(ambient, answer({"issuer": "https://other.example", "token_endpoint": IDP_TOKEN}), **given)
    assert _run(ambient, GONE, **given).outcome is GONE


def test_what_the_identity_provider_refuses_is_the_outcome(ambient: Ambient) -> None:
    ended = _run(ambient, refusal("invalid_target"))
    assert isinstance(ended.outcome, ErrorResponse)
    assert len(ended.sent) == 1
    assert _run(ambient, GONE).outcome is GONE


@pytest.mark.parametrize(
    ("token", "odd"),
    [
        (_jag(), set()),
        (_jag(typ="JWT"), {"id-jag-type"}),
        (_jag(typ="application/oauth-id-jag+jwt"), set()),  # RFC 7515 section 4.1.9: the prefix may be there
        (_jag(aud=[ISSUER]), set()),
        (_jag(aud=[ISSUER, "https://other.example"]), {"id-jag-audience"}),
        (_jag(client_id="sso"), {"id-jag-client"}),
        (_jag(client_id=None), {"id-jag-client"}),
        (_jag(exp=NOW - 1), {"id-jag-expired"}),
        (_jag(exp="soon"), {"id-jag-expired"}),
        (_jag(exp=None), {"id-jag-expired"}),
        (_jag(cnf={"jkt": "another"}), {"id-jag-bound"}),
        (JWE, {"id-jag-encrypted"}),
    ],
)
def test_where_the_assertion_strays_is_said_before_it_is_sent_and_whatever_the_server_makes_of_it(
    ambient: Ambient, token: str, odd: set[str]
) -> None:
    for last in (answer(TOKENS), refusal("invalid_grant")):
        ended = _run(ambient, _vouched(token), last)
        found = [one for one in ended.outcome.deviations if one.name.startswith("id-jag")]
        assert odd == {one.name for one in found}
        assert [one.what for one in found] == [one.what for one in ended.sent[1].remarks]
    assert _run(ambient, _vouched(token), GONE).outcome is GONE


def test_how_the_identity_provider_answers_is_no_matter_of_the_request_to_the_server(ambient: Ambient) -> None:
    vouched = replace(_vouched(_jag()), headers=(("Content-Type", "application/json"),))
    ended = _run(ambient, vouched, answer(TOKENS))
    assert [one.name for one in ended.outcome.deviations] == ["cache-control-missing"]
    assert ended.sent[1].remarks == ()


def test_an_answer_that_does_not_say_what_it_issued_is_said_and_handed_on(ambient: Ambient) -> None:
    ended = _run(ambient, _vouched(_jag(), issued_token_type=None, token_type="Bearer"), answer(TOKENS))
    names = {one.name for one in ended.outcome.deviations}
    assert {"issued-token-type-missing", "id-jag-token-type"} <= names
    assert any("Bearer, not N_A" in one.what for one in ended.sent[1].remarks)


UNFIT: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "another type": (_jag(), {"issued_token_type": ID_TOKEN}, {"issued_token_type"}),
    "no JWT": ("opaque", {}, {"form"}),
    "for another": (_jag(aud="https://other.example"), {}, {"aud"}),
    "for nobody": (_jag(aud=None), {}, {"aud"}),
    "an access token": (_jag(aud="api"), {"issued_token_type": ACCESS_TOKEN}, {"issued_token_type", "aud"}),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_no_assertion_for_this_server_never_leaves_for_it(ambient: Ambient, case: str) -> None:
    token, members, failed = UNFIT[case]
    ended = _run(ambient, _vouched(token, **members))
    assert len(ended.sent) == 1
    assert isinstance(ended.outcome, NotHandedOn)
    assert {one.name for one in ended.outcome.checks if not one.passed} == failed
    assert token not in repr(ended.outcome)
    override = _run(ambient, _vouched(token, **members), answer(TOKENS), override=True)
    assert isinstance(override.outcome, TokenSet)
    assert dict(sent_form(override.sent[1]))["assertion"] == token
    said = " ".join(one.what for one in override.sent[1].remarks)
    assert all(f"{name} of the assertion: expected" in said for name in failed)


@pytest.mark.parametrize(("bound", "goes", "odd"), [("own", True, set()), ("another", False, set()), (None, True, {"id-jag-not-bound"})])  # fmt: skip
def test_with_a_proof_the_assertion_is_bound_to_the_own_key(
    ambient: Ambient, bound: str | None, goes: bool, odd: set[str]
) -> None:
    dpop = Dpop(load_signing_key(PEM), "ES256")
    confirmation = {"jkt": dpop.thumbprint if bound == "own" else bound} if bound else None
    ended = _run(ambient, _vouched(_jag(cnf=confirmation)), answer({**TOKENS, "token_type": "DPoP"}), dpop=dpop)
    assert len(ended.sent) == (2 if goes else 1)
    assert odd == {one.name for one in ended.outcome.deviations if one.name.startswith("id-jag")}


def test_a_strict_run_ends_where_the_identity_provider_strays(ambient: Ambient) -> None:
    ended = _run(ambient, _vouched(_jag(client_id="sso")), strict=True)
    assert isinstance(ended.outcome, Unrecognised)
    assert "client_id is sso, not app" in ended.outcome.detail
    assert len(ended.sent) == 1
    assert isinstance(_run(ambient, _vouched(_jag()), answer(TOKENS), strict=True).outcome, TokenSet)


def test_the_server_must_have_a_name_for_the_identity_provider(ambient: Ambient) -> None:
    nameless = replace(channel(ambient), server=Server("", {"token_endpoint": f"{ISSUER}/token"}))
    grant = IdJag(subject_token="st", idp_token_endpoint=IDP_TOKEN)
    with pytest.raises(UsageProblem, match="nothing names the server to the identity provider"):
        replay(grant.run(nameless, CommonMembers()), [])
    named = CommonMembers(audience=("https://named.example",))
    ended = replay(grant.run(nameless, named), [_vouched(_jag(aud="https://named.example")), answer(TOKENS)])
    assert dict(sent_form(ended.sent[0]))["audience"] == "https://named.example"


def test_without_an_identity_provider_it_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(UsageProblem, match="no identity provider is named"):
        IdJag(subject_token="st").remarks(Server(), 0)
    assert IdJag(subject_token="st", idp_issuer=IDP).remarks(Server(), 0) == ()


def test_what_a_person_says_of_one_server_is_not_said_to_the_other(ambient: Ambient) -> None:
    here = channel(ambient, extra_headers=(("X-Api-Key", "for-here"),))
    grant = IdJag(subject_token="st", idp_token_endpoint=IDP_TOKEN)
    there, back = replay(grant.run(here, CommonMembers()), [_vouched(_jag()), answer(TOKENS)]).sent
    assert (there.request.header("x-api-key"), back.request.header("x-api-key")) == (None, "for-here")
