"""The `Basic` scheme of the Authorization header, written and read (RFC 7617 section 2)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BasicCredentials:
    """User-id and password as they stand inside a Basic header, before any form-decoding.

    Attributes:
        user_id: What stands before the first colon.
        password: What stands after it; None when there was no colon.
    """

    user_id: str
    password: str | None


def write_basic(user_id: str, password: str) -> str:
    """The header value for a user-id and a password, both sent as UTF-8.

    >>> write_basic("s6BhdRkqt3", "gX1fBat3bV")
    'Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW'
    """
    octets = f"{user_id}:{password}".encode()
    return "Basic " + base64.b64encode(octets).decode("ascii")


def read_basic(header: str) -> BasicCredentials | None:
    """Takes a Basic header apart; None when it is of another scheme or no base64."""
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(token.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None
    user_id, colon, password = text.partition(":")
    return BasicCredentials(user_id, password if colon else None)
