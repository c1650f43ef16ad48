"""What several client authentication methods need, declared once (RFC 6749 section 2.3)."""

from __future__ import annotations

from typing import Any

from tokencli.oauth.parameter import parameter


def client_id_parameter(**options: Any) -> Any:
    """Declares `client_id`; `default=None` makes it optional."""
    return parameter("client identifier", spec="RFC 6749 section 2.2", metavar="ID", **options)


def client_secret_parameter() -> Any:
    """Declares `client_secret`."""
    return parameter("reference to the client secret", spec="RFC 6749 section 2.3.1", secret=True, metavar="REF")
