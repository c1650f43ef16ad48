"""An identity provider vouches at another server: two requests, two clients, and a look at what goes between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.jose.keys import key, unsigned
from tests.oauth.channel import ISSUER, TOKENS, answer, channel, refusal, sent_form
from tokencli.errors import UsageProblem
from tokencli.oauth.client_auth.client_secret_post import ClientSecretPost
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.grants.id_jag import IdJag
from tokencli.oauth.identifiers import ID_JAG_TYPE, JWT_BEARER, TOKEN_EXCHANGE
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
GONE = NoAnswer(NoAnswerReason.CONNECT, "connection refused")


def _jag(typ: str = "oauth-id-jag+jwt", **claims: Any) -> str:
    return unsigned({"aud": ISSUER, "client_id": "app", "exp": NOW + 300, **claims}, "c2ln", typ=typ, alg="RS256")


def _vouched(token: str, **members: Any) -> Response:
    return answer({"access_token": token, "issued_token_type": ID_JAG_TYPE, "token_type": "N_A", **members})


def _run(
    ambient: Ambient, *answers: Response | NoAnswer, common: CommonMembers | None = None, **given: Any
) -> Replayed[Any]:
    grant = IdJag(**{"subject_token": "st", "idp_token_endpoint": IDP_TOKEN, **given})
    here = channel(ambient, authentication=ClientSecretPost(client_id="app", client_secret="here"), client_id="app")
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
    pem = key("ES256").private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with_key = _run(ambient, _vouched(_jag()), answer(TOKENS), idp_key=pem)
    assert "client_assertion" in dict(sent_form(with_key.sent[0]))
    secret: dict[str, Any] = {"idp_client_secret": "there", "idp_auth_method": "post"}
    named = _run(ambient, _vouched(_jag()), answer(TOKENS), idp_key=pem, **secret)
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
        ("opaque", {"id-jag-no-jwt"}),
        (_jag(typ="JWT"), {"id-jag-type"}),
        (_jag(typ="application/oauth-id-jag+jwt"), set()),  # RFC 7515 section 4.1.9: the prefix may be there
        (_jag(aud="https://other.example"), {"id-jag-audience"}),
        (_jag(aud=[ISSUER]), set()),
        (_jag(client_id="sso"), {"id-jag-client"}),
        (_jag(exp=NOW - 1), {"id-jag-expired"}),
        (_jag(exp="soon"), {"id-jag-expired"}),
    ],
)
def test_where_the_assertion_strays_is_said_whatever_the_server_makes_of_it(
    ambient: Ambient, token: str, odd: set[str]
) -> None:
    for last in (answer(TOKENS), refusal("invalid_grant")):
        ended = _run(ambient, _vouched(token), last)
        assert odd == {one.name for one in ended.outcome.deviations if one.name.startswith("id-jag")}
    assert _run(ambient, _vouched(token), GONE).outcome is GONE


def test_another_type_than_was_asked_for_is_said(ambient: Ambient) -> None:
    ended = _run(ambient, _vouched(_jag(), issued_token_type=ID_TOKEN), answer(TOKENS))
    assert "issued-token-type-differs" in {one.name for one in ended.outcome.deviations}


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
