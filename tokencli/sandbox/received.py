"""What each endpoint received, kept for whoever asks what was really sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from flask import Request

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class ReceivedRequest:
    """One request as it arrived.

    Attributes:
        method: The HTTP method.
        path: The path, without the query.
        query: Names and values of the query, decoded, in the order sent.
        headers: Names and values in the order sent.
        form: Names and values of a form body, decoded, in the order sent; empty for another body.
        body: The body's octets.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, whatever the case of its name.

        Args:
            name: The header's name.

        Returns:
            The first value, or None where the header was not sent.
        """
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def _pairs(encoded: bytes) -> tuple[tuple[str, str], ...]:
    text = encoded.decode("utf-8", "replace")
    return tuple(parse_qsl(text, keep_blank_values=True, errors="replace"))


def record_request(request: Request) -> ReceivedRequest:
    """What a request said.

    Args:
        request: The request as Flask has it.

    Returns:
        A copy that outlives the request.
    """
    body = request.get_data(cache=True)
    return ReceivedRequest(
        method=request.method,
        path=request.path,
        query=_pairs(request.query_string),
        headers=tuple(request.headers.items()),
        form=_pairs(body) if request.mimetype == FORM else (),
        body=body,
    )
