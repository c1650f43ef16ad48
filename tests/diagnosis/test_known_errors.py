from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.diagnosis.evidence_of import asked, evidence_of
from tests.oauth.channel import answer
from tests.providers.listed import list_acme
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.finding import Confidence, Pointer
from tokencli.diagnosis.known_errors import from_provider, from_registry
from tokencli.diagnosis.wording import lifetime
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import UNSEEN_REQUEST, Purpose
from tokencli.wire.message import Request, Response

if TYPE_CHECKING:
    from tokencli.diagnosis.evidence import Evidence

REQUEST = asked((("grant_type", "authorization_code"),), url="https://login.acme.example/token")


def _refused(error: str, description: str = "") -> Evidence:
    return evidence_of(answer({"error": error, "error_description": description}, 400), REQUEST)


def test_what_a_product_says_of_its_own_error_is_found_with_every_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    list_acme(monkeypatch)
    first, second = from_provider(_refused("invalid_grant", "the code is spent"))
    assert (first.name, first.confidence, first.who) == ("acme-code-used", Confidence.LIKELY, Who.YOU)
    assert (second.name, second.confidence, second.who) == ("acme-code-used-2", Confidence.POSSIBLE, Who.END_USER)
    assert first.what == "the code was sent twice"
    assert first.why == "Acme Identity: The code is spent. To confirm: look for two requests"
    assert first.where == (Pointer("token answer", "error", "invalid_grant"),)
    assert first.see == ("https://docs.acme.example/errors",)


def test_what_was_not_verified_in_a_source_is_never_more_than_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    list_acme(monkeypatch)
    (finding,) = from_provider(_refused("acme_busy", "busy"))
    assert finding.confidence is Confidence.POSSIBLE


def test_a_product_says_nothing_of_an_error_it_does_not_list(monkeypatch: pytest.MonkeyPatch) -> None:
    list_acme(monkeypatch)
    assert list(from_provider(_refused("invalid_scope"))) == []
    assert list(from_provider(evidence_of(answer({"error": "invalid_grant"}, 400)))) == []
    assert list(from_provider(evidence_of(answer(b"<html>", 400), REQUEST))) == []


def test_how_long_a_thing_lives_is_said_where_the_product_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    list_acme(monkeypatch)
    evidence = _refused("invalid_grant")
    assert lifetime(evidence, "authorization code") == ", at Acme Identity for 60 seconds"
    assert lifetime(evidence, "refresh token") == ""
    assert lifetime(evidence_of(answer(b"")), "authorization_code") == ""


@pytest.mark.parametrize("error", REGISTERED_ERRORS)
def test_a_registered_code_is_always_explained_and_comes_last(error: str) -> None:
    evidence = evidence_of(answer({"error": error}, 400), asked((("grant_type", "x"), ("client_id", "app"))))
    (finding,) = from_registry(evidence)
    assert finding.name == error.replace("_", "-")
    assert (finding.confidence, finding.see) == (Confidence.POSSIBLE, (REGISTERED_ERRORS[error].spec,))
    assert find(evidence)[-1] == finding


def test_a_code_that_nobody_registered_is_not_explained() -> None:
    assert list(from_registry(_refused("acme_made_this_up"))) == []


def test_the_same_name_is_said_once_and_the_surest_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    acme = list_acme(monkeypatch)
    renamed = replace(acme.errors[0], name="invalid-grant", causes=acme.errors[0].causes[:1])
    monkeypatch.setattr("tests.providers.acme.PROVIDER", replace(acme, errors=(renamed,)))
    named = [one for one in find(_refused("invalid_grant", "the code is spent")) if one.name == "invalid-grant"]
    assert [one.confidence for one in named] == [Confidence.LIKELY]


def test_a_page_for_a_person_is_known_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    acme = list_acme(monkeypatch)
    page = replace(acme.errors[0], name="acme-page", codes=(), page=True, words="not registered")
    monkeypatch.setattr("tests.providers.acme.PROVIDER", replace(acme, errors=(page,)))
    html = answer(b"<html><h1>This address is <b>not registered</b></h1>", 400)
    first, *_ = from_provider(evidence_of(html, REQUEST))
    assert (first.name, first.confidence) == ("acme-page", Confidence.LIKELY)
    assert list(from_provider(_refused("invalid_grant", "not registered"))) == []


def test_a_page_in_place_of_a_redirect_is_known_too_though_its_status_says_that_all_is_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acme = list_acme(monkeypatch)
    page = replace(acme.errors[0], name="acme-page", codes=(), page=True, words="not registered")
    monkeypatch.setattr("tests.providers.acme.PROVIDER", replace(acme, errors=(page,)))
    asks = Request("GET", "https://login.acme.example/authorize", (), b"")

    def found(body: bytes, media_type: str = "text/html") -> list[str]:
        came = Response(200, (("Content-Type", media_type),), body)
        return [one.name for one in from_provider(evidence_of(came, asks, Purpose.AUTHORIZATION))]

    assert found(b"<p>This address is <b>not registered</b></p>")[:1] == ["acme-page"]
    assert found(b"<p>Please sign in</p>") == []
    assert found(b"this address is not registered", "text/plain") == []


def test_a_page_that_is_none_for_a_person_is_no_product_s(monkeypatch: pytest.MonkeyPatch) -> None:
    list_acme(monkeypatch)
    assert list(from_provider(evidence_of(answer(b"not registered", 502), REQUEST))) == []


def test_a_number_tells_the_product_of_an_answer_alone() -> None:
    declined = answer({"error": "access_denied", "error_description": "AADSTS65004: User declined"}, 400)
    first = next(iter(from_provider(evidence_of(declined, UNSEEN_REQUEST))))
    assert first.name == "entra-consent-declined"


def test_an_answer_in_a_form_of_its_own_is_known_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    acme = list_acme(monkeypatch)
    own = replace(acme.errors[0], name="acme-own-form", codes=(), page=True, words=r'"problem":\s*"no form"')
    monkeypatch.setattr("tests.providers.acme.PROVIDER", replace(acme, errors=(own,)))
    first, *_ = from_provider(evidence_of(answer({"problem": "no form"}, 415), REQUEST))
    assert (first.name, first.confidence) == ("acme-own-form", Confidence.LIKELY)
    assert list(from_provider(evidence_of(answer(b"", 415), REQUEST))) == []


def test_words_that_a_family_shares_tell_the_family_and_not_its_first_member() -> None:
    shared = {"error": "invalid_grant", "error_description": "invalid_username_or_password"}
    first, *_ = from_provider(evidence_of(answer(shared, 400), UNSEEN_REQUEST))
    assert first.name == "identityserver-user-credentials"


def test_words_that_go_on_after_those_of_a_product_are_not_its_own() -> None:
    said = answer({"error": "invalid_request", "error_description": "Invalid client_id parameter value."}, 400)
    assert list(from_provider(evidence_of(said, UNSEEN_REQUEST))) == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("bad_redirect_uri", ["slack-redirect-uri-differs"]),
        ("unauthorized", []),  # of UAA alone, but a word of everybody
        ("invalid_scope", []),
    ],
)
def test_a_code_that_one_product_alone_sends_tells_the_product_of_an_answer_alone(code: str, names: list[str]) -> None:
    assert [one.name for one in from_provider(evidence_of(answer({"error": code}, 200), UNSEEN_REQUEST))] == names
