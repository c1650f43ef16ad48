"""The grants that are one token request: what they send, and that they send it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.oauth.assertion.saml_text import saml
from tests.oauth.channel import TOKENS, answer, channel, refusal, sent_form
from tokencli.errors import UsageProblem
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.grants import find_grant
from tokencli.oauth.identifiers import JWT_BEARER, SAML2_BEARER, TOKEN_EXCHANGE, UMA_TICKET
from tokencli.oauth.server import Server
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.runtime.replay import replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient
    from tokencli.runtime.replay import Replayed
    from tokencli.wire.form import Members
    from tokencli.wire.message import Response

ALL = CommonMembers(
    scope=("a b",), resource=("https://r",), audience=("n",), acr_values="loa2", auth_param=(("q", "1"),)
)
TARGET: Members = (("scope", "a b"), ("resource", "https://r"), ("audience", "n"))
ACR: Members = (("acr_values", "loa2"),)
CLIENT: Members = (("client_id", "app"),)
REFUSED_CONNECTION = NoAnswer(NoAnswerReason.CONNECT, "connection refused")
ACCESS, JWT = (f"urn:ietf:params:oauth:token-type:{name}" for name in ("access_token", "jwt"))

SENDS: list[tuple[str, dict[str, Any], Members]] = [
    ("client-credentials", {}, (("grant_type", "client_credentials"), *TARGET)),
    (
        "password",
        {"username": "alice", "password": "p w"},
        (("grant_type", "password"), ("username", "alice"), ("password", "p w"), *TARGET, *ACR),
    ),
    ("refresh-token", {"refresh_token": "rt"}, (("grant_type", "refresh_token"), ("refresh_token", "rt"), *TARGET)),
    ("jwt-bearer", {"assertion": " a.b.c\n"}, (("grant_type", JWT_BEARER), ("assertion", "a.b.c"), *TARGET)),
    (
        "token-exchange",
        {"subject_token": "st"},
        (("grant_type", TOKEN_EXCHANGE), ("subject_token", "st"), ("subject_token_type", ACCESS), *TARGET),
    ),
    (
        "uma-ticket",
        {"ticket": "t1", "claim_token": "it", "pct": "p", "rpt": "r", "permission": ("a#b", "c")},
        (
            ("grant_type", UMA_TICKET), ("ticket", "t1"), ("claim_token", "it"),
            ("claim_token_format", "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"), ("pct", "p"), ("rpt", "r"),
            ("permission", "a#b"), ("permission", "c"), ("scope", "a b"), ("audience", "n"),
        ),
    ),
    (
        "uma-ticket",
        {"permission": ("a#b",)},
        (("grant_type", UMA_TICKET), ("permission", "a#b"), ("scope", "a b"), ("audience", "n")),
    ),
    ("custom", {"grant_type": "urn:example:ticket"}, (("grant_type", "urn:example:ticket"), *TARGET, *ACR)),
    (
        "authorization-code",
        {"code": "c", "redirect_uri": "https://app/cb", "code_verifier": "v"},
        (
            ("grant_type", "authorization_code"), ("code", "c"), ("redirect_uri", "https://app/cb"), ("code_verifier", "v"),
            ("resource", "https://r"), ("audience", "n"),
        ),
    ),
    (
        "authorization-code",
        {"code": "c"},
        (("grant_type", "authorization_code"), ("code", "c"), ("resource", "https://r"), ("audience", "n")),
    ),
]  # fmt: skip
each = pytest.mark.parametrize(("name", "given", "members"), SENDS)


def _run(
    ambient: Ambient, name: str, given: dict[str, Any], *answers: Response | NoAnswer, common: CommonMembers = ALL
) -> Replayed[Any]:
    return replay(find_grant(name).load()(**given).run(channel(ambient, retries=1), common), answers)


@each
def test_a_grant_sends_its_own_members_then_the_common_ones_that_apply_to_it(
    ambient: Ambient, name: str, given: dict[str, Any], members: Members
) -> None:
    ended = _run(ambient, name, given, answer(TOKENS))
    assert isinstance(ended.outcome, TokenSet)
    (step,) = ended.sent
    assert step.request.url == "https://as.example/token"
    assert sent_form(step) == (*members, *CLIENT)


@each
def test_a_grant_that_may_spend_something_is_sent_once(
    ambient: Ambient, name: str, given: dict[str, Any], members: Members
) -> None:
    if name != "client-credentials":
        assert len(_run(ambient, name, given, REFUSED_CONNECTION).sent) == 1


def test_client_credentials_spend_nothing_and_are_sent_again(ambient: Ambient) -> None:
    ended = _run(ambient, "client-credentials", {}, REFUSED_CONNECTION, answer(TOKENS))
    assert isinstance(ended.outcome, TokenSet)
    assert len(ended.sent) == 2


def test_a_saml_assertion_is_sent_base64url_without_padding(ambient: Ambient) -> None:
    ended = _run(ambient, "saml2-bearer", {"assertion": saml()}, answer(TOKENS))
    (_, (name, value), *further) = sent_form(ended.sent[0])
    assert sent_form(ended.sent[0])[0] == ("grant_type", SAML2_BEARER)
    assert name == "assertion"
    assert not {"+", "/", "=", "\n"} & set(value)
    assert tuple(further) == (*TARGET, *CLIENT)


def test_the_types_of_exchanged_tokens_are_spelled_out(ambient: Ambient) -> None:
    given = {
        "subject_token": "st", "subject_token_type": "jwt", "actor_token": "at", "requested_token_type": "urn:example:own",
    }  # fmt: skip
    ended = _run(ambient, "token-exchange", given, answer(TOKENS), common=CommonMembers())
    assert sent_form(ended.sent[0])[1:-1] == (
        ("subject_token", "st"), ("subject_token_type", JWT), ("actor_token", "at"), ("actor_token_type", ACCESS),
        ("requested_token_type", "urn:example:own"),
    )  # fmt: skip
    named = _run(ambient, "token-exchange", {**given, "actor_token_type": "jwt"}, answer(TOKENS))
    assert ("actor_token_type", JWT) in sent_form(named.sent[0])


def test_a_saml_assertion_to_be_exchanged_is_encoded_and_an_encoded_one_is_left(ambient: Ambient) -> None:
    for token, sent in (("<Assertion/>", "PEFzc2VydGlvbi8-"), ("PEFzc2VydGlvbi8-", "PEFzc2VydGlvbi8-")):
        given = {"subject_token": token, "subject_token_type": "saml2"}
        ended = _run(ambient, "token-exchange", given, answer(TOKENS), common=CommonMembers())
        assert dict(sent_form(ended.sent[0]))["subject_token"] == sent
        assert dict(sent_form(ended.sent[0]))["subject_token_type"] == "urn:ietf:params:oauth:token-type:saml2"


@pytest.mark.parametrize(
    ("issued", "requested", "odd"),
    [
        (ACCESS, None, set()),
        (ACCESS, "access_token", set()),
        (JWT, "access-token", {"issued-token-type-differs"}),
        (None, None, {"issued-token-type-missing"}),
    ],
)
def test_what_the_exchange_gave_is_compared_with_what_was_asked_for(
    ambient: Ambient, issued: str | None, requested: str | None, odd: set[str]
) -> None:
    given = {"subject_token": "st", "requested_token_type": requested}
    ended = _run(ambient, "token-exchange", given, answer({**TOKENS, "issued_token_type": issued}))
    assert {one.name for one in ended.outcome.deviations} == odd


@pytest.mark.parametrize(
    ("grant", "given", "odd"),
    [
        ("client-credentials", {}, {"refresh-token-not-expected"}),
        ("jwt-bearer", {"assertion": "a.b.c"}, {"refresh-token-not-expected"}),
        ("saml2-bearer", {"assertion": saml()}, {"refresh-token-not-expected"}),
        ("password", {"username": "alice", "password": "p"}, set()),
        ("refresh-token", {"refresh_token": "rt"}, set()),
    ],
)
def test_a_refresh_token_is_odd_where_the_grant_can_be_used_again(
    ambient: Ambient, grant: str, given: dict[str, Any], odd: set[str]
) -> None:
    for member, names in (({"refresh_token": "rt-2"}, odd), ({}, set())):
        ended = _run(ambient, grant, given, answer({**TOKENS, "refresh_token": None, **member}))
        assert {one.name for one in ended.outcome.deviations} == names


def test_a_refused_exchange_is_the_refusal(ambient: Ambient) -> None:
    assert (
        _run(ambient, "token-exchange", {"subject_token": "st"}, refusal("invalid_target")).outcome.error
        == "invalid_target"
    )


def test_a_ticket_or_a_permission_says_what_is_wanted() -> None:
    uma: Any = find_grant("uma-ticket").load()
    assert uma(ticket="t").remarks(Server(), 0) == uma(permission=("a",)).remarks(Server(), 0) == ()
    assert len(uma().remarks(Server(), 0)) == 1


def test_a_format_without_a_claim_token_means_nothing(ambient: Ambient) -> None:
    with pytest.raises(UsageProblem, match="--claim-token-format without --claim-token"):
        _run(ambient, "uma-ticket", {"ticket": "t", "claim_token_format": "x"}, answer(TOKENS))


def test_a_type_without_an_actor_token_means_nothing(ambient: Ambient) -> None:
    with pytest.raises(UsageProblem, match="--actor-token-type without --actor-token means nothing"):
        _run(ambient, "token-exchange", {"subject_token": "st", "actor_token_type": "jwt"}, answer(TOKENS))


@pytest.mark.parametrize(
    ("name", "given", "remark"),
    [
        ("client-credentials", {}, ""),
        ("password", {"username": "a", "password": "b"}, ""),
        ("refresh-token", {"refresh_token": "rt"}, ""),
        ("device-code", {}, ""),
        ("custom", {"grant_type": "password"}, ""),
        ("custom", {"grant_type": "urn:a:b"}, ""),
        ("custom", {"grant_type": "ticket"}, "the grant type ticket is neither registered nor an absolute URI"),
        ("token-exchange", {"subject_token": "st"}, ""),
        ("token-exchange", {"subject_token": "st", "subject_token_type": "access-token"}, ""),
        ("token-exchange", {"subject_token": "st", "requested_token_type": "own"}, "the token type own is no URI"),
        ("authorization-code", {"code": "c", "pkce": "none"}, ""),
        ("authorization-code", {"code": "c", "code_verifier": "v" * 43}, ""),
        ("authorization-code", {"code": "c", "code_verifier": "v" * 42}, "the code verifier has 42 characters"),
    ],
)
def test_what_a_server_may_not_like_is_remarked_before_it_is_sent(
    name: str, given: dict[str, Any], remark: str
) -> None:
    remarks = find_grant(name).load()(**given).remarks(Server(), 0.0)
    assert bool(remarks) == bool(remark)
    assert all(one.what.startswith(remark) and one.spec.startswith("RFC") for one in remarks)


def test_an_assertion_is_looked_at_beforehand() -> None:
    server = Server("https://as.example", {"token_endpoint": "https://as.example/token"})
    saml_remarks = find_grant("saml2-bearer").load()(assertion=saml(signature="")).remarks(server, 0.0)  # type: ignore[call-arg]
    assert "the assertion has no Signature" in {one.what for one in saml_remarks}
    with pytest.raises(UsageProblem, match="the assertion is no JWT"):
        find_grant("jwt-bearer").load()(assertion="opaque").remarks(server, 0.0)  # type: ignore[call-arg]
