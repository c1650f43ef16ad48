"""Sightings put together: an answer to its request, what a browser brought back to what it was sent for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokencli.captures.captured import Captured
from tokencli.captures.in_line.curl_problem import ATTEMPT
from tokencli.captures.purposes import (
    brought_back,
    carries_token,
    members_of_body,
    purpose_of,
    purpose_of_answer,
    readable,
)
from tokencli.captures.secrets_seen import secrets_of
from tokencli.oauth.answer import read_members
from tokencli.oauth.authorization.delivery import members_of, posted, redirected
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire import form
from tokencli.wire.exchange import UNSEEN_ANSWER, UNSEEN_REQUEST, Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.message import UNSEEN_STATUS, Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tokencli.captures.sighting import Sighting
    from tokencli.wire.message import Request
    from tokencli.wire.trace import Setting

_BEFORE = frozenset({Purpose.METADATA, Purpose.PUSHED_AUTHORIZATION, Purpose.AUTHORIZATION})
_MOST_OPEN = 100  # authorization requests among which the one is looked for that something answers
_FIRST = 10_000  # octets of an answer in which a refusal would say so
_MOST = 5_000  # exchanges, so that a log of any length needs no more memory than a long one
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|\u2026)[\s\"'}]*$")
_CHANGING = re.compile(r"\d+|[0-9a-f]{8,}|\b[\w-]{20,}\b", re.IGNORECASE)


def assemble(sources: Iterable[Iterable[tuple[str, Sighting]]]) -> Captured:
    """Puts together what belongs together.

    Args:
        sources: What was seen in each source with its place, in the order in which it stands.
    """
    assembly = _Assembly()
    for sightings in sources:
        assembly.begins.append(len(assembly.exchanges))
        for place, sighting in sightings:
            assembly.add(place, sighting)
    return assembly.captured()


@dataclass(frozen=True)
class _Call:
    """A request of which nothing tells yet that it has to do with anything of ours."""

    sighting: Sighting
    request: Request
    place: str


@dataclass
class _Assembly:
    """Everything put together so far."""

    exchanges: list[Exchange] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)  # the number of the first exchange of each source
    documents: list[Mapping[str, Any]] = field(default_factory=list)
    settings: tuple[Setting, ...] = ()
    tokens: dict[str, float] = field(default_factory=dict)
    place: str = ""  # of the sighting at hand
    attempt: str = ""  # why curl could not reach the last address it tried
    kinds: Counter[str] = field(default_factory=Counter)
    waiting: int | None = None  # the exchange whose request came last and has no answer yet
    call: _Call | None = (
        None  # the request that came last, when nothing but its answer can tell that it is one to an API
    )
    open: list[int] = field(default_factory=list)  # the authorization requests
    delivered: set[frozenset[tuple[str, str]]] = field(default_factory=set)  # what browsers brought back
    headed: int | None = None  # the exchange whose answer came last without a body
    counts: Counter[int] = field(default_factory=Counter)  # how often each was seen again
    known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def add(self, place: str, sighting: Sighting) -> None:
        """Adds one thing that was seen."""
        self.place = place
        if self._add(sighting):
            self.kinds[sighting.kind] += 1

    def _add(self, sighting: Sighting) -> bool:
        if sighting.error is None and not _readable(sighting.request, sighting.answer):
            return False
        if sighting.trace is not None:
            read = (one for one in sighting.trace.exchanges if _readable(one.request, one.answer))
            self.exchanges += (replace(one, place=self.place) for one in read)
            self.settings = self.settings or sighting.trace.settings
            self.documents += [sighting.trace.metadata] if sighting.trace.metadata else []
            return True
        if sighting.metadata is not None:
            self.documents.append(sighting.metadata)
            return True
        if sighting.token:
            self.tokens.setdefault(sighting.token, sighting.at)
            return True
        if sighting.request is not None and sighting.request != UNSEEN_REQUEST:
            return self._add_request(sighting, sighting.request)
        return sighting.answer is not None and self._add_answer(sighting, sighting.answer)

    def _add_request(self, sighting: Sighting, request: Request) -> bool:
        response = sighting.answer if isinstance(sighting.answer, Response) else None
        if brought_back(request):
            self._bring_back(sighting, request)
            return True
        purpose = purpose_of(request, response) or self._by_answer(request, sighting.answer)
        self.call = _Call(sighting, request, self.place) if purpose is None and sighting.answer is None else None
        if purpose is None:
            return False
        if self.waiting is not None and self._is_the_same(self.waiting, request):
            self._complete(self.waiting, request)
            return True
        answer = sighting.answer if sighting.answer is not None else UNSEEN_ANSWER
        full = len(self.exchanges) >= _MOST
        self._keep(Exchange(purpose, request, answer, sighting.at, sighting.seconds, self.place))
        self.waiting = len(self.exchanges) - 1 if sighting.answer is None and not full else None
        self.headed = None
        return True

    def _by_answer(self, request: Request, answer: Response | NoAnswer | None) -> Purpose | None:
        """A request that nothing of it tells: one a person pasted, or one that was refused in the protocol's words."""
        if answer is None:
            return Purpose.TOKEN if request.method == "POST" else None
        if isinstance(answer, NoAnswer) and answer.reason is NoAnswerReason.BROWSER and carries_token(request):
            return Purpose.RESOURCE
        if request.method != "POST" or not isinstance(answer, Response) or b"error" not in answer.body[:_FIRST]:
            return None
        return Purpose.TOKEN if isinstance(read_members(answer), ErrorResponse) else None

    def _is_the_same(self, number: int, request: Request) -> bool:
        """Whether a request is the one that waits for its answer, seen once more: the command, then what it sent."""
        earlier = self.exchanges[number].request
        same = urlsplit(earlier.url)[1:4] == urlsplit(request.url)[1:4] and earlier.method == request.method
        return same and not (earlier.body and request.body)

    def _complete(self, number: int, request: Request) -> None:
        earlier = self.exchanges[number]
        sent = {name.lower() for name, _ in request.headers}
        headers = request.headers + tuple(pair for pair in earlier.request.headers if pair[0].lower() not in sent)
        whole = replace(earlier.request, headers=headers, body=earlier.request.body or request.body)
        self.exchanges[number] = replace(earlier, request=whole)

    def _add_answer(self, sighting: Sighting, answer: Response | NoAnswer) -> bool:
        if sighting.kind == ATTEMPT:
            self.attempt = getattr(answer, "detail", "")
            return False
        if isinstance(answer, NoAnswer) and answer.reason is NoAnswerReason.CONNECT and self.attempt:
            answer, self.attempt = replace(answer, detail=f"{answer.detail}: {self.attempt}"), ""
        if self._refuses_the_call(sighting, answer):
            return True
        error, description = sighting.error or _error_of(answer)
        if self.waiting is not None and self._answers(answer, error):
            waited = self.exchanges[self.waiting]
            at = waited.started_at or sighting.at
            self.exchanges[self.waiting] = replace(waited, answer=answer, started_at=at)
            self.headed = self.waiting if isinstance(answer, Response) and not answer.body else None
            self.waiting = None
            return True
        if self._is_the_body(answer):
            return True
        if isinstance(answer, Response) and not error and not _worth(answer):
            return False
        key = self._known_as(error, description)
        if isinstance(answer, Response) and answer.status == UNSEEN_STATUS and error and key in self.known:
            self.counts[self.known[key]] += 1
            return True
        purpose = purpose_of_answer(error, answer) if isinstance(answer, Response) else Purpose.TOKEN
        if len(self.exchanges) < _MOST:
            self._keep(Exchange(purpose, UNSEEN_REQUEST, answer, sighting.at, 0.0, self.place))
            self.known.setdefault(key, len(self.exchanges) - 1)
        return True

    def _known_as(self, error: str, description: str) -> tuple[str, ...]:
        """What a refusal is counted as; words that end in an ellipsis are the beginning of those that were seen whole."""
        words = _CHANGING.sub("#", description)
        cut = _ELLIPSIS.sub("", words)
        if cut == words:
            return error, words
        return next((one for one in self.known if one[0] == error and one[1].startswith(cut)), (error, words))

    def _refuses_the_call(self, sighting: Sighting, answer: Response | NoAnswer) -> bool:
        """Whether this is the refusal of a call to an API, which then belongs to the evidence."""
        call, self.call = self.call, None
        if call is None or not isinstance(answer, Response):
            return False
        if call.request.method == "OPTIONS":
            return True
        if purpose_of(call.request, answer) is not Purpose.RESOURCE:
            return False
        at = call.sighting.at or sighting.at
        self._keep(Exchange(Purpose.RESOURCE, call.request, answer, at, 0.0, call.place))
        self.kinds[call.sighting.kind] += 1
        self.waiting, self.headed = None, None if answer.body else len(self.exchanges) - 1
        return True

    def _is_the_body(self, answer: Response | NoAnswer) -> bool:
        """Whether this is the body of an answer whose head was found before, as curl prints it after its notes."""
        if self.headed is None or not isinstance(answer, Response) or answer.status != UNSEEN_STATUS:
            return False
        head = self.exchanges[self.headed]
        status, headers = (head.response.status, head.response.headers) if head.response else (UNSEEN_STATUS, ())
        self.exchanges[self.headed] = replace(head, answer=Response(status, headers, answer.body))
        self.headed = None
        return True

    def _answers(self, answer: Response | NoAnswer, error: str) -> bool:
        """Whether an answer is the one to the request that waits."""
        if self.waiting is None or not isinstance(answer, Response):
            return self.waiting is not None
        for_browser = self.exchanges[self.waiting].purpose is Purpose.AUTHORIZATION
        alone = answer.status == UNSEEN_STATUS
        return not (for_browser and alone) or purpose_of_answer(error, answer) is Purpose.AUTHORIZATION

    def _bring_back(self, sighting: Sighting, request: Request) -> None:
        """What a browser brought back is the answer to an authorization request, as in a run of our own."""
        delivery = posted(request.body) if request.method == "POST" and request.body else redirected(request.url)
        members = frozenset(members_of(delivery))
        if members in self.delivered:
            return  # a browser's request for it is seen after the redirect that sent it there
        self._remember(delivery)
        number = self._sent_for(request, dict(members_of(delivery)))
        if number is None:
            self._keep(Exchange(Purpose.AUTHORIZATION, UNSEEN_REQUEST, delivery, sighting.at, 0.0, self.place))
            return
        asked = self.exchanges[number]
        seconds = sighting.at - asked.started_at if sighting.at and asked.started_at else asked.seconds
        self.exchanges[number] = replace(asked, answer=delivery, seconds=max(0.0, seconds))
        self.waiting = None if self.waiting == number else self.waiting

    def _sent_for(self, request: Request, brought: Mapping[str, str]) -> int | None:
        """The authorization request that something answers: by its state, else by its redirect URI."""
        waiting = [(number, self.exchanges[number]) for number in self.open[-_MOST_OPEN:]]
        open_ones = [(number, _asked(one)) for number, one in waiting if not _delivered(one)]
        by_state = [
            number for number, asked in open_ones if asked.get("state") and asked.get("state") == brought.get("state")
        ]
        here = re.split(r"[?#]", request.url)[0].rstrip("/")
        by_uri = [
            number
            for number, asked in open_ones
            if re.split(r"[?#]", asked.get("redirect_uri", ""))[0].rstrip("/") == here
        ]
        return next(reversed(by_state or by_uri), None)

    def _keep(self, exchange: Exchange) -> None:
        if len(self.exchanges) >= _MOST:
            return
        self.exchanges.append(exchange)
        if exchange.purpose is Purpose.AUTHORIZATION and exchange.asked is not None:
            self.open.append(len(self.exchanges) - 1)
            if exchange.response is not None:
                self._remember(exchange.response)

    def _remember(self, delivery: Response) -> None:
        if len(self.delivered) < _MOST:
            self.delivered.add(frozenset(members_of(delivery)))

    def captured(self) -> Captured:
        for number, again in self.counts.items():
            self.exchanges[number] = replace(self.exchanges[number], count=1 + again)
        one_run = dict(self.kinds) == {"trace": 1}
        exchanges = self.exchanges if one_run else _in_order(_each_once(self.exchanges, self.begins))
        return Captured(
            tuple(exchanges), tuple(self.documents), self.settings, self.tokens, dict(self.kinds),
            one_run=one_run,
            secrets=secrets_of(exchanges, self.tokens),
        )  # fmt: skip


def _readable(request: Request | None, answer: Response | NoAnswer | None) -> bool:
    """Whether the addresses can be taken apart; one that cannot was never asked."""
    location = answer.header("location") if isinstance(answer, Response) else None
    return readable(request.url if request else "") and readable(location or "")


def _each_once(exchanges: list[Exchange], begins: list[int]) -> list[Exchange]:
    """Without what an earlier source shows already: the same request and answer, at the same time where both tell it."""
    ends = [*begins[1:], len(exchanges)]
    seen: dict[tuple[Purpose, Request, Response | NoAnswer], list[float]] = {}
    kept: list[Exchange] = []
    for start, end in zip(begins, ends, strict=True):
        fresh = [one for one in exchanges[start:end] if not _is_seen(one.started_at, seen.get(_same(one), ()))]
        kept += fresh
        for one in fresh:
            seen.setdefault(_same(one), []).append(one.started_at)
    return kept


def _same(exchange: Exchange) -> tuple[Purpose, Request, Response | NoAnswer]:
    return exchange.purpose, exchange.request, exchange.answer


def _is_seen(at: float, earlier: Sequence[float]) -> bool:
    return any(one in {at, 0} or not at for one in earlier)


def _in_order(exchanges: list[Exchange]) -> list[Exchange]:
    """By time where all times are known; else a sign-in before what redeems its code, whichever file came first."""
    if all(one.started_at > 0 for one in exchanges):
        return sorted(exchanges, key=lambda one: one.started_at)
    return sorted(exchanges, key=lambda one: one.purpose not in _BEFORE)


def _error_of(answer: Response | NoAnswer) -> tuple[str, str]:
    reply = read_members(answer) if isinstance(answer, Response) and answer.body else None
    return (reply.error, reply.description) if isinstance(reply, ErrorResponse) else ("", "")


def _worth(answer: Response) -> bool:
    """Whether an answer without its request says something: tokens, or a challenge."""
    if answer.header("www-authenticate") is not None or answer.status >= 400:  # noqa: PLR2004 - RFC 9110 section 15.5
        return True
    return b"_token" in answer.body


def _asked(exchange: Exchange) -> Mapping[str, str]:
    return {**dict(form.decode(urlsplit(exchange.request.url).query)), **members_of_body(exchange.request)}


def _delivered(exchange: Exchange) -> bool:
    """Whether an authorization request has its answer: members of the protocol, by redirect or by a posted form."""
    return exchange.response is not None and bool(
        {"code", "error", "id_token"} & set(dict(members_of(exchange.response)))
    )


def documents_in(exchanges: Iterable[Exchange]) -> tuple[Mapping[str, Any], ...]:
    """The metadata documents among the answers."""
    bodies = (one.response.body for one in exchanges if one.purpose is Purpose.METADATA and one.response is not None)
    read = (document.value for body in bodies if isinstance(document := read_json(body), JsonText))
    return tuple(one for one in read if isinstance(one, dict) and "issuer" in one)
