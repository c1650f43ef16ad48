"""The assertion is addressed to another audience than this server.

Means:
    An assertion names in `aud` for whom it is made. As a grant it names the server's issuer or its token endpoint; as
    client authentication, by the newer rule, the issuer alone. A final slash or another host make it another audience.

Seen by:
    A refused request with a JWT whose `aud` is neither the issuer nor the endpoint, or words of the server about it.

Do:
    Have the assertion made for the server's issuer. For client assertions `--assertion-audience` sets it.

See:
    RFC 7523 section 3, RFC 10070
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import AssertionSeen, read_assertions
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.other_tries import accepted_audience
from tokencli.diagnosis.wording import AUDIENCE, because, likely_if, request_name, says, says_why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion with an audience that may be wrong."""
    identities, named = _identities(evidence), says(evidence, AUDIENCE)
    for assertion in read_assertions(evidence) if evidence.in_question else ():
        # RFC 7523 section 3, item 3: the JWT MUST contain an "aud" claim containing a value that identifies the
        # authorization server as an intended audience; compared by simple string comparison.
        meant = set(assertion.audiences) & set(identities)
        accepted = accepted_audience(evidence, assertion)
        if accepted:
            yield _proven(evidence, assertion, accepted)
            return
        if not assertion.audiences or (meant and not named):
            continue
        yield Finding(
            name="assertion-audience",
            confidence=_confidence(evidence, meant=bool(meant), named=named),
            what=f"the {assertion.member} is addressed to another audience than this server expects",
            why=because(_fact(assertion, identities, meant=bool(meant)), evidence),
            help=_help(assertion, identities),
            where=(Pointer(request_name(evidence), f"{assertion.member}: aud", ", ".join(assertion.audiences)),),
            see=("RFC 7523 section 3", "tokencli explain assertion-audience"),
        )
        return


def _proven(evidence: Evidence, assertion: AssertionSeen, accepted: str) -> Finding:
    return Finding(
        name="assertion-audience",
        confidence=Confidence.CERTAIN,
        what=f"the {assertion.member} is addressed to another audience than this server expects",
        why=because(f"the same client was accepted with an assertion for {accepted}", evidence),
        help=f"make the assertion for {accepted} with --assertion-audience",
        where=(Pointer(request_name(evidence), f"{assertion.member}: aud", ", ".join(assertion.audiences)),),
        see=("RFC 7523 section 3", "tokencli explain assertion-audience"),
    )


def _identities(evidence: Evidence) -> tuple[str, ...]:
    """By what the server may be named: its issuer first."""
    setting = evidence.setting("issuer")
    known = (
        str(evidence.metadata.get("issuer", "")),
        setting.value if setting else "",
        str(evidence.metadata.get("token_endpoint", "")),
        evidence.request.url if evidence.request else "",
    )
    return tuple(dict.fromkeys(name for name in known if name))


def _confidence(evidence: Evidence, *, meant: bool, named: bool) -> Confidence:
    if named:
        return Confidence.LIKELY if meant or not evidence.metadata else Confidence.CERTAIN
    # A server that gave another reason is believed, and without metadata its issuer is not known.
    return likely_if(evidence.metadata and not says_why(evidence))


def _fact(assertion: AssertionSeen, identities: tuple[str, ...], *, meant: bool) -> str:
    if meant and assertion.member == "client_assertion":
        return "servers differ in whether they want the issuer or the endpoint; the newer rule (RFC 10070) is the issuer alone"
    if meant:
        return "its audience is one of the names of this server, and the server expects another"
    return f"none of its audiences is {' or '.join(identities)}"


def _help(assertion: AssertionSeen, identities: tuple[str, ...]) -> str:
    others = [name for name in identities if name not in assertion.audiences]
    wanted = others[0] if others else "the name the server documents"
    option = " with --assertion-audience" if assertion.member == "client_assertion" else ""
    return f"make the assertion for {wanted}{option}"
