from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.oauth.channel import answer
from tokencli.oauth.endpoints.discovery import NotFound
from tokencli.oauth.endpoints.protected_resource import (
    ResourceMetadata,
    ResourceMismatch,
    discover_resource,
    is_same_resource,
    resource_metadata_url,
    resource_of_metadata_url,
)
from tokencli.runtime.replay import Replayed, replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose

if TYPE_CHECKING:
    from tokencli.wire.message import Response

RESOURCE = "https://rs.example/api"
WELL_KNOWN = "https://rs.example/.well-known/oauth-protected-resource"
DOCUMENT: dict[str, Any] = {"resource": RESOURCE, "authorization_servers": ["https://as.example"]}


def _discover(resource: str, *answers: Response | NoAnswer) -> Replayed[Any]:
    return replay(discover_resource(resource, "tokencli/test", (("X-Tenant", "north"),)), answers)


@pytest.mark.parametrize(
    ("resource", "url"),
    [
        ("https://rs.example", WELL_KNOWN),
        ("https://rs.example/", WELL_KNOWN),
        ("https://rs.example/api", f"{WELL_KNOWN}/api"),
        ("https://rs.example/api/", f"{WELL_KNOWN}/api/"),
        ("https://rs.example/api?tenant=a", f"{WELL_KNOWN}/api?tenant=a"),
        ("https://rs.example?tenant=a", f"{WELL_KNOWN}?tenant=a"),
        (f"{WELL_KNOWN}/api", f"{WELL_KNOWN}/api"),
    ],
)
def test_the_well_known_part_stands_between_host_and_path_and_query(resource: str, url: str) -> None:
    assert resource_metadata_url(resource) == url


@pytest.mark.parametrize(
    "resource", ["https://rs.example", "https://rs.example/api", "https://rs.example/api/", "https://rs.example/a?b=c"]
)
def test_the_resource_follows_from_the_url_of_its_document(resource: str) -> None:
    assert resource_of_metadata_url(resource_metadata_url(resource)) == resource
    assert resource_of_metadata_url(resource) == resource


@pytest.mark.parametrize(
    ("asked", "named", "exact", "same"),
    [
        (RESOURCE, RESOURCE, True, True),
        (RESOURCE, RESOURCE, False, True),
        (RESOURCE, f"{RESOURCE}/", True, False),
        (RESOURCE, f"{RESOURCE}/", False, False),
        ("https://rs.example", "https://rs.example/", True, False),
        ("https://rs.example", "https://rs.example/", False, True),
        (RESOURCE, "https://RS.example/api", False, False),
    ],
)
def test_resources_are_compared_letter_for_letter(asked: str, named: str, *, exact: bool, same: bool) -> None:
    assert is_same_resource(asked, named, exact=exact) is same


def test_a_document_of_the_resource_is_taken_with_every_member() -> None:
    run = _discover(RESOURCE, answer(DOCUMENT))
    assert run.outcome == ResourceMetadata(f"{WELL_KNOWN}/api", DOCUMENT)
    [sent] = run.sent
    assert (sent.request.method, sent.request.url, sent.purpose) == ("GET", f"{WELL_KNOWN}/api", Purpose.METADATA)
    assert sent.request.header("x-tenant") == "north"


def test_another_resource_is_not_used() -> None:
    run = _discover(RESOURCE, answer({**DOCUMENT, "resource": "https://rs.example"}))
    assert run.outcome == ResourceMismatch(f"{WELL_KNOWN}/api", RESOURCE, "https://rs.example")


@pytest.mark.parametrize(
    ("response", "seen"),
    [
        (answer(b"", 404), "status 404"),
        (answer({"authorization_servers": []}), "JSON that names no resource"),
        (answer({"resource": 7}), "JSON that names no resource"),
    ],
)
def test_what_is_no_document_is_not_found(response: Response, seen: str) -> None:
    assert _discover(RESOURCE, response).outcome == NotFound(RESOURCE, ((f"{WELL_KNOWN}/api", seen),), response)


def test_no_answer_is_handed_on() -> None:
    silent = NoAnswer(NoAnswerReason.CONNECT, "refused")
    assert _discover(RESOURCE, silent).outcome == silent
