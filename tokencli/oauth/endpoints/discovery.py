"""Authorization server metadata: where it is, and whether it is the right one (RFC 8414, OpenID Connect Discovery)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from tokencli.oauth.answer import Answer, Unrecognised, read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import Flow, send
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import Headers, Response, build_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.remark import Deviation

OPENID_SUFFIX = "/.well-known/openid-configuration"  # OpenID Connect Discovery section 4
OAUTH_SUFFIX = "/.well-known/oauth-authorization-server"  # RFC 8414 section 3
_OK = 200


@dataclass(frozen=True, slots=True)
class Metadata:
    """A metadata document whose issuer is the one that was asked for.

    Attributes:
        url: Where it was found.
        members: Every member, unchanged.
        deviations: Where it strays from RFC 8414.
        cached_at: When it was fetched if it comes from the cache, in seconds since 1970-01-01 UTC; else None.
        max_age: For how many seconds the server lets it be kept; None when it did not say.
    """

    url: str
    members: Mapping[str, Any]
    deviations: tuple[Deviation, ...] = ()
    cached_at: float | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class IssuerMismatch:
    """The document names another issuer, so it must not be used (RFC 8414 section 3.3).

    Attributes:
        url: Where it was found.
        asked: The issuer that was configured.
        named: The issuer the document names.
    """

    url: str
    asked: str
    named: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """No place where metadata may be had a usable document.

    Attributes:
        issuer: The issuer that was asked for.
        tried: Each URL with what was there instead.
        last: The last response, for views that show it.
    """

    issuer: str
    tried: tuple[tuple[str, str], ...]
    last: Response


Discovered = Metadata | IssuerMismatch | NotFound | NoAnswer


def metadata_urls(issuer: str) -> tuple[str, ...]:
    """The places where an issuer's metadata may be, in the order they are asked.

    >>> metadata_urls("https://as.example/t1")[1]
    'https://as.example/.well-known/oauth-authorization-server/t1'
    """
    if "/.well-known/" in issuer:
        return (issuer,)
    parts = urlsplit(issuer)
    # OpenID Connect Discovery section 4: if the issuer contains a path component, any terminating / MUST be removed.
    path = parts.path.rstrip("/")

    def at(new_path: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, new_path, "", ""))

    # RFC 8414 section 3.1: the well-known string is inserted between the host component and the path component; section 5
    # lets the OpenID suffix be inserted in the same way.
    return tuple(dict.fromkeys((at(path + OPENID_SUFFIX), at(OAUTH_SUFFIX + path), at(OPENID_SUFFIX + path))))


def issuer_of_metadata_url(url: str) -> str:
    """The issuer that a metadata URL belongs to, by the path rules turned round; a URL without them is itself.

    >>> issuer_of_metadata_url("https://as.example/.well-known/oauth-authorization-server/t1")
    'https://as.example/t1'
    """
    parts = urlsplit(url)
    for suffix in (OPENID_SUFFIX, OAUTH_SUFFIX):
        if suffix in parts.path:
            before, _, after = parts.path.partition(suffix)
            return urlunsplit((parts.scheme, parts.netloc, before + after, "", ""))
    return url


def discover(issuer: str, user_agent: str, extra_headers: Headers = ()) -> Flow[Discovered]:
    """Fetches the metadata of an issuer.

    Args:
        issuer: The issuer identifier, or the URL of a metadata document.
        user_agent: The value of `User-Agent`.
        extra_headers: Header fields the person asked for.
    """
    expected = issuer_of_metadata_url(issuer)
    tried: list[tuple[str, str]] = []
    last = Response(0)
    for url in metadata_urls(issuer):
        headers = (("Accept", "application/json"), ("User-Agent", user_agent), *extra_headers)
        answer = yield from send(build_request("GET", url, headers), Purpose.METADATA)
        if isinstance(answer, NoAnswer):
            return answer
        document = read_document(answer, "issuer")
        if isinstance(document, Answer):
            return _check(url, document, expected, exact=issuer == expected)
        tried.append((url, document))
        last = answer
    return NotFound(issuer, tuple(tried), last)


def fetch_document(url: str, user_agent: str) -> Flow[Answer | None]:
    """Fetches one metadata document, whatever issuer it names.

    Args:
        url: Where it is.
        user_agent: The value of `User-Agent`.

    Returns:
        None when there is none.
    """
    headers = (("Accept", "application/json"), ("User-Agent", user_agent))
    answer = yield from send(build_request("GET", url, headers), Purpose.METADATA)
    document = None if isinstance(answer, NoAnswer) else read_document(answer, "issuer")
    return document if isinstance(document, Answer) else None


def read_document(response: Response, naming: str) -> Answer | str:
    """The metadata document in an answer, or what is there instead.

    Args:
        response: The answer.
        naming: The member that says whose metadata it is.
    """
    # RFC 8414 section 3.2: a successful response MUST use the 200 OK HTTP status code.
    if response.status != _OK:
        location = response.header("location")
        return f"status {response.status}" + (f", a redirect to {location}" if location else "")
    document = read_members(response)
    if isinstance(document, Unrecognised):
        return document.detail
    if isinstance(document, ErrorResponse):
        return f"the error {document.error}"
    return document if isinstance(document.members.get(naming), str) else f"JSON that names no {naming}"


def _check(url: str, document: Answer, expected: str, *, exact: bool) -> Metadata | IssuerMismatch:
    named = str(document.members["issuer"])
    # RFC 8414 section 3.3: the issuer value returned MUST be identical to the issuer identifier the URL was made from;
    # otherwise the data contained in the response MUST NOT be used. A metadata URL cannot tell a final slash.
    same = named == expected if exact else named.rstrip("/") == expected.rstrip("/")
    if not same:
        return IssuerMismatch(url, expected, named)
    return Metadata(url, document.members, document.deviations, max_age=_max_age(document.response))


def _max_age(response: Response) -> int | None:
    """The seconds of `Cache-Control: max-age`; 0 for `no-store` and `no-cache` (RFC 9111 section 5.2.2)."""
    words = [word.strip().lower() for word in (response.header("cache-control") or "").split(",")]
    if "no-store" in words or "no-cache" in words:
        return 0
    ages = [word.partition("=")[2].strip('"') for word in words if word.startswith("max-age=")]
    return int(ages[0][:10]) if ages and ages[0].isascii() and ages[0].isdigit() else None
