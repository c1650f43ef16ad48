"""A successful answer of the token endpoint, kept whole (RFC 6749 section 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.remark import Deviation
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.message import Response


@dataclass(frozen=True, slots=True)
class TokenSet:
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
    def access_token(self) -> str:
        """The access token. Opaque to a client (RFC 6749 section 1.4)."""
        return str(self.members["access_token"])

    @property
    def token_type(self) -> str:
        """The token type as written; empty when the server left it out."""
        return self._text("token_type")

    @property
    def issued_token_type(self) -> str:
        """What an exchange gave, as a URI; empty when the server did not say (RFC 8693 section 2.2.1)."""
        return self._text("issued_token_type")

    @property
    def refresh_token(self) -> str:
        """The refresh token, or an empty text."""
        return self._text("refresh_token")

    @property
    def id_token(self) -> str:
        """The ID token, or an empty text (OpenID Connect Core section 3.1.3.3)."""
        return self._text("id_token")

    @property
    def expires_at(self) -> float | None:
        """When the access token ends by our clock, in seconds since 1970-01-01 UTC; None when that is unknown."""
        return None if self.expires_in is None else self.received_at + self.expires_in

    def _text(self, name: str) -> str:
        value = self.members.get(name)
        return value if isinstance(value, str) else ""
