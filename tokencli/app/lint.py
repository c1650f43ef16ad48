"""What in the metadata of a server, in its keys, in the metadata of a protected resource or in a token is wrong or risky."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.app.discover import discover_any
from tokencli.app.wiring import USER_AGENT
from tokencli.diagnosis.linted import Linted, lint
from tokencli.diagnosis.protected_resource_seen import ProtectedResourceSeen
from tokencli.diagnosis.server_seen import ServerSeen
from tokencli.diagnosis.token_seen import TokenSeen
from tokencli.errors import UsageProblem
from tokencli.oauth.answer import Answer, read_members
from tokencli.oauth.endpoints.discovery import (
    Metadata,
    NotFound,
    fetch_document,
    issuer_of_metadata_url,
    metadata_urls,
)
from tokencli.oauth.endpoints.jwks import NoKeys, fetch_keys
from tokencli.oauth.endpoints.protected_resource import ResourceMetadata, ResourceMismatch, resource_of_metadata_url
from tokencli.oauth.tokens.token_use import is_for_apis
from tokencli.wire.exchange import NoAnswer, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.app.wiring import Wiring
    from tokencli.jose.peek import PeekedToken
    from tokencli.oauth.tokens.token_use import Use
    from tokencli.wire.message import Response

_CLOSED = ("the claims: the token is encrypted; --key or --client-secret opens it",)
_NOT_ITS_OWN = ("the keys: the metadata names another issuer",)
_REDIRECTS = range(300, 400)  # RFC 9110 section 15.4


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What was looked at, and what was found in it.

    Attributes:
        name: What it is: an issuer, a resource, a token, or `profile NAME`.
        linted: What was found.
    """

    name: str
    linted: Linted


def lint_url(
    url: str, wiring: Wiring, ignored: frozenset[str], standards: frozenset[str]
) -> LookedAt | NotFound | NoAnswer:
    """Fetches metadata, and what it leads to, and runs the rules over it.

    A document that names somebody else is looked at too: that it does so is then the first finding.

    Args:
        url: The issuer, the resource identifier, or the URL of a metadata document.
        wiring: The parts of the run.
        ignored: The names of the rules that are silenced.
        standards: The standards that have to be met besides.
    """
    found = discover_any(url, wiring)
    if isinstance(found, NotFound | NoAnswer):
        return found
    response = _document(found.url, wiring)
    members = _members(response)
    if isinstance(found, ResourceMetadata | ResourceMismatch):
        asked = resource_of_metadata_url(url)
        resource = ProtectedResourceSeen(asked, found.url, members, asked == url, standards)
        return LookedAt(asked, lint(resource, ignored))
    asked = issuer_of_metadata_url(url)
    other_url, other = _other_document(asked, wiring)
    keys, problem, not_looked_at = _keys(members, wiring) if isinstance(found, Metadata) else ((), "", _NOT_ITS_OWN)
    server = ServerSeen(
        asked,
        found.url,
        members,
        exact=asked == url,
        media_type=response.media_type,
        other_url=other_url,
        other=other,
        redirected=_redirected(wiring),
        keys=keys,
        keys_problem=problem,
        standards=standards,
    )
    return LookedAt(asked, lint(server, ignored, not_looked_at))


def _document(url: str, wiring: Wiring) -> Response:
    """The answer in which a document that was found stood."""
    answers = (one.response for one in reversed(wiring.recorder.exchanges) if one.request.url == url)
    return next(one for one in answers if one is not None)


def _members(response: Response) -> Mapping[str, Any]:
    document = read_members(response)
    return document.members if isinstance(document, Answer) else {}


def _other_document(issuer: str, wiring: Wiring) -> tuple[str, Mapping[str, Any]]:
    """The document by the other rule of discovery, where that place was not asked yet (RFC 8414 section 5)."""
    asked = {one.request.url for one in wiring.recorder.exchanges}
    for url in metadata_urls(issuer)[:2]:
        if url not in asked:
            document: Answer | None = wiring.perform(fetch_document(url, USER_AGENT))
            return (url, document.members) if document is not None else ("", {})
    return "", {}


def _redirected(wiring: Wiring) -> tuple[tuple[str, str], ...]:
    asked = [one for one in wiring.recorder.exchanges if one.purpose is Purpose.METADATA and one.response is not None]
    led = [(one.request.url, one.response) for one in asked if one.response and one.response.status in _REDIRECTS]
    targets = [(url, response.header("location") or "") for url, response in led]
    return tuple((url, target) for url, target in targets if "/.well-known/" in target)


def _keys(members: Mapping[str, Any], wiring: Wiring) -> tuple[tuple[Mapping[str, Any], ...], str, tuple[str, ...]]:
    """The keys, why there are none, and what was not looked at."""
    url = members.get("jwks_uri")
    if not isinstance(url, str):
        return (), "", ()
    try:
        keys: tuple[Mapping[str, Any], ...] | NoKeys = wiring.perform(fetch_keys(url, USER_AGENT))
    except UsageProblem as problem:  # over plain http, which nobody allowed
        return (), "", (f"the keys: {problem.what}",)
    return ((), keys.why, ()) if isinstance(keys, NoKeys) else (keys, "", ())


def lint_token(
    name: str, inside: PeekedToken, use: Use | None, ignored: frozenset[str], standards: frozenset[str]
) -> LookedAt:
    """Runs the rules over what stands in a token, whether it is good or not; nothing is fetched.

    Args:
        name: What it is called.
        inside: What stands in it; of an encrypted one without its claims, unless it was opened.
        use: What it is used as; None to tell that from itself.
        ignored: The names of the rules that are silenced.
        standards: The standards that have to be met besides.
    """
    if inside.claims is None:
        return LookedAt(name, Linted(not_looked_at=_CLOSED))
    return LookedAt(name, lint(TokenSeen(inside, is_for_apis(inside, use), standards), ignored))
