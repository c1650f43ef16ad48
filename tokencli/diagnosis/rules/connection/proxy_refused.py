"""A proxy on the way does not let the request through.

Means:
    The proxy cannot be reached itself, wants credentials, does not allow this host, or could not reach it. The server was not asked.

Seen by:
    A proxy that refused the tunnel or the connection, or an answer of status 407.

Do:
    Give the proxy with its user, `--proxy http://USER:PASSWORD@HOST:PORT`, or have the host allowed; `--proxy ''` uses none.

See:
    RFC 9110 section 15.5.8, RFC 9110 section 9.3.6
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import answer_name, request_name
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_PROXY_AUTHENTICATION = 407  # RFC 9110 section 15.5.8
_UNREACHED = "no connection to the proxy"  # as a run of ours says it


def look(evidence: Evidence) -> Iterator[Finding]:
    """A proxy that refused."""
    told = _told(evidence)
    if not told:
        return
    unreached = told.startswith(_UNREACHED)
    yield Finding(
        name="proxy-refused",
        confidence=Confidence.CERTAIN,
        what="a proxy on the way did not let the request through",
        why=f"{'' if unreached else 'the proxy says: '}{told}; the server was not asked",
        help=_help(told, unreached=unreached),
        where=(
            Pointer(request_name(evidence), "url", evidence.host),
            *_proxy(evidence),
        ),
        see=("RFC 9110 section 15.5.8", "tokencli explain proxy-refused"),
    )


def _help(told: str, *, unreached: bool) -> str:
    if unreached:
        return "check host and port of the proxy, in --proxy, HTTPS_PROXY or HTTP_PROXY; an empty --proxy uses none"
    if "407" in told:
        return "give the proxy with its user and password, --proxy http://USER:PASSWORD@HOST:PORT"
    return "have the proxy allow the host, or name another one with --proxy; an empty --proxy uses none"


def _told(evidence: Evidence) -> str:
    problem = evidence.ended_without_answer(NoAnswerReason.PROXY)
    if problem is not None:
        return problem.detail or "nothing"
    if evidence.status != _PROXY_AUTHENTICATION or evidence.response is None:
        return ""
    scheme = (evidence.response.header("proxy-authenticate") or "").split(" ")[0]
    return "status 407" + (f", it wants {scheme}" if scheme else "")


def _proxy(evidence: Evidence) -> tuple[Pointer, ...]:
    answer = evidence.response
    if answer is None:
        return ()
    return (Pointer(answer_name(evidence), "Proxy-Authenticate", answer.header("proxy-authenticate") or "missing"),)
