"""A refusal: what the client is told, and the true reason, which a real server keeps to itself (RFC 6749 section 5.2)."""

from __future__ import annotations

import re

from authlib.oauth2 import OAuth2Error

REALM = "sandbox"

# RFC 6749 section 5.2: values for "error_description" MUST NOT include characters outside %x20-21 / %x23-5B / %x5D-7E.
_NOT_ALLOWED = re.compile(r"[^\x20-\x21\x23-\x5B\x5D-\x7E]")


class Refusal(OAuth2Error):  # type: ignore[misc] # Authlib ships no types
    """Raised wherever the sandbox says no.

    Attributes:
        reason: What is really wrong.
    """

    def __init__(
        self,
        error: str,
        reason: str,
        *,
        told: str | None = None,
        status_code: int = 400,
        redirect_uri: str | None = None,
    ) -> None:
        description = _NOT_ALLOWED.sub("?", reason if told is None else told)
        super().__init__(description, status_code=status_code, redirect_uri=redirect_uri, error=error)
        self.reason = reason

    def get_headers(self) -> list[tuple[str, str]]:
        """The headers of the answer.

        Returns:
            Names and values.
        """
        headers: list[tuple[str, str]] = super().get_headers()
        # RFC 6749 section 5.2: if the client attempted to authenticate via the "Authorization" request header field,
        # the authorization server MUST respond with 401 and include "WWW-Authenticate" matching the scheme used.
        # RFC 9110 section 15.5.2 wants the header with every 401.
        if self.status_code == 401:  # noqa: PLR2004 -- the number is its own name
            headers.append(("WWW-Authenticate", f'Basic realm="{REALM}", charset="UTF-8"'))
        return headers


def invalid_client(reason: str) -> Refusal:
    """The refusal of a client that did not prove who it is.

    Args:
        reason: What is really wrong; the client is told nothing that helps guessing.

    Returns:
        The refusal, to be raised.
    """
    return Refusal("invalid_client", reason, told="client authentication failed", status_code=401)


def reason_of(error: OAuth2Error) -> str:
    """The true reason of a refusal, ours or Authlib's.

    Args:
        error: The refusal.

    Returns:
        The error code, a colon and the reason.
    """
    reason = getattr(error, "reason", None) or error.get_error_description() or "no more is known"
    return f"{error.error}: {reason}"
