"""Failing sign-ins in a real browser, explained from the HAR file that a person would save of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.interop.har import saved_har
from tests.interop.single_page import running_single_page
from tests.interop.visitor import VERIFIER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.interop.command_line import CommandLine
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.person import OidcProviderPerson
    from tests.interop.single_page import SinglePage

    Explained = Callable[[], list[dict[str, Any]]]

pytestmark = pytest.mark.interop

OTHER_VERIFIER = "the-code-verifier-of-the-other-tab-0123456789-0123"


@pytest.fixture
def page(op: OidcProvider) -> Iterator[SinglePage]:
    with running_single_page(op) as one:
        yield one


@pytest.fixture
def explained(tokencli: CommandLine, alice_at_op: OidcProviderPerson) -> Explained:
    """Saves what the browser did, and has it explained."""
    browser = alice_at_op.browser
    browser.network_events()  # what was before is no part of it

    def explain() -> list[dict[str, Any]]:
        run = tokencli.run("explain", tokencli.file("saved.har", saved_har(browser)), "-o", "json")
        assert run.code == 0, run.said
        assert VERIFIER not in run.said
        assert OTHER_VERIFIER not in run.said
        findings: list[dict[str, Any]] = run.document["findings"]
        return findings

    return explain


def signed_in(person: OidcProviderPerson, url: str) -> None:
    person.browser.open(url)
    person.sign_in()
    person.agree()
    person.browser.see("The token endpoint said")


def test_a_redirect_uri_that_is_not_registered(
    alice_at_op: OidcProviderPerson, page: SinglePage, explained: Explained
) -> None:
    alice_at_op.browser.open(page.sign_in_url(redirect_uri=f"{page.redirect_uri}/"))
    alice_at_op.browser.see("redirect_uri")
    first = explained()[0]
    assert (first["name"], first["confidence"]) == ("redirect-uri-not-registered", "certain")
    assert f"{page.redirect_uri}/" in [place["value"] for place in first["where"]]


def test_a_person_who_says_no(alice_at_op: OidcProviderPerson, page: SinglePage, explained: Explained) -> None:
    alice_at_op.browser.open(page.sign_in_url())
    alice_at_op.refuse()
    alice_at_op.browser.see("Not signed in: access_denied")
    first = explained()[0]
    assert first["name"] == "access-denied"
    assert "End-User aborted interaction" in first["why"]


def test_a_verifier_of_another_sign_in(op: OidcProvider, alice_at_op: OidcProviderPerson, explained: Explained) -> None:
    with running_single_page(op, OTHER_VERIFIER) as page:
        signed_in(alice_at_op, page.sign_in_url())
        first = explained()[0]
    assert (first["name"], first["confidence"]) == ("code-verifier-differs", "certain")


def test_a_page_that_is_reloaded_with_its_code(
    alice_at_op: OidcProviderPerson, page: SinglePage, explained: Explained
) -> None:
    signed_in(alice_at_op, page.sign_in_url())
    alice_at_op.browser.see("said 200")
    alice_at_op.browser.driver.refresh()
    alice_at_op.browser.see("said 400")
    first = explained()[0]
    assert (first["name"], first["confidence"]) == ("code-expired-or-used", "certain")
    assert [place for place in first["where"] if place["exchange"].startswith("earlier token request")]
