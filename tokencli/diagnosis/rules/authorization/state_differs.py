"""The state that came back is not the one that was sent.

Means:
    The answer belongs to another sign-in: a second tab, a page that was reloaded, a session lost between the two, or
    somebody else's link. A client must not take such an answer.

Seen by:
    An authorization request and its answer, both captured, with different values of `state`, or none in one of them.

Do:
    Start anew in one tab. Where it happens always, see that the session in which the client keeps the state comes back with
    the redirect: cookies of another site, another host name, another instance.

See:
    RFC 6749 section 4.1.2, RFC 6749 section 10.12
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.difference import first_difference
from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.sign_in_seen import SignInSeen, read_sign_ins
from tokencli.diagnosis.wording import in_place
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """An answer with another state, in the last sign-in."""
    sign_in = next(read_sign_ins(evidence), None)
    if sign_in is None or not sign_in.members or not sign_in.brought:
        return
    # RFC 6749 section 4.1.2: state is REQUIRED if it was present in the request: the exact value received from the client.
    asked, brought = sign_in.asked("state"), sign_in.brought.get("state", "")
    if not asked and not sign_in.whole:
        return
    if same(asked, brought) is not False or "response" in sign_in.brought or not _protocol(sign_in):
        return
    yield Finding(
        name="state-differs",
        confidence=sign_in.sureness(asked, brought),
        what="the state that came back is not the one that was sent"
        if brought
        else "no state came back, though one was sent",
        why="RFC 6749 section 4.1.2 has the server give back exactly the value it got, and a client refuses any other",
        help="start anew in one tab; where it happens always, the client loses its session between request and answer",
        where=(
            Pointer(sign_in.name, "state", asked or "missing"),
            Pointer(
                in_place("authorization answer", sign_in.exchange),
                "state",
                brought or "missing",
                first_difference(asked, brought) if asked and brought else None,
            ),
        ),
        see=("RFC 6749 section 4.1.2", "RFC 6749 section 10.12", "tokencli explain state-differs"),
    )


def _protocol(sign_in: SignInSeen) -> bool:
    return bool({"code", "error", "access_token", "id_token"} & set(sign_in.brought))
