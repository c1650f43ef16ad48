"""A conversation as both forms of a report show it: who said what to whom, and each message in full without its secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.save_trace import redacted
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
            yield Arrow(server, own, printable_line(_answered(shown.answer)), answer=True, failed=_is_failed(exchange))


def _asked(request: Request, purpose: Purpose) -> str:
    path = request.url.partition("?")[0].partition("//")[2].partition("/")[2]
    members = form.decode(request.body.decode("utf-8", "replace")) if _is_form(request) else ()
    query = form.decode(request.url.partition("?")[2]) if purpose is Purpose.AUTHORIZATION else ()
    told = next((value for name, value in (*members, *query) if name in _SHOWN_MEMBERS), "")
    return f"{request.method} /{path}{f' ({told})' if told else ''}"


def _is_form(request: Request) -> bool:
    return (request.header("content-type") or "").lower().startswith(FORM_MEDIA_TYPE)


def _answered(answer: Response | NoAnswer) -> str:
    if isinstance(answer, NoAnswer):
        return f"no answer: {answer.detail}"
    read = read_json(answer.body) if answer.body else None
    members = read.value if isinstance(read, JsonText) and isinstance(read.value, dict) else {}
    said = members.get("error") or ("tokens" if "access_token" in members else "")
    status = "" if answer.status == UNSEEN_STATUS else f"{answer.status} "
    return f"{status}{said if isinstance(said, str) else 'error'}".strip() or "an answer"


def _is_failed(exchange: Exchange) -> bool:
    answer = exchange.answer
    return isinstance(answer, NoAnswer) or answer.status >= _FAILED or _answered(answer).endswith("error")


def shown(exchange: Exchange, redactor: Redactor) -> Shown:
    """One exchange in full, without secrets; long bodies are cut."""
    clean = redacted(exchange, redactor)
    asked = "" if exchange.asked is None else as_http(clean.request)
    answered = "" if exchange.answer_unseen else _answer_text(clean.answer, exchange)
    place = f" ({printable_line(redactor.text(exchange.place))})" if exchange.place else ""
    title = f"{_first_line(clean, exchange)}{place}"
    return Shown(title, _cut(asked), _cut(answered), _is_failed(exchange) and not exchange.answer_unseen)


def _first_line(clean: Exchange, exchange: Exchange) -> str:
    purpose = exchange.purpose.value.replace("_", " ")
    asked = (
        f"{purpose}: {clean.request.method} {clean.request.url.partition('?')[0]}"
        if exchange.asked is not None
        else f"{purpose} answer"
    )
    when = f", {utc(exchange.started_at)}" if exchange.started_at > 0 else ""
    return printable_line(f"{asked} → {'?' if exchange.answer_unseen else _answered(clean.answer)}{when}")


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
