"""`-v` and `-vv`: the conversation on stderr as it happens, in the manner of curl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.render.document import no_answer_text
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import host_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tokencli.oauth.flow import Send
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.message import Request, Response
    from tokencli.wire.redaction import Redactor
    from tokencli.wire.trace import Setting


def settings_lines(settings: Iterable[Setting]) -> str:
    """One line a setting, with its origin."""
    rows = [(one.name, one.value, one.origin) for one in settings]
    wide = max((len(name) for name, _, _ in rows), default=0)
    return "".join(f"* {name:<{wide}}  {value}   (from {origin})\n" for name, value, origin in rows)


def request_lines(request: Request) -> str:
    """The request with `>` before each line."""
    head = [f"{request.method} {request.url}", *(f"{name}: {value}" for name, value in request.headers)]
    body = request.body.decode("utf-8", "replace")
    return "".join(f"> {line}\n" for line in (*head, *(("", body) if body else ())))


def answer_lines(exchange: Exchange, *, with_body: bool) -> str:
    """The answer with `<` before each line."""
    answer = exchange.answer
    if isinstance(answer, NoAnswer):
        return f"* {no_answer_text(answer, host_header(exchange.request.url))}\n"
    lines = [
        f"{answer.status} in {exchange.seconds * 1000:.0f} ms",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    body = _body(answer) if with_body else []
    return "".join(f"< {line}\n" for line in (*lines, *(("", *body) if body else ())))


def _body(answer: Response) -> list[str]:
    return [*answer.body.decode("utf-8", "replace").splitlines(), *(f"({problem})" for problem in answer.problems)]


@dataclass
class Conversation:
    """Shows every exchange as it happens.

    Attributes:
        write: Writes a text to stderr.
        redactor: Makes the redactor that knows every secret read so far.
        verbosity: 1 for heads and what we send; 2 for the body of answers too.
        answers_only: Whether requests are shown elsewhere.
    """

    write: Callable[[str], None]
    redactor: Callable[[], Redactor]
    verbosity: int
    answers_only: bool = False

    def sending(self, step: Send) -> None:
        """Shows the request."""
        if not self.answers_only:
            self.write(request_lines(self.redactor().request(step.request)))

    def ended(self, exchange: Exchange) -> None:
        """Shows the answer."""
        from tokencli.app.save_trace import redacted

        if exchange.purpose is Purpose.AUTHORIZATION:
            self.write("* the browser brought back\n")
        self.write(answer_lines(redacted(exchange, self.redactor()), with_body=self.verbosity > 1))
