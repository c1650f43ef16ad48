"""A conversation as both forms of a report show it: who said what to whom, and each message in full without its secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.save_trace import redacted
from tokencli.captures.purposes import readable
from tokencli.oauth.answer import read_members
from tokencli.oauth.authorization.delivery import members_of
from tokencli.oauth.authorization.jarm import members_inside, signed_response
from tokencli.oauth.error_response import ErrorResponse, error_code
from tokencli.render.document import no_answer_text, utc
from tokencli.render.request import as_http
from tokencli.wire import form
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.message import FORM_MEDIA_TYPE, UNSEEN_STATUS, host_header
from tokencli.wire.page_text import page_text
from tokencli.wire.printable import printable, printable_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.wire.exchange import Exchange
    from tokencli.wire.form import Members
    from tokencli.wire.message import Request, Response
    from tokencli.wire.redaction import Redactor

CLIENT, BROWSER = "client", "browser"
_LONGEST_BODY = 4000  # characters; a report is read, not replayed
_SHOWN_MEMBERS = ("grant_type", "response_type", "error")
_FAILED = 400


@dataclass(frozen=True, slots=True)
class Arrow:
    """One message of the sequence.

    Attributes:
        source: Who sends it.
        target: Who gets it.
        text: What it is, in a few words.
        answer: Whether it answers another.
        failed: Whether it says no, or never came.
    """

    source: str
    target: str
    text: str
    answer: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One exchange in full.

    Attributes:
        title: What was asked and what came, in one line.
        asked: The request; empty where nobody saw it.
        answered: The answer, or why there is none; empty where nobody saw it.
        failed: Whether it says no, or never came.
    """

    title: str
    asked: str
    answered: str
    failed: bool


def arrows(exchanges: Iterable[Exchange], redactor: Redactor) -> Iterator[Arrow]:
    """The messages in their order, without secrets."""
    for exchange in exchanges:
        own = BROWSER if exchange.purpose is Purpose.AUTHORIZATION else CLIENT
        shown = redacted(exchange, redactor)
        server = host_header(exchange.request.url) if exchange.request.url else "server"
        if exchange.asked is not None:
            yield Arrow(own, server, printable_line(_asked(shown.request, exchange.purpose)))
        if not exchange.answer_unseen:
            error = _error_of(exchange.answer)
            said = _answered(shown.answer, redactor.text(error))
            yield Arrow(server, own, printable_line(said), answer=True, failed=_is_failed(exchange.answer, error))


def _asked(request: Request, purpose: Purpose) -> str:
    path = request.url.partition("?")[0].partition("//")[2].partition("/")[2]
    members = form.decode(request.body.decode("utf-8", "replace")) if _is_form(request) else ()
    query = form.decode(request.url.partition("?")[2]) if purpose is Purpose.AUTHORIZATION else ()
    told = next((value for name, value in (*members, *query) if name in _SHOWN_MEMBERS), "")
    return f"{request.method} /{path}{f' ({told})' if told else ''}"


def _is_form(request: Request) -> bool:
    return (request.header("content-type") or "").lower().startswith(FORM_MEDIA_TYPE)


def _error_of(answer: Response | NoAnswer) -> str:
    """The error that an answer names, wherever it names it; empty when it names none."""
    if isinstance(answer, NoAnswer):
        return ""
    # RFC 6749 section 5.2 asks for 400, and many services refuse with 200: the member decides, not the status.
    read = read_members(answer)
    if isinstance(read, ErrorResponse):
        return read.error
    return error_code(dict(_brought_back(answer))) or ""


def _brought_back(answer: Response) -> Members:
    """What a redirect brings back, in its query and its fragment (RFC 6749 sections 4.1.2.1 and 4.2.2.1)."""
    location = answer.header("location")
    brought = members_of(answer) if location and readable(location) else ()
    # JARM section 2.1: a signed response has its members in one JWT.
    inside = members_inside(brought) if signed_response(brought) else ()
    return (*brought, *inside) if isinstance(inside, tuple) else brought


def _answered(answer: Response | NoAnswer, error: str) -> str:
    if isinstance(answer, NoAnswer):
        return f"no answer: {answer.detail}"
    status = "" if answer.status == UNSEEN_STATUS else f"{answer.status} "
    return f"{status}{error or _brought(answer)}".strip() or "an answer"


def _brought(answer: Response) -> str:
    read = read_json(answer.body) if answer.body else None
    members = read.value if isinstance(read, JsonText) and isinstance(read.value, dict) else {}
    return "tokens" if "access_token" in members else ""


def _is_failed(answer: Response | NoAnswer, error: str) -> bool:
    return isinstance(answer, NoAnswer) or answer.status >= _FAILED or bool(error)


def shown(exchange: Exchange, redactor: Redactor) -> Shown:
    """One exchange in full, without secrets; long bodies are cut."""
    clean = redacted(exchange, redactor)
    asked = "" if exchange.asked is None else as_http(clean.request)
    answered = "" if exchange.answer_unseen else _answer_text(clean.answer, exchange)
    place = f" ({printable_line(redactor.text(exchange.place))})" if exchange.place else ""
    error = _error_of(exchange.answer)
    said = "?" if exchange.answer_unseen else _answered(clean.answer, redactor.text(error))
    title = f"{_first_line(clean, exchange, said)}{place}"
    failed = _is_failed(exchange.answer, error) and not exchange.answer_unseen
    return Shown(title, _cut(asked), _cut(answered), failed)


def _first_line(clean: Exchange, exchange: Exchange, said: str) -> str:
    purpose = exchange.purpose.value.replace("_", " ")
    asked = (
        f"{purpose}: {clean.request.method} {clean.request.url.partition('?')[0]}"
        if exchange.asked is not None
        else f"{purpose} answer"
    )
    when = f", {utc(exchange.started_at)}" if exchange.started_at > 0 else ""
    return printable_line(f"{asked} → {said}{when}")


def _answer_text(answer: Response | NoAnswer, exchange: Exchange) -> str:
    if isinstance(answer, NoAnswer):
        return printable_line(no_answer_text(answer, host_header(exchange.request.url))) + "\n"
    status = "" if answer.status == UNSEEN_STATUS else f"HTTP {answer.status}\n"
    head = status + "".join(f"{name}: {value}\n" for name, value in answer.headers)
    problems = "".join(f"({problem})\n" for problem in answer.problems)
    return printable(f"{head}\n{_body(answer)}\n{problems}".lstrip("\n"))


def _body(answer: Response) -> str:
    """The body; of a page what a person would read of it."""
    if answer.media_type == "text/html":
        return f"(an HTML page of {len(answer.body)} octets, which says:)\n{page_text(answer.body)}"
    return answer.body.decode("utf-8", "replace")


def _cut(text: str) -> str:
    if len(text) <= _LONGEST_BODY:
        return text
    return text[:_LONGEST_BODY] + f"\n… ({len(text) - _LONGEST_BODY} more characters)\n"
