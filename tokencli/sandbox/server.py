"""The sandbox as a program or a test uses it: start, stop, approve, look at what came in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from tokencli.sandbox.accounts import CLIENTS, USERS, SandboxClient, SandboxUser
from tokencli.sandbox.extra import require_extra

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tokencli.sandbox.listener import Listener
    from tokencli.sandbox.received import ReceivedRequest
    from tokencli.sandbox.records import Device
    from tokencli.sandbox.state import SandboxState


class Sandbox:
    """A real authorization server on this machine.

    Args:
        host: Where to listen; loopback only.
        port: The port; 0 for any free one.
        interval: Seconds a device must wait between polls.
        access_token_lifetime: Seconds an access token or ID token is good for.
        code_lifetime: Seconds an authorization code is good for.
        device_code_lifetime: Seconds a device code is good for.
        refresh_rotation: Whether each refresh replaces the refresh token.
        clock: What time it is, in seconds since 1970; a test may set it.
        tell: Told why each refused request was refused, as it happens.

    Attributes:
        clients: The clients it knows.
        users: The users it knows.
        requests: What came in since it was made, in order.
        reasons: Why each refused request was refused: the error code and what was really wrong.

    Raises:
        SandboxUnavailable: The extra is not installed.
        ValueError: The host is not on loopback.
    """

    clients: tuple[SandboxClient, ...] = CLIENTS
    users: tuple[SandboxUser, ...] = USERS

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        interval: float = 5,
        access_token_lifetime: int = 3600,
        code_lifetime: int = 60,
        device_code_lifetime: int = 600,
        refresh_rotation: bool = True,
        clock: Callable[[], float] = time.time,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        require_extra()
        from tokencli.sandbox.listener import require_loopback
        from tokencli.sandbox.state import Policy

        require_loopback(host)
        self._address = (host, port)
        self._policy = Policy(interval, access_token_lifetime, code_lifetime, device_code_lifetime, refresh_rotation)
        self._clock = clock
        self._tell = tell
        self._listener: Listener | None = None
        self._running: SandboxState | None = None
        self.requests: list[ReceivedRequest] = []
        self.reasons: list[str] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _state(self) -> SandboxState:
        if self._running is None:
            raise RuntimeError("the sandbox is not running; call start() first")
        return self._running

    @property
    def issuer(self) -> str:
        """The issuer identifier.

        Raises:
            RuntimeError: The sandbox is not running, and so may have no port yet.
        """
        return self._state.issuer

    def start(self) -> None:
        """Binds the port and starts answering in a thread; nothing of an earlier run is known any more.

        Raises:
            OSError: The port cannot be had.
            RuntimeError: The sandbox is running already.
        """
        from tokencli.sandbox.application import make_application
        from tokencli.sandbox.listener import Listener
        from tokencli.sandbox.state import SandboxState

        if self._listener is not None:
            raise RuntimeError("the sandbox is running already")
        listener = Listener(*self._address)
        state = SandboxState(listener.origin, self._policy, self._clock, self.requests, self.reasons, self._tell)
        listener.serve(lambda: make_application(state))
        self._listener, self._running = listener, state

    def stop(self) -> None:
        """Stops answering and frees the port; does nothing when the sandbox is not running."""
        if self._listener is not None:
            self._listener.close()
        self._listener = self._running = None

    def wait(self) -> None:
        """Returns when the sandbox was stopped; at once when it is not running."""
        if self._listener is not None:
            self._listener.wait()

    def _device(self, user_code: str) -> Device:
        device = self._state.records.device_of_user_code(user_code)
        if device is None:
            raise LookupError(f"no device shows the code {user_code}")
        return device

    def _require_user(self, username: str) -> str:
        if username not in self._state.users:
            raise LookupError(f"the sandbox has no user {username}")
        return username

    def approve_device(self, user_code: str, username: str = "alice") -> None:
        """Does what a user does who approves a device.

        Args:
            user_code: The code the device shows.
            username: The user.

        Raises:
            LookupError: No device shows this code, or there is no such user.
        """
        from tokencli.sandbox.devices import approve

        approve(self._state, self._device(user_code), self._require_user(username))

    def deny_device(self, user_code: str) -> None:
        """Does what a user does who denies a device.

        Args:
            user_code: The code the device shows.

        Raises:
            LookupError: No device shows this code.
        """
        from tokencli.sandbox.devices import deny

        deny(self._device(user_code))

    def expire_device(self, user_code: str) -> None:
        """Lets the codes of a device expire now.

        Args:
            user_code: The code the device shows.

        Raises:
            LookupError: No device shows this code.
        """
        from tokencli.sandbox.devices import expire

        expire(self._state, self._device(user_code))

    def authorization_code(
        self,
        client_id: str,
        redirect_uri: str,
        *,
        scope: str = "",
        code_challenge: str | None = None,
        code_challenge_method: str | None = None,
        username: str = "alice",
        nonce: str | None = None,
    ) -> str:
        """Makes a code as if the user had just allowed the client, without a browser.

        Args:
            client_id: The client.
            redirect_uri: Where the code would be sent.
            scope: Names separated by spaces; empty for the default.
            code_challenge: For PKCE (RFC 7636 section 4.3).
            code_challenge_method: As above; None means `plain`.
            username: The user.
            nonce: For the ID token.

        Returns:
            The code.

        Raises:
            LookupError: There is no such client or user.
            ValueError: The redirect URI is not registered.
        """
        from tokencli.sandbox.issue import make_code
        from tokencli.sandbox.records import Authorization
        from tokencli.sandbox.redirect_uri import is_registered
        from tokencli.sandbox.scope import or_default

        state = self._state
        if client_id not in state.clients:
            raise LookupError(f"the sandbox has no client {client_id}")
        if not is_registered(state.clients[client_id].redirect_uris, redirect_uri):
            raise ValueError(f"the redirect URI {redirect_uri} is not registered for {client_id}")
        granted = Authorization(
            client_id, self._require_user(username), or_default(scope), (), None, auth_time=state.now()
        )
        return make_code(
            state,
            granted,
            redirect_uri,
            code_challenge=code_challenge,
            code_challenge_method=code_challenge_method,
            nonce=nonce,
        ).code

    def jwt_assertion(self, subject: str = "alice", *, audience: str | None = None, lifetime: int = 300) -> str:
        """Makes a JWT assertion that this sandbox accepts, once (RFC 7523 section 3).

        Args:
            subject: The user it speaks of.
            audience: Who it is for; None means this sandbox.
            lifetime: Seconds from now; negative for one that has expired.

        Returns:
            The JWT.
        """
        from tokencli.sandbox.sample_assertions import make_jwt

        return make_jwt(self._state, subject, audience, lifetime)

    def saml_assertion(
        self,
        subject: str = "alice",
        *,
        audience: str | None = None,
        recipient: str | None = None,
        lifetime: int = 300,
    ) -> bytes:
        """Makes a SAML 2.0 assertion that this sandbox accepts (RFC 7522 section 3).

        Args:
            subject: The user it speaks of.
            audience: Who it is for; None means this sandbox.
            recipient: Where it may be presented; None means the token endpoint of this sandbox.
            lifetime: Seconds from now; negative for one that has expired.

        Returns:
            The XML, not yet encoded for a request.
        """
        from tokencli.sandbox.sample_assertions import make_saml

        return make_saml(self._state, subject, audience, recipient, lifetime)
