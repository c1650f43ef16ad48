"""The members of an answer, however oddly it was written; what cannot be read is said with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tokencli.oauth.error_response import ErrorResponse, error_code
from tokencli.oauth.remark import Deviation
from tokencli.wire import form
from tokencli.wire.json_text import BYTE_ORDER_MARK, BrokenJson, JsonText, read_json
from tokencli.wire.message import FORM_MEDIA_TYPE, UNSEEN_STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.wire.message import Response

_JSON_SPEC = "RFC 6749 section 5.1"
# Whatever is no member's name; in broken JSON nobody knows which of it is a token.
_NO_NAME = re.compile(r"""[^\s{}\[\]:,"'=&<>]++(?!["']\s*:)""")


class Unreadable(StrEnum):
    """Why an answer is not what the endpoint should have sent."""

    HTML = "html"
    REDIRECT = "redirect"
    BROKEN_JSON = "broken-json"
    EMPTY = "empty"
    NOT_AN_OBJECT = "not-an-object"
    MEMBER_MISSING = "member-missing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """An answer that is neither a success nor a refusal in the protocol's words.

    Attributes:
        kind: What it is instead.
        detail: One clause that says so, with the place where there is one.
        response: The response, whole.
        members: What could be read of it.
        deviations: Where it strays from its specification.
    """

    kind: Unreadable
    detail: str
    response: Response
    members: Mapping[str, Any] | None = None
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose members could be read and that is no refusal.

    Attributes:
        members: Every member, unchanged.
        response: The response it stood in.
        deviations: Where it strays from its specification.
    """

    members: Mapping[str, Any]
    response: Response
    deviations: tuple[Deviation, ...]


def is_html(response: Response) -> bool:
    """Whether a response is a page for a person."""
    start = response.body.removeprefix(BYTE_ORDER_MARK).lstrip()[:200].lower()
    return start.startswith((b"<!doctype html", b"<html")) or (
        response.media_type in {"text/html", "application/xhtml+xml"} and start.startswith(b"<")
    )


def _is_form(response: Response) -> bool:
    first = response.body.split(b"=", 1)[0]
    return response.media_type == FORM_MEDIA_TYPE or first in {b"access_token", b"error"}


def _from_form(response: Response) -> JsonText:
    pairs = form.decode(response.body.decode("utf-8", "replace").strip())
    names = [name for name, _ in pairs]
    return JsonText(dict(pairs), tuple(sorted({name for name in names if names.count(name) > 1})))


def _deviations(response: Response, text: JsonText, *, as_form: bool) -> tuple[Deviation, ...]:
    found = []
    if response.status == UNSEEN_STATUS:
        return ()  # without the head, nobody knows how the body was sent
    if as_form:
        found.append(Deviation("form-encoded-answer", "the answer is form-encoded instead of JSON", _JSON_SPEC))
    elif response.media_type != "application/json":
        told = response.media_type or "missing"
        found.append(Deviation("content-type-not-json", f"the media type is {told}, not application/json", _JSON_SPEC))
    if text.byte_order_mark:
        found.append(Deviation("byte-order-mark", "the JSON begins with a byte order mark", "RFC 8259 section 8.1"))
    if text.broken_utf8:
        found.append(Deviation("broken-utf8", "the answer holds octets that are no UTF-8", "RFC 8259 section 8.1"))
    found += [
        Deviation(
            "duplicate-member", f"the member {name} stands more than once; the last one counts", "RFC 8259 section 4"
        )
        for name in dict.fromkeys(text.duplicates)
    ]
    found += [Deviation("transfer-problem", problem, "RFC 9110") for problem in response.problems]
    return tuple(found)


def read_members(response: Response) -> Answer | ErrorResponse | Unrecognised:
    """Reads what an endpoint answered, lenient in form and strict in report.

    Args:
        response: The response of any endpoint that answers with JSON.

    Returns:
        The members of a success, a refusal (also under status 200), or what the answer is instead.
    """
    if 300 <= response.status < 400:  # noqa: PLR2004 - redirection, RFC 9110 section 15.4
        return Unrecognised(Unreadable.REDIRECT, f"a redirect to {response.header('location') or 'nowhere'}", response)
    if is_html(response):
        return Unrecognised(Unreadable.HTML, "an HTML page", response)
    if not response.body.strip():
        return Unrecognised(Unreadable.EMPTY, "an empty body", response)
    as_form = _is_form(response)
    text = _from_form(response) if as_form else read_json(response.body)
    if isinstance(text, BrokenJson):
        place = f"line {text.line}, column {text.column}: {text.reason}"
        looks_json = response.media_type.endswith("json") or response.body.lstrip()[:1] in {b"{", b"["}
        if looks_json:
            near = _NO_NAME.sub("…", text.near)
            return Unrecognised(Unreadable.BROKEN_JSON, f"broken JSON at {place}, near `{near}`", response)
        return Unrecognised(
            Unreadable.OTHER, f"text that is neither JSON nor a form ({response.media_type or 'no type'})", response
        )
    deviations = _deviations(response, text, as_form=as_form)
    if not isinstance(text.value, dict):
        return Unrecognised(Unreadable.NOT_AN_OBJECT, "JSON, but not an object", response, None, deviations)
    code = error_code(text.value)
    if code is not None:
        return ErrorResponse(code, text.value, response, (*deviations, *_error_deviations(text.value, response)))
    return Answer(text.value, response, deviations)


def _error_deviations(members: Mapping[str, Any], response: Response) -> tuple[Deviation, ...]:
    found = []
    if response.status == UNSEEN_STATUS:
        return ()
    if response.status < 400:  # noqa: PLR2004 - no error status, RFC 9110 section 15
        found.append(
            Deviation(
                "error-in-success", f"the refusal came under status {response.status}, not 400", "RFC 6749 section 5.2"
            )
        )
    if not isinstance(members.get("error"), str):
        found.append(Deviation("error-not-text", "the member error is not a text", "RFC 6749 section 5.2"))
    return tuple(found)
