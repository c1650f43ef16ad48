"""A token as lint sees it: what stands in it, unverified (RFC 7519)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.server_seen import shown
from tokencli.jose.numeric_date import read_numeric_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.jose.peek import PeekedToken


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """What stands in a signed token, good or not.

    Attributes:
        inside: Its header and claims.
        is_access_token: Whether an API is what it is for.
        standards: The standards that it has to meet besides.
    """

    ABOUT: ClassVar[frozenset[str]] = frozenset({"token"})

    inside: PeekedToken
    is_access_token: bool
    standards: frozenset[str] = frozenset()

    @property
    def claims(self) -> Mapping[str, Any]:
        """Its claims."""
        return self.inside.claims or {}

    @property
    def audience(self) -> tuple[str, ...]:
        """Whom it is for; the claim is one name or a list of them (RFC 7519 section 4.1.3)."""
        told = self.claims.get("aud")
        names = told if isinstance(told, list) else [told]
        return tuple(one for one in names if isinstance(one, str) and one)

    @property
    def scope(self) -> tuple[str, ...]:
        """What may be done with it: `scope` (RFC 8693 section 4.2), or `scp`, as products write it."""
        told = self.claims.get("scope", self.claims.get("scp"))
        words = told if isinstance(told, list) else str(told or "").split()
        return tuple(one for one in words if isinstance(one, str))

    @property
    def client(self) -> str:
        """The client that got it, by the claims that name one; empty when none does."""
        return next((str(self.claims[name]) for name in ("client_id", "cid", "azp") if self.claims.get(name)), "")

    @property
    def lifetime(self) -> float | None:
        """How long it is good, in seconds, from its first moment; None when it does not say."""
        end = read_numeric_date(self.claims.get("exp"))
        starts = [read_numeric_date(self.claims.get(name)) for name in ("iat", "nbf")]
        start = next((one for one in starts if one is not None), None)
        return None if end is None or start is None else end - start

    def claim(self, name: str) -> Pointer:
        """A claim as a finding shows it."""
        return Pointer("claims", name, shown(self.claims.get(name)))

    def header(self, name: str) -> Pointer:
        """A member of the header as a finding shows it."""
        return Pointer("header", name, shown(self.inside.header.get(name)))
