"""A real authorization server on loopback, for trying things and for tests; the extra `[sandbox]` (RFC 6749, OIDC Core 1.0).

It shares no code with the client beside it, so its answers are a second opinion on everything the client sends.
Flask and Authlib are imported when a `Sandbox` is made, not when this package is.
"""

from __future__ import annotations

from tokencli.sandbox.accounts import SandboxClient, SandboxUser
from tokencli.sandbox.extra import SandboxUnavailable
from tokencli.sandbox.received import ReceivedRequest
from tokencli.sandbox.server import Sandbox

__all__ = ["ReceivedRequest", "Sandbox", "SandboxClient", "SandboxUnavailable", "SandboxUser"]
