"""The sign-in that a token request belongs to: what was asked for in the browser, what came back, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.diagnosis.finding import Confidence
from tokencli.diagnosis.wording import in_place, in_text
from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.authorization.delivery import members_of
from tokencli.wire import form
from tokencli.wire.exchange import Purpose
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.form import Members


@dataclass(frozen=True, slots=True)
class SignInSeen:
    """One authorization request with its answer.

    Attributes:
        exchange: The exchange.
        members: The members of the request, those that were pushed or stand in a request object included.
        brought: The members that came back; empty when nothing was seen to come back.
        whole: Whether all members of the request were seen; else some were pushed, or stand in a request object, out of sight.
        linked: Whether the code that is redeemed is the one that came back; else the two only stand near each other.
    """

    exchange: Exchange
    members: Members
    brought: Mapping[str, str]
    whole: bool
    linked: bool

    def asked(self, name: str) -> str:
        """The value of a member of the request; empty when it is not there."""
        return next((value for key, value in self.members if key == name), "")

    def asked_all(self, name: str) -> tuple[str, ...]:
        """All values of a member that may be sent more than once."""
        return tuple(value for key, value in self.members if key == name)

    @property
    def name(self) -> str:
        """The request in words, as a pointer names it."""
        return in_place("authorization request", self.exchange)

    @property
    def issued_at(self) -> float | None:
        """When the code came back, in seconds since 1970-01-01 UTC; None when that is not known."""
        if self.exchange.started_at <= 0 or "code" not in self.brought:
            return None
        return self.exchange.started_at + self.exchange.seconds

    def sureness(self, one: str, other: str) -> Confidence:
        """How sure it is that two values differ, where one of them stands in this sign-in.

        Args:
            one: The one value.
            other: The other value.
        """
        shorter, longer = sorted((one, other), key=len)
        last = {value for _, value in (*self.members[-1:], *tuple(self.brought.items())[-1:])}
        if not shorter or not longer.startswith(shorter) or not in_text(self.exchange) or last.isdisjoint({one, other}):
            return Confidence.CERTAIN
        # The end of an address in a text may be missing, or something else of the text may stand behind it.
        return Confidence.POSSIBLE if shorter in last else Confidence.LIKELY


def read_sign_ins(evidence: Evidence) -> Iterator[SignInSeen]:
    """Every authorization request, the last first, with what came back to it."""
    code = evidence.member("code")
    for exchange in reversed(evidence.exchanges):
        if exchange.purpose is Purpose.AUTHORIZATION:
            brought = dict(members_of(exchange.response)) if exchange.response else {}
            linked = bool(code) and same(brought.get("code", ""), code or "") is True
            members, whole = _asked_in(evidence, exchange)
            yield SignInSeen(exchange, members, brought, whole, linked)


def asked_in_browser(evidence: Evidence) -> Members:
    """The members of the authorization request that was sent last, pushed or not; nothing when the last request is no such one."""
    if evidence.last is None or evidence.last.purpose not in {Purpose.AUTHORIZATION, Purpose.PUSHED_AUTHORIZATION}:
        return ()
    return _asked_in(evidence, evidence.last)[0]


def sign_in_of(evidence: Evidence) -> SignInSeen | None:
    """The sign-in whose code the last request redeems.

    Returns:
        The one that brought back this very code; else the last one of which nobody saw what came back, or of which it is not
        known whether it was another code; None when there is none of them, and when nothing of its request was seen.
    """
    seen, code = [one for one in read_sign_ins(evidence) if one.members], evidence.member("code")
    if code is None:
        return None
    return next((one for one in seen if one.linked), None) or next(
        (one for one in seen if "code" not in one.brought or same(one.brought["code"], code) is None), None
    )


def _asked_in(evidence: Evidence, exchange: Exchange) -> tuple[Members, bool]:
    """The members of an authorization request, wherever they were sent, and whether these are all.

    What was pushed or signed counts first.
    """
    asked = form.decode(urlsplit(exchange.request.url).query) or form.decode(_text(exchange.request.body))
    told = dict(asked)
    inside = (*_request_object(told.get("request", "")), *_pushed(evidence, told.get("request_uri", "")))
    # RFC 9101 section 5: the request object, or what request_uri refers to, holds the parameters.
    return (*inside, *asked), bool(inside) or not {"request", "request_uri"} & told.keys()


def _pushed(evidence: Evidence, request_uri: str) -> Members:
    # RFC 9126 section 2.2: request_uri corresponds to the authorization request posted.
    for exchange in evidence.exchanges if request_uri else ():
        answer = exchange.response.body if exchange.response else b""
        if exchange.purpose is Purpose.PUSHED_AUTHORIZATION and request_uri.encode() in answer:
            return form.decode(_text(exchange.request.body))
    return ()


def _request_object(token: str) -> Members:
    # RFC 9101 section 6.3: the parameters are those in the request object.
    try:
        claims = peek(token).claims if token else None
    except NotAJwt:
        return ()
    return tuple((name, value) for name, value in (claims or {}).items() if isinstance(value, str))


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")
