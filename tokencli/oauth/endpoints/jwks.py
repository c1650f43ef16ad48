"""The issuer's keys (RFC 7517), fetched by our own transport."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.oauth.answer import Answer, read_members
from tokencli.oauth.flow import Flow, send
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import Response, build_request, is_http_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_OK = 200


@dataclass(frozen=True, slots=True)
class NoKeys:
    """The keys of an issuer could not be had.

    Attributes:
        why: Why not, in words.
        answer: What came instead; None where nobody was asked.
    """

    why: str
    answer: Response | NoAnswer | None = None


def fetch_keys(url: str, user_agent: str, *, fresh: bool = False) -> Flow[tuple[Mapping[str, Any], ...] | NoKeys]:
    """Fetches a set of keys.

    Args:
        url: The `jwks_uri` of validated metadata, never one that a token names (RFC 8725 section 3.10).
        user_agent: The value of `User-Agent`.
        fresh: Whether caches on the way must be passed by.

    Returns:
        The keys that are objects (RFC 7517 section 5: others are ignored), or why there are none.
    """
    if not is_http_url(url):
        return NoKeys(f"the jwks_uri of the metadata, {url!r}, is no http or https URL")
    past_caches = (("Cache-Control", "no-cache"),) if fresh else ()
    headers = (("Accept", "application/jwk-set+json, application/json"), ("User-Agent", user_agent), *past_caches)
    answer = yield from send(build_request("GET", url, headers), Purpose.KEYS)
    if isinstance(answer, NoAnswer):
        return NoKeys(f"the keys at {url} could not be fetched: {answer.detail}", answer)
    document = read_members(answer)
    if answer.status != _OK or not isinstance(document, Answer) or not isinstance(document.members.get("keys"), list):
        return NoKeys(f"there is no set of keys at {url}: status {answer.status}", answer)
    return tuple(key for key in document.members["keys"] if isinstance(key, dict))
