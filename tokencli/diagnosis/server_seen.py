"""An authorization server as lint sees it: its metadata as it came, and the keys it publishes (RFC 8414, RFC 7517)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tokencli.diagnosis.finding import Pointer
from tokencli.oauth.endpoints.discovery import OPENID_SUFFIX
from tokencli.oauth.server import DEFAULT_AUTH_METHODS, DEFAULT_GRANT_TYPES, Server

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_SHOWN = 160  # characters of a member's value
_ADDRESSES = ("_endpoint", "jwks_uri")
# OpenID Connect Discovery section 3, without what RFC 8414 has too.
_OPENID_MEMBERS = frozenset({"subject_types_supported", "id_token_signing_alg_values_supported", "userinfo_endpoint"})
SHORT = 4  # a list that is shown whole
FAPI, MCP, OAUTH_2_1 = STANDARDS = ("fapi", "mcp", "oauth2.1")


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """What a server says of itself, whether it may be used or not.

    Attributes:
        asked: The issuer that was asked for.
        url: Where the document was.
        members: Every member, unchanged.
        exact: Whether `asked` was given as an issuer, so that a final slash counts.
        deviations: The names of the deviations of the answer.
        media_type: The media type of the answer; empty when none was sent.
        other_url: Where the document by the other rule was; empty when there is none.
        other: Its members.
        redirected: Well-known places that lead to other ones: URL and target.
        keys: The keys at `jwks_uri`.
        keys_problem: Why there are none; empty when they were fetched, or the metadata names no place.
        standards: The standards that the server has to meet besides, of `STANDARDS`.
    """

    ABOUT: ClassVar[frozenset[str]] = frozenset({"metadata", "keys"})

    asked: str
    url: str
    members: Mapping[str, Any]
    exact: bool = True
    deviations: frozenset[str] = frozenset()
    media_type: str = "application/json"
    other_url: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)
    redirected: tuple[tuple[str, str], ...] = ()
    keys: tuple[Mapping[str, Any], ...] = ()
    keys_problem: str = ""
    standards: frozenset[str] = frozenset()

    def listed(self, name: str) -> tuple[str, ...] | None:
        """A member that is a list of strings; None when it is absent or something else."""
        return Server(metadata=self.members).listed(name)

    @property
    def grant_types(self) -> tuple[str, ...]:
        """The grants it offers, by default too (RFC 8414 section 2)."""
        return self.listed("grant_types_supported") or DEFAULT_GRANT_TYPES

    @property
    def auth_methods(self) -> tuple[str, ...]:
        """How clients may authenticate at its token endpoint, by default too (RFC 8414 section 2)."""
        return self.listed("token_endpoint_auth_methods_supported") or DEFAULT_AUTH_METHODS

    @property
    def gives_codes(self) -> bool:
        """Whether it has an authorization endpoint and hands out codes there."""
        return "authorization_endpoint" in self.members and "authorization_code" in self.grant_types

    @property
    def is_openid_provider(self) -> bool:
        """Whether the document is one of OpenID Connect Discovery: found at its place, with members that only it has."""
        return OPENID_SUFFIX in self.url and not _OPENID_MEMBERS.isdisjoint(self.members)

    def endpoints(self) -> tuple[tuple[str, str], ...]:
        """The names and URLs of its endpoints and of its keys, those for mutual TLS among them (RFC 8705 section 5)."""
        aliases = self.members.get("mtls_endpoint_aliases")
        for_mutual_tls = aliases.items() if isinstance(aliases, dict) else ()
        named = (*self.members.items(), *((f"mtls_endpoint_aliases.{name}", url) for name, url in for_mutual_tls))
        return tuple((name, url) for name, url in named if name.endswith(_ADDRESSES) and isinstance(url, str))

    def place(self, name: str, value: Any = None) -> Pointer:
        """A member of the document as a finding shows it.

        Args:
            name: The member's name.
            value: Its value, or the part of it that matters; None for all of it.
        """
        return Pointer("metadata", name, shown(self.members.get(name) if value is None else value))

    def among(self, name: str, *found: str) -> Pointer:
        """A list of the document as a finding shows it, when only some of what stands in it matters.

        Args:
            name: The member's name.
            found: What of it matters.
        """
        listed = self.listed(name) or ()
        return self.place(name, listed if len(listed) <= SHORT else f"…, {', '.join(found)}, …")


def shown(value: Any) -> str:
    """A member's value as a finding shows it: lists without brackets, long ones cut."""
    if value is None:
        return "(absent)"
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        text = ", ".join(value) or "(empty)"
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
