"""At which point a conversation ended, told from what the HTTP library raised."""

from __future__ import annotations

import re
import socket
import ssl
from typing import TYPE_CHECKING

from tokencli.wire.exchange import NoAnswer, NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _causes(problem: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = problem
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def no_answer(
    problem: BaseException, *, sent: bool, late: bool, timeout: float, proxy: Callable[[], str | None] = lambda: None
) -> NoAnswer:
    """Says at which point a conversation ended.

    Args:
        problem: What the HTTP library raised.
        sent: Whether the request may have reached the server.
        late: Whether we ended it, because its time was over.
        timeout: The seconds it had.
        proxy: Tells the proxy that it goes through; asked where no connection came about.
    """
    ended = _ended(problem, sent=sent, late=late, timeout=timeout)
    # Who speaks through a proxy connects to that, and looks up its name and no other (RFC 9110 section 3.7).
    if type(problem).__name__ == "ConnectError" and ended.reason is not NoAnswerReason.TLS and (through := proxy()):
        return NoAnswer(NoAnswerReason.PROXY, f"no connection to the proxy {through}: {ended.detail}", sent=False)
    return ended


def _ended(problem: BaseException, *, sent: bool, late: bool, timeout: float) -> NoAnswer:
    kind = type(problem).__name__
    causes = list(_causes(problem))
    if late or "Timeout" in kind:
        return NoAnswer(NoAnswerReason.TIMEOUT, f"no whole answer within {timeout:g} s", sent)
    if kind == "ProxyError":
        return NoAnswer(NoAnswerReason.PROXY, str(problem), sent=False)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoAnswer(NoAnswerReason.TLS, getattr(cause, "verify_message", "") or str(cause), sent)
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return NoAnswer(NoAnswerReason.TLS, getattr(cause, "reason", "") or str(cause), sent)
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return NoAnswer(NoAnswerReason.NAME, cause.strerror or str(cause), sent)
    if kind in {"ConnectError", "UnsupportedProtocol", "InvalidURL", "UnicodeError", "OSError"} and not sent:
        return NoAnswer(NoAnswerReason.CONNECT, str(problem) or kind, sent=False)
    # The library quotes the header that it cannot write, and that may be a credential.
    detail = re.split(" b['\"]", str(problem))[0] if kind == "LocalProtocolError" else str(problem)
    return NoAnswer(NoAnswerReason.BROKEN, detail or kind, sent)
