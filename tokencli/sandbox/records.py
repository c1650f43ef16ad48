"""What a sandbox remembers while it runs: authorizations, codes, tokens, devices. Nothing is written to disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tokencli.sandbox.registered_client import RegisteredClient


@dataclass
class Authorization:
    """What a user allowed a client, or a client may do for itself; every token descends from one.

    Attributes:
        client_id: The client.
        username: The user; None when the client acts for itself.
        scope: The scope granted.
        audience: What tokens may be for; empty means anything.
        acr_values: As asked, echoed in tokens.
        auth_time: When the user signed in, in seconds since 1970.
        revoked: Once true, no token of this family is good any more.
    """

    client_id: str
    username: str | None
    scope: str
    audience: tuple[str, ...]
    acr_values: str | None
    auth_time: int
    revoked: bool = False


@dataclass
class AuthorizationCode:
    """A code on its way from the authorization endpoint to the token endpoint (RFC 6749 section 4.1.2)."""

    code: str
    authorization: Authorization
    redirect_uri: str
    code_challenge: str | None
    code_challenge_method: str | None
    nonce: str | None
    expires_at: float
    used: bool = False

    def get_redirect_uri(self) -> str:
        """Where it was sent, as Authlib asks."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """What it is good for, as Authlib asks."""
        return self.authorization.scope


@dataclass
class IssuedToken:
    """An access token or a refresh token that was handed out."""

    value: str
    kind: Literal["access_token", "refresh_token"]
    authorization: Authorization
    scope: str
    audience: tuple[str, ...]
    issued_at: int
    expires_at: int | None
    jti: str | None = None
    revoked: bool = False
    used: bool = False

    def active(self, now: float) -> bool:
        """Whether it is good for anything.

        Args:
            now: Seconds since 1970.

        Returns:
            False once it is revoked, replaced or expired.
        """
        over = self.expires_at is not None and self.expires_at <= now
        return not (self.revoked or self.used or over or self.authorization.revoked)

    def check_client(self, client: RegisteredClient) -> bool:
        """Whether it was issued to this client, as Authlib asks."""
        return self.authorization.client_id == client.client_id

    def get_scope(self) -> str:
        """What it is good for, as Authlib asks."""
        return self.scope


@dataclass
class Device:
    """A device waiting for its user (RFC 8628 section 3.2)."""

    device_code: str
    user_code: str
    client_id: str
    scope: str
    audience: tuple[str, ...]
    acr_values: str | None
    expires_at: float
    interval: float
    last_poll: float | None = None
    username: str | None = None
    auth_time: int = 0
    decision: Literal["undecided", "approved", "denied"] = "undecided"
    redeemed: bool = False

    def get_client_id(self) -> str:
        """The client, as Authlib asks."""
        return self.client_id

    def get_scope(self) -> str:
        """What was asked for, as Authlib asks."""
        return self.scope


@dataclass
class Session:
    """A user signed in at the sandbox in one browser."""

    username: str
    auth_time: int
    allowed: set[tuple[str, str]] = field(default_factory=set)  # client and scope the user has allowed before


@dataclass
class Records:
    """All of it, by the value a request presents."""

    codes: dict[str, AuthorizationCode] = field(default_factory=dict)
    tokens: dict[str, IssuedToken] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    saml_assertions: dict[str, bytes] = field(default_factory=dict)  # by ID: the octets as handed out
    seen_jti: set[str] = field(default_factory=set)

    def device_of_user_code(self, user_code: str) -> Device | None:
        """Finds the device that shows a code.

        Args:
            user_code: As typed; case, dashes and spaces do not matter.

        Returns:
            The device, or None.
        """
        typed = _comparable(user_code)
        return next((one for one in list(self.devices.values()) if _comparable(one.user_code) == typed), None)


def _comparable(user_code: str) -> str:
    # RFC 8628 section 6.1: servers should strip punctuation and compare without regard to case.
    return "".join(filter(str.isalnum, user_code)).upper()
