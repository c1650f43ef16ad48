"""Evidence of one exchange, for tests that look at a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.evidence import Evidence
from tokencli.wire import form
from tokencli.wire.exchange import Exchange, NoAnswer, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response

if TYPE_CHECKING:
    from tokencli.wire.form import Members

URL = "https://as.example/token"


def asked(members: Members = (), *headers: tuple[str, str], url: str = URL) -> Request:
    """A token request with this form."""
    return Request("POST", url, (("Content-Type", FORM_MEDIA_TYPE), *headers), form.encode(members).encode())


def evidence_of(
    answer: Response | NoAnswer,
    request: Request | None = None,
    purpose: Purpose = Purpose.TOKEN,
    started_at: float = 1.0,
) -> Evidence:
    """What a run of one exchange leaves behind."""
    return Evidence((Exchange(purpose, request or asked(), answer, started_at, 0.5),))
