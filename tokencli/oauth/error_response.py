"""A refusal by the server, kept whole (RFC 6749 section 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.remark import Deviation
    from tokencli.wire.message import Response


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """The server refused, in the protocol's own words.

    Attributes:
        error: The code exactly as written on the wire.
        members: Every member of the answer, unchanged.
        response: The response it stood in.
        deviations: Where the answer strays from RFC 6749.
    """

    error: str
    members: Mapping[str, Any]
    response: Response
    deviations: tuple[Deviation, ...] = ()

    @property
    def description(self) -> str:
        """The server's own words, or an empty text."""
        text = self.members.get("error_description")
        return text if isinstance(text, str) else ""


def error_code(members: Mapping[str, Any]) -> str | None:
    """The error code of an answer; None when it is no refusal.

    Some services answer with an object under `error`; then the first text in it that names the error is taken.
    """
    error = members.get("error")
    if isinstance(error, dict):
        named = (error.get(name) for name in ("error", "status", "type", "code", "message"))
        return next((str(one) for one in named if isinstance(one, str | int) and one != ""), "error")
    if error is None or error is False or error == "":
        return None
    return error if isinstance(error, str) else str(error)
