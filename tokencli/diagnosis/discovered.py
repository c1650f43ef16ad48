"""The metadata documents of a run, each with the issuer it was fetched for (RFC 8414 section 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.oauth.answer import Answer, read_members
from tokencli.oauth.endpoints.discovery import issuer_of_metadata_url, metadata_urls
from tokencli.oauth.endpoints.protected_resource import (
    RESOURCE_SUFFIX,
    is_same_resource,
    resource_metadata_url,
    resource_of_metadata_url,
)
from tokencli.wire.exchange import Exchange, Purpose
from tokencli.wire.message import is_http_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_OK = 200


@dataclass(frozen=True, slots=True)
class Discovered:
    """A metadata document that names an issuer.

    Attributes:
        url: Where it was.
        asked: The issuer it was fetched for.
        named: The issuer it names.
        exact: Whether `asked` was given as an issuer, so that a final slash counts.
    """

    url: str
    asked: str
    named: str
    exact: bool

    @property
    def same(self) -> bool:
        """Whether both are the same issuer."""
        if self.exact:
            return self.asked == self.named
        return self.asked.rstrip("/") == self.named.rstrip("/")  # a metadata URL cannot tell a final slash


def read_discovered(evidence: Evidence) -> Iterator[Discovered]:
    """The metadata documents of the run, in their order."""
    setting = evidence.setting("issuer")
    configured = setting.value if setting else ""
    for exchange in evidence.exchanges:
        named = _named(exchange, "issuer")
        if named is not None:
            exact = (
                is_http_url(configured)
                and "/.well-known/" not in configured
                and exchange.request.url in metadata_urls(configured)
            )
            asked = configured if exact else issuer_of_metadata_url(exchange.request.url)
            yield Discovered(exchange.request.url, asked, named, exact)


@dataclass(frozen=True, slots=True)
class DiscoveredResource:
    """A metadata document that names a protected resource (RFC 9728).

    Attributes:
        asked: The resource it was fetched for.
        named: The resource it names.
        same: Whether both are the same resource.
    """

    asked: str
    named: str
    same: bool


def read_resources(evidence: Evidence) -> Iterator[DiscoveredResource]:
    """The metadata documents of protected resources, in their order."""
    setting = evidence.setting("resource")
    configured = setting.value if setting else ""
    for exchange in evidence.exchanges:
        url, named = exchange.request.url, _named(exchange, "resource")
        if named is None or RESOURCE_SUFFIX not in url:
            continue
        exact = is_http_url(configured) and resource_metadata_url(configured) == url != configured
        asked = configured if exact else resource_of_metadata_url(url)
        yield DiscoveredResource(asked, named, is_same_resource(asked, named, exact=exact))


def _named(exchange: Exchange, member: str) -> str | None:
    if exchange.purpose is not Purpose.METADATA or exchange.response is None or exchange.response.status != _OK:
        return None
    document = read_members(exchange.response)
    named = document.members.get(member) if isinstance(document, Answer) else None
    return named if isinstance(named, str) else None
