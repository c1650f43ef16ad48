"""A successful answer of the token endpoint, kept whole (RFC 6749 section 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.oauth.tokens.token_members import TokenMembers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.remark import Deviation
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.message import Response


@dataclass(frozen=True, slots=True)
class TokenSet(TokenMembers):
    """The tokens a server issued.

    Attributes:
        members: Every member of the answer, unchanged.
        response: The response it stood in.
        received_at: When it came, in seconds since 1970-01-01 UTC.
        expires_in: The access token's lifetime in seconds as it could be understood; None when it is unknown.
        scope: The scope words the server named; None when it named none, which means those asked for.
        deviations: Where the answer strays from RFC 6749.
        checks: What was checked of the ID token; empty when there is none, or nothing to check it against.
    """

    members: Mapping[str, Any]
    response: Response
    received_at: float
    expires_in: int | None
    scope: tuple[str, ...] | None
    deviations: tuple[Deviation, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no check failed."""
        return all(check.passed for check in self.checks)

    @property
    def expires_at(self) -> float | None:
        """When the access token ends by our clock, in seconds since 1970-01-01 UTC; None when that is unknown."""
        return None if self.expires_in is None else self.received_at + self.expires_in
