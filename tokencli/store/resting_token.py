"""A stored token as far as it must be known to hand it out; the rest of its entry is read only by who needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.oauth.tokens.token_members import TokenMembers

if TYPE_CHECKING:
    from collections.abc import Mapping

# A reader of version N knows how to read all below; whoever changes the form of an entry raises it and says how it migrates.
VERSION = 1
UNKNOWN_LIFETIME_SECONDS = 300.0  # a token that does not say when it ends counts as good for five minutes
CLOCK_STEP_SECONDS = (
    300.0  # a token received later than now shows that the clock was set back since: its end means nothing
)


class RestingToken(TokenMembers):
    """The tokens of an entry, and how long they may be used.

    Attributes:
        received_at: When the answer came, in seconds since 1970-01-01 UTC.
        expires_at: When the access token ends; None when that is unknown.
    """

    __slots__ = ("expires_at", "received_at")

    def __init__(self, members: Mapping[str, Any], received_at: float, expires_at: float | None) -> None:
        super().__init__(members)
        self.received_at, self.expires_at = received_at, expires_at

    def is_good(self, now: float, least: float) -> bool:
        """Whether the access token can still be handed out.

        Args:
            now: The wall clock, in seconds since 1970-01-01 UTC.
            least: How long it must still live, in seconds.
        """
        ends = self.received_at + UNKNOWN_LIFETIME_SECONDS if self.expires_at is None else self.expires_at
        return bool(self.access_token) and ends - now >= least and self.received_at - now <= CLOCK_STEP_SECONDS


def read_resting_token(document: Any) -> RestingToken | None:
    """Reads as much of a stored entry; None when it is not as this version writes it.

    Args:
        document: The entry, out of JSON.
    """
    match document:
        case {
            "version": version,
            "members": dict() as members,
            "received_at": int() | float() as received_at,
            "expires_at": int() | float() | None as expires_at,
        } if version == VERSION:
            return RestingToken(members, received_at, expires_at)
        case _:
            return None
