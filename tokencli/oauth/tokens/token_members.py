"""The members of a token answer that every client knows by name (RFC 6749 section 5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class TokenMembers:
    """Tokens, wherever they are: just received, or at rest.

    Attributes:
        members: Every member of the answer, unchanged.
    """

    __slots__ = ("members",)

    def __init__(self, members: Mapping[str, Any]) -> None:
        self.members = members

    @property
    def access_token(self) -> str:
        """The access token, or an empty text. Opaque to a client (RFC 6749 section 1.4)."""
        return self._text("access_token")

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

    def _text(self, name: str) -> str:
        value = self.members.get(name)
        return value if isinstance(value, str) else ""
