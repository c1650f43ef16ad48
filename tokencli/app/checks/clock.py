"""This machine's clock and the server's differ by more than a minute.

Means:
    `clock-skew`: assertions and proofs made here are expired, or from the future, for the server; its ID tokens are so for us.

Seen by:
    The `Date` header of an answer of the server; HEAD of its token endpoint or issuer is sent once, and only when a profile or a
    server was named. Where that fails, the findings say why, as they do for every command.

Do:
    Set this machine's clock by the network; if it is right, the server's is wrong.

See:
    RFC 9110 section 6.6.1, RFC 7523 section 3, OpenID Connect Core section 3.1.3.7
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.app.looked import Looked
from tokencli.app.wiring import USER_AGENT
from tokencli.diagnosis.clocks import TOLERATED_SECONDS, seconds_ahead
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.finding import Confidence, Finding, Pointer, Severity
from tokencli.errors import TokencliError
from tokencli.oauth.flow import Flow, send
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import build_request, host_header

if TYPE_CHECKING:
    from tokencli.app.machine import Machine

RESOLUTION_SECONDS = 1  # RFC 9110 section 5.6.7: a date has whole seconds
_RUN = "run: tokencli doctor PROFILE"


def look(machine: Machine) -> Looked:
    """The server's clock beside this machine's."""
    if not machine.server_named or not machine.server:
        return Looked("not compared: nothing is sent unless a server is named", _RUN, there=False)
    wiring = machine.wiring()
    try:
        wiring.perform(ask_time(machine.server))
    except TokencliError as problem:
        return Looked(f"not compared: {problem.what}", problem.help, there=False)
    return compared(Evidence(tuple(wiring.recorder.exchanges)), host_header(machine.server))


def ask_time(url: str) -> Flow[None]:
    """Asks for the head of a page alone: the answer says when it was made."""
    # RFC 9110 section 9.3.2: HEAD is GET without the content, and section 9.2.1: it is safe.
    yield from send(build_request("HEAD", url, (("User-Agent", USER_AGENT),)), Purpose.METADATA)


def compared(evidence: Evidence, host: str) -> Looked:
    """The clock of the server that answered last beside this machine's."""
    if evidence.no_answer is not None:
        found = tuple(replace(one, severity=Severity.ERROR) for one in find(evidence))
        return Looked(f"not compared: {host} gave no answer", findings=found, there=False)
    ahead = seconds_ahead(evidence)
    if ahead is None:
        return Looked(f"not compared: the answer of {host} does not say when it was made", there=False)
    if abs(ahead) <= RESOLUTION_SECONDS:
        return Looked(f"{host} has the same time")
    if abs(ahead) <= TOLERATED_SECONDS:
        return Looked(f"{host} is {ahead_of(ahead)}")
    return Looked(f"{host} is {ahead_of(ahead)}", findings=(_skew(ahead, evidence, host),))


def ahead_of(seconds: int) -> str:
    """A difference of clocks in words, from this machine's side."""
    return f"{abs(seconds)} s {'ahead' if seconds > 0 else 'behind'}"


def _skew(ahead: int, evidence: Evidence, host: str) -> Finding:
    date = (evidence.response.header("date") if evidence.response else None) or ""
    return Finding(
        name="clock-skew",
        confidence=Confidence.CERTAIN,
        what=f"the clock of {host} is {ahead_of(ahead)} of this machine's"
        if ahead > 0
        else f"the clock of {host} is {ahead_of(ahead)} this machine's",
        why="the Date header of its answer says so; tokens and assertions carry times that the other side checks",
        help="set this machine's clock by the network; if it is right, the server's clock must be set",
        where=(Pointer("answer", "Date", date),),
        see=("RFC 9110 section 6.6.1", "tokencli explain clock-skew"),
        severity=Severity.ERROR,
    )
