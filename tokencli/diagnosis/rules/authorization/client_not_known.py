"""The server does not know the client of the authorization request.

Means:
    No client of this id is registered there, or it was switched off. Mostly the id is that of another server, realm or tenant, or
    it was cut off. As long as the server does not know the client, it must send nobody back to it, so the refusal is a page of
    its own and the client never hears of it.

Seen by:
    An authorization request that was answered with an error page whose words speak of the client.

Do:
    Compare the client id with the registration at the server that the address names, letter for letter.

See:
    RFC 6749 section 4.1.2.1
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.page_seen import page_words
from tokencli.diagnosis.sign_in_seen import read_sign_ins
from tokencli.diagnosis.wording import LONGEST_QUOTE, answer_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_UNKNOWN = r"\bis (?:invalid|unknown)|not (?:be )?found|not registered|not recogni[sz]ed|does not exist|doesn't exist"
_SAID = re.compile(
    r"AADSTS700016[^.<]{0,160}|(?:invalid|unknown|unregistered)[ _](?:oauth )?client\b(?!_)"
    rf"|\bclient\b(?! (?:secret|certificate|assertion|authentication|credential))[^.<]{{0,40}}(?:{_UNKNOWN})"
    r"|\bclient(?:[ _]id)?(?: \S+)?(?: is| was| has been)? disabled"
    rf"|\bapplication with identifier[^.<]{{0,120}}(?:{_UNKNOWN}|disabled)",
    re.IGNORECASE,
)
# An app may be the client, or the page itself: "this app needs JavaScript".
_MAY_MEAN = re.compile(rf"\b(?:application|app)\b[^.<]{{0,40}}(?:{_UNKNOWN}|disabled)", re.IGNORECASE)


def look(evidence: Evidence) -> Iterator[Finding]:
    """An error page that speaks of the client."""
    page = page_words(evidence)
    sure = _SAID.search(page)
    said = sure or _MAY_MEAN.search(page)
    sign_in = next(read_sign_ins(evidence), None)
    if said is None or sign_in is None:
        return
    client_id = sign_in.asked("client_id")
    yield Finding(
        name="client-not-known",
        confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
        what="the server does not know the client of the authorization request, or it is switched off there",
        # RFC 6749 section 4.1.2.1: if the client identifier is missing or invalid, the server MUST NOT redirect.
        why=f"the page of the server says: {evidence.told(said[0], LONGEST_QUOTE)}",
        help="compare the client id with the registration at the server, realm or tenant that the address names",
        where=(
            Pointer(sign_in.name, "client_id", client_id or "missing"),
            Pointer(answer_name(evidence), "status", str(evidence.status)),
        ),
        see=("RFC 6749 section 4.1.2.1", "tokencli explain client-not-known"),
    )
