"""A run saved as a trace, and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.app.wiring import USER_AGENT
from tokencli.errors import UsageProblem
from tokencli.settings.paths import replace_file
from tokencli.wire.exchange import Exchange, NoAnswer
from tokencli.wire.trace import Trace, write_trace

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.wire.redaction import Redactor
    from tokencli.wire.trace import Setting


def save_trace(path: str, wiring: Wiring, settings: tuple[Setting, ...]) -> None:
    """Saves everything that was sent and received, redacted unless the person asked for secrets.

    Args:
        path: The file; it is made 0600.
        wiring: The parts of the run.
        settings: The settings as they may be shown.

    Raises:
        UsageProblem: The file cannot be written.
    """
    redactor = wiring.redactor()
    exchanges = tuple(redacted(exchange, redactor) for exchange in wiring.recorder.exchanges)
    metadata = redactor.json_value(dict(wiring.metadata))
    trace = Trace(wiring.ambient.now(), USER_AGENT, not redactor.off, settings, exchanges, metadata)
    try:
        replace_file(Path(path), write_trace(trace))
    except OSError as problem:
        raise UsageProblem(f"--trace: {path} cannot be written: {problem.strerror or problem}") from None


def redacted(exchange: Exchange, redactor: Redactor) -> Exchange:
    """An exchange without its secrets."""
    answer = exchange.answer
    shown = (
        NoAnswer(answer.reason, redactor.text(answer.detail), answer.sent)
        if isinstance(answer, NoAnswer)
        else redactor.response(answer)
    )
    return Exchange(exchange.purpose, redactor.request(exchange.request), shown, exchange.started_at, exchange.seconds)
