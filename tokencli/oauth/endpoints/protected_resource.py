"""Metadata of a protected resource: where it is, and whether it is the right one's (RFC 9728)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from tokencli.oauth.answer import Answer
from tokencli.oauth.endpoints.discovery import NotFound, read_document
from tokencli.oauth.flow import Flow, send
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import Headers, build_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.remark import Deviation

RESOURCE_SUFFIX = "/.well-known/oauth-protected-resource"  # RFC 9728 section 3


@dataclass(frozen=True, slots=True)
class ResourceMetadata:
    """A metadata document of the protected resource that was asked for.

    Attributes:
        url: Where it was found.
        members: Every member, unchanged.
        deviations: Where it strays from RFC 9728.
    """

    url: str
    members: Mapping[str, Any]
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceMismatch:
    """The document names another resource, so it must not be used (RFC 9728 section 3.3).

    Attributes:
        url: Where it was found.
        asked: The resource that was asked for.
        named: The resource the document names.
    """

    url: str
    asked: str
    named: str


DiscoveredResource = ResourceMetadata | ResourceMismatch | NotFound | NoAnswer


def resource_metadata_url(resource: str) -> str:
    """The place of a protected resource's metadata.

    >>> resource_metadata_url("https://rs.example/api?tenant=a")
    'https://rs.example/.well-known/oauth-protected-resource/api?tenant=a'
    """
    if RESOURCE_SUFFIX in resource:
        return resource
    parts = urlsplit(resource)
    # RFC 9728 section 3.1: the well-known string is inserted between the host component and the path and query components;
    # any terminating slash following the host component MUST be removed.
    path = "" if parts.path == "/" else parts.path
    return urlunsplit((parts.scheme, parts.netloc, RESOURCE_SUFFIX + path, parts.query, ""))


def resource_of_metadata_url(url: str) -> str:
    """The resource that a metadata URL belongs to, by the same rule turned round; a URL without it is itself.

    >>> resource_of_metadata_url("https://rs.example/.well-known/oauth-protected-resource/api")
    'https://rs.example/api'
    """
    parts = urlsplit(url)
    if not parts.path.startswith(RESOURCE_SUFFIX):
        return url
    return urlunsplit((parts.scheme, parts.netloc, parts.path.removeprefix(RESOURCE_SUFFIX), parts.query, ""))


def is_same_resource(asked: str, named: str, *, exact: bool) -> bool:
    """Whether a document is about the resource that was asked for.

    Args:
        asked: The identifier, or what follows from the URL of the document.
        named: What the document says.
        exact: Whether the identifier itself was given; the URL of a document cannot tell a slash that ends the host.
    """
    # RFC 9728 section 6: compared code point by code point, without any normalisation.
    return named == asked or (not exact and named == asked + "/" and not urlsplit(asked).path)


def discover_resource(resource: str, user_agent: str, extra_headers: Headers = ()) -> Flow[DiscoveredResource]:
    """Fetches the metadata of a protected resource.

    Args:
        resource: The resource identifier, or the URL of its metadata document.
        user_agent: The value of `User-Agent`.
        extra_headers: Header fields the person asked for.
    """
    url = resource_metadata_url(resource)
    headers = (("Accept", "application/json"), ("User-Agent", user_agent), *extra_headers)
    answer = yield from send(build_request("GET", url, headers), Purpose.METADATA)
    if isinstance(answer, NoAnswer):
        return answer
    document = read_document(answer, "resource")
    if not isinstance(document, Answer):
        return NotFound(resource, ((url, document),), answer)
    asked, named = resource_of_metadata_url(resource), str(document.members["resource"])
    # RFC 9728 section 3.3: the resource value returned MUST be identical to the resource identifier that the URL was made
    # from; if not, the data contained in the response MUST NOT be used.
    if not is_same_resource(asked, named, exact=asked == resource):
        return ResourceMismatch(url, asked, named)
    return ResourceMetadata(url, document.members, document.deviations)
