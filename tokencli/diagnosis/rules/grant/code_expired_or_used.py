"""The code was used before, or is too old.

Means:
    A code can be redeemed once, within seconds or minutes. A second try with the same code, a reloaded page, a debugger
    that held it, or two processes that share a redirect URI all lose it.

Seen by:
    invalid_grant on a code. Likely when the same code was seen to be sent before, with by whom and when; sure when it got tokens
    there or the server says so. Likely when more seconds passed between its issue and its use than the product gives; sure when
    they are more than any server is to give.

Do:
    Start a new sign-in and redeem its code at once.

See:
    RFC 6749 section 4.1.2, RFC 6749 section 5.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.earlier_use import earlier_uses
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import (
    SPENT,
    because,
    error_pointer,
    lifetime,
    likely_if,
    request_name,
    says,
    singles_out,
    singles_out_another,
)
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.earlier_use import EarlierUse
    from tokencli.diagnosis.evidence import Evidence

_THE_CODE = r"(?<!device.)(?<!user.)\bcode\b"
_ANY = r"code or refresh.?token"
RECOMMENDED_SECONDS = 600
_MOST_SHOWN = 3


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code."""
    named = singles_out(evidence, SPENT)
    refused = evidence.error == "invalid_grant" or (evidence.error == "invalid_request" and named)
    # Of an answer alone its words tell what was redeemed.
    by_words = evidence.request is None and named and says(evidence, _THE_CODE) and not says(evidence, _ANY)
    if not refused or not (by_words or evidence.grant_type == AUTHORIZATION_CODE):
        return
    # RFC 6749 section 4.1.2: the client MUST NOT use the authorization code more than once.
    earlier, age = tuple(earlier_uses(evidence, "code")), _age(evidence)
    # RFC 6749 section 4.1.2: a maximum authorization code lifetime of 10 minutes is RECOMMENDED.
    lifetime_seconds = _lifetime(evidence) or RECOMMENDED_SECONDS
    old = age is not None and age > lifetime_seconds
    # What a product gives by default, its administrator may lengthen.
    late = age is not None and age > max(lifetime_seconds, RECOMMENDED_SECONDS)
    if singles_out_another(evidence, SPENT) and not any(one.succeeded for one in earlier):
        return
    yield Finding(
        name="code-expired-or-used",
        confidence=_confidence(evidence, earlier, late=late, old=old),
        what=_what(late=late, used=bool(earlier)),
        why=because(_fact(evidence, age, earlier), evidence),
        help="start a new sign-in and redeem its code at once, in one place only",
        who=Who.END_USER,
        where=(error_pointer(evidence), *(one.pointer("code") for one in earlier[:_MOST_SHOWN]), *_ages(evidence, age)),
        see=("RFC 6749 section 4.1.2", "tokencli explain code-expired-or-used"),
    )


def _confidence(evidence: Evidence, earlier: tuple[EarlierUse, ...], *, late: bool, old: bool) -> Confidence:
    named = singles_out(evidence, SPENT)
    redeemed = any(one.succeeded for one in earlier)
    if (late or redeemed or (named and earlier)) and not singles_out_another(evidence, SPENT):
        return Confidence.CERTAIN
    return likely_if(named or earlier or old)


def _what(*, late: bool, used: bool) -> str:
    if used:
        return "the code was used before"
    return "the code had expired" if late else "the code was used before or has expired"


def _age(evidence: Evidence) -> int | None:
    """The seconds between the issue of the code and its use; None when one of the times is not known."""
    sign_in = sign_in_of(evidence)
    if sign_in is None or not sign_in.linked or sign_in.issued_at is None or evidence.sent_at is None:
        return None
    return max(0, round(evidence.sent_at - sign_in.issued_at))


def _lifetime(evidence: Evidence) -> int | None:
    return evidence.provider.seconds("authorization code") if evidence.provider else None


def _fact(evidence: Evidence, age: int | None, earlier: tuple[EarlierUse, ...]) -> str:
    if earlier:
        times = f"{len(earlier)} times" if len(earlier) > 1 else "once"
        return f"the same code was sent before, {times}; a code is good for one use (RFC 6749 section 4.1.2)"
    fact = f"a code is good for one use and for a short time{lifetime(evidence, 'authorization code')}"
    return fact if age is None else f"{fact}; this one was {age} seconds old, and was not seen to be used before"


def _ages(evidence: Evidence, age: int | None) -> tuple[Pointer, ...]:
    return () if age is None else (Pointer(request_name(evidence), "code", f"sent {age} seconds after it was issued"),)
