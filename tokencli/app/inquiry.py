"""What the steps of `diagnose` go by: the settings, the parts of the run, and what was learned on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.app.looked import Looked
from tokencli.app.wiring import client_certificate, shown_settings, transport_settings
from tokencli.diagnosis.classify import Verdict, classify
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.evidence import Evidence
from tokencli.oauth.tokens.reply import read_token_reply
from tokencli.wire.exchange import Exchange, NoAnswer, Purpose
from tokencli.wire.message import Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.app.results import Run
    from tokencli.app.wiring import Wiring
    from tokencli.diagnosis.classify import Ended
    from tokencli.diagnosis.finding import Finding
    from tokencli.oauth.grants import Listed
    from tokencli.oauth.server import Server
    from tokencli.runtime.transport import Reached
    from tokencli.settings.resolve import Settings


@dataclass(frozen=True, slots=True)
class Step:
    """What one step saw.

    Attributes:
        looked: What was seen, in the words of a check.
        verdict: How it ended, for the exit code; None when the step did not fail.
        ends: Whether nothing that comes after it can be reached.
    """

    looked: Looked
    verdict: Verdict | None = None
    ends: bool = False


@dataclass
class Inquiry:
    """One diagnosis from its first step to its last; each step reads what the earlier ones learned.

    Attributes:
        settings: The settings of the run that is looked into.
        listed: Its grant; None when none is named.
        wiring: The parts of the run.
        probe: Whether requests may be sent of which nothing can come but a refusal.
        reached: How far a connection came; None before that was tried.
        server: The server, once it is known.
        client_accepted: Whether the server takes the client; None while nobody knows.
        grant_refused: The answer that refuses the wanted grant as such, whatever stands in it; None where none does.
        run: The run of the grant itself, where it was tried.
    """

    settings: Settings
    listed: Listed | None
    wiring: Wiring
    probe: bool = True
    reached: Reached | None = None
    server: Server | None = None
    client_accepted: bool | None = None
    grant_refused: Evidence | None = None
    run: Run | None = field(default=None, repr=False)

    @cached_property
    def url(self) -> str:
        """The URL that is asked first: the issuer, else the token endpoint; empty when neither is named."""
        return str(self.settings.get("issuer") or self.settings.get("token_endpoint") or "")

    @cached_property
    def host(self) -> str:
        """The host of that URL."""
        return urlsplit(self.url).hostname or ""

    @cached_property
    def grant_type(self) -> str:
        """The registered name of the grant; empty when there is none."""
        return self.listed.load().registered if self.listed else ""

    def reach(self) -> Reached:
        """Connects once, and remembers how far it came."""
        if self.reached is None:
            self.reached = self.connect(self.url, insecure=bool(self.settings.get("insecure")))
        return self.reached

    def connect(self, url: str, *, insecure: bool) -> Reached:
        """Connects, and sends nothing.

        Args:
            url: Where to.
            insecure: Whether any certificate will do, to look at it.
        """
        from tokencli.runtime.transport import Transport

        wanted = replace(transport_settings(self.settings), insecure=insecure)
        transport = Transport(wanted, certificate=lambda: client_certificate(self.settings, self.wiring.secrets))
        return transport.reach(url)

    def evidence(self, exchanges: Iterable[Exchange]) -> Evidence:
        """Some exchanges as rules look at them, with all that is known besides."""
        return Evidence(
            tuple(exchanges),
            self.server.metadata if self.server else {},
            shown_settings(self.settings, self.wiring.redactor()),
            frozenset(self.wiring.secrets.known),
        )

    def unanswered(self, problem: NoAnswer, url: str = "") -> tuple[Exchange, ...]:
        """The request that nobody answered, though it was not even sent; by default the first one."""
        asked = (Purpose.TOKEN, Request("POST", url)) if url else (Purpose.METADATA, Request("GET", self.url))
        return (Exchange(*asked, problem, 0.0, 0.0),)

    def since(self, mark: int) -> tuple[Exchange, ...]:
        """The exchanges after the first so many."""
        return tuple(self.wiring.recorder.exchanges[mark:])

    @property
    def mark(self) -> int:
        """How many exchanges there were so far."""
        return len(self.wiring.recorder.exchanges)

    def failed(self, what: str, ended: Ended, exchanges: Iterable[Exchange], *, ends: bool = False) -> Step:
        """A step that failed, with what the rules find in its exchanges."""
        found = find(self.evidence(exchanges))
        return Step(failing(what, found), classify(ended), ends)


def failing(what: str, findings: Iterable[Finding]) -> Looked:
    """What a failed step says; its findings explain it, so that none of them needs a severity of its own."""
    found = tuple(findings)
    return Looked(what, findings=found, failed=True)


def verdict(evidence: Evidence) -> Verdict | None:
    """How the last request to the token endpoint ended; None where none was sent."""
    last = evidence.last
    if last is None:
        return None
    return classify(
        last.answer if isinstance(last.answer, NoAnswer) else read_token_reply(last.answer, last.started_at)
    )


def words(evidence: Evidence) -> str:
    """What the server says of its error, to be put behind it."""
    return f": {evidence.description}" if evidence.description else ""


def not_reached(why: str = "not reached") -> Step:
    """A step that had no turn."""
    return Step(Looked(why, there=False))
