"""The code that is redeemed is not the one that came back.

Means:
    It was changed on its way: cut off at a character, decoded once too often or too seldom, with a blank for a plus sign, or
    with what a browser puts behind it. Or it is the code of another sign-in.

Seen by:
    A refused code, where the sign-in was captured and another code came back to it.

Do:
    Take the whole value of `code` from the redirect, decoded once, and nothing else.

See:
    RFC 6749 section 4.1.2, RFC 6749 appendix B
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_plus

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import read_sign_ins
from tokencli.diagnosis.wording import because, request_name
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.wire.placeholders import same
from tokencli.wire.redaction import is_redacted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code, where another one came back."""
    code, seen = evidence.member("code"), [one for one in read_sign_ins(evidence) if one.brought.get("code")]
    if evidence.grant_type != AUTHORIZATION_CODE or not code or not seen or not evidence.in_question:
        return
    if any(same(one.brought["code"], code) is not False for one in seen):
        return  # it came back, or nobody knows whether it did
    brought = seen[0].brought["code"]
    change = "" if is_redacted(code) else _change(brought, code)
    yield Finding(
        name="code-differs",
        confidence=seen[0].sureness(brought, code) if change else Confidence.LIKELY,
        what="the code that is redeemed is not the one that came back",
        why=because(change or "it is no code of the sign-ins that were captured", evidence),
        help="take the whole value of code from the redirect, decoded once, and redeem it in the same sign-in",
        where=(
            Pointer(seen[0].name, "code", f"{len(brought)} characters" if change else "another one"),
            Pointer(request_name(evidence), "code", f"{len(code)} characters" if change else "not that one"),
        ),
        see=("RFC 6749 section 4.1.2", "tokencli explain code-differs"),
    )


def _change(brought: str, code: str) -> str:
    """How the code was changed; empty when it is another one."""
    if brought.startswith(code):
        return f"it was cut off after {len(code)} of {len(brought)} characters"
    if code.startswith(brought):
        return f"{len(code) - len(brought)} characters were put behind it"
    # RFC 6749 appendix B: a value is form-encoded once, and a space is written as a plus sign.
    if unquote(code) == brought or quote(brought, safe="") == code:
        return "it was encoded once too often"
    if unquote_plus(brought) == code or brought.replace("+", " ") == code:
        return "it was decoded once too often"
    return ""
