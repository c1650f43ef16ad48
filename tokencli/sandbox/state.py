"""One running sandbox, as its endpoints see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.sandbox.accounts import CLIENTS, USERS, SandboxClient, SandboxUser
from tokencli.sandbox.keys import SandboxKeys
from tokencli.sandbox.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.sandbox.received import ReceivedRequest


@dataclass(frozen=True)
class Policy:
    """How a sandbox behaves; every time is in seconds."""

    interval: float
    access_token_lifetime: int
    code_lifetime: int
    device_code_lifetime: int
    refresh_rotation: bool


@dataclass(frozen=True)
class SandboxState:
    """What all endpoints of one sandbox share."""

    issuer: str
    policy: Policy
    clock: Callable[[], float]
    requests: list[ReceivedRequest]
    reasons: list[str]
    tell: Callable[[str], None]
    keys: SandboxKeys = field(default_factory=SandboxKeys)
    records: Records = field(default_factory=Records)
    clients: dict[str, SandboxClient] = field(default_factory=lambda: {one.client_id: one for one in CLIENTS})
    users: dict[str, SandboxUser] = field(default_factory=lambda: {one.username: one for one in USERS})

    def now(self) -> int:
        """The time.

        Returns:
            Whole seconds since 1970.
        """
        return int(self.clock())

    def refused(self, reason: str) -> None:
        """Writes down why a request was refused.

        Args:
            reason: The error code and what was really wrong.
        """
        self.reasons.append(reason)
        self.tell(reason)

    def url(self, path: str) -> str:
        """The address of an endpoint.

        Args:
            path: Beginning with a slash.

        Returns:
            An absolute URL.
        """
        return self.issuer + path
