"""What an authorization endpoint hands out, and how the answer travels (OAuth 2.0 Multiple Response Types, JARM)."""

from __future__ import annotations

RESPONSE_TYPES = (
    "code",
    "code id_token",
    "code token",
    "code id_token token",
    "id_token",
    "id_token token",
    "token",
)
RESPONSE_MODES = ("query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt")


def hands_out(response_type: str, artefact: str) -> bool:
    """Whether a response type brings `code`, `token` or `id_token`; the order of its words means nothing."""
    return artefact in response_type.split()


def carries_tokens(response_type: str) -> bool:
    """Whether tokens travel through the browser (RFC 9700 section 2.1.2)."""
    return response_type != "code"


def is_signed(response_mode: str) -> bool:
    """Whether the answer is a JWT (JARM section 2.3)."""
    return response_mode == "jwt" or response_mode.endswith(".jwt")
