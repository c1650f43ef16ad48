"""The JWTs that a request carries as assertions, read with or without their signature (RFC 7521)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.evidence import OF_THE_REQUEST
from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import NotAJwt, peek
from tokencli.wire import form
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.exchange import Exchange

_MEMBERS = ("assertion", "client_assertion")  # RFC 7521 section 4.1 and 4.2


@dataclass(frozen=True, slots=True)
class AssertionSeen:
    """A JWT that was sent as an assertion. Nothing in it was verified.

    Attributes:
        member: The member of the form it stood in.
        header: Its header.
        claims: Its claims.
        signed: Whether it has a signature; what a redaction put in its place counts.
    """

    member: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bool

    @property
    def algorithm(self) -> str:
        """The header's `alg`; empty when it is missing."""
        return str(self.header.get("alg", ""))

    def time(self, name: str) -> float | None:
        """A claim that is a time, in seconds since 1970-01-01 UTC; None when it is absent or no number."""
        return read_numeric_date(self.claims.get(name))

    @property
    def audiences(self) -> tuple[str, ...]:
        """The values of `aud`, one or several (RFC 7519 section 4.1.3)."""
        told = self.claims.get("aud", [])
        return tuple(str(one) for one in (told if isinstance(told, list) else [told]))


def read_assertions(evidence: Evidence) -> Iterator[AssertionSeen]:
    """The JWT assertions of the last request that may be what was refused; what is no JWT, or is encrypted, is left out."""
    # RFC 6749 section 3.2.1: the client is authenticated first, so whoever finds fault with the scope took its assertion.
    judged = ("client_assertion",) if evidence.error in OF_THE_REQUEST else ()
    for member in _MEMBERS:
        value = None if member in judged else evidence.member(member)
        seen = None if value is None else _read(member, value)
        if seen is not None:
            yield seen


def read_earlier_assertions(evidence: Evidence) -> Iterator[tuple[Exchange, AssertionSeen]]:
    """The JWT assertions of the token requests before the last one."""
    for exchange in evidence.exchanges[:-1]:
        if exchange.purpose is Purpose.TOKEN:
            members = form.decode(exchange.request.body.decode("utf-8", "replace"))
            seen = (_read(name, value) for name, value in members if name in _MEMBERS)
            yield from ((exchange, one) for one in seen if one is not None)


def _read(member: str, value: str) -> AssertionSeen | None:
    try:
        token = peek(value)
    except NotAJwt:
        return None
    if token.claims is None:
        return None
    return AssertionSeen(member, token.header, token.claims, signed=not value.strip().endswith("."))


def judging_time(evidence: Evidence) -> float | None:
    """The moment at which the server judged the times in an assertion: its own clock where it says so, else ours."""
    return evidence.sent_at if evidence.server_time is None else evidence.server_time
