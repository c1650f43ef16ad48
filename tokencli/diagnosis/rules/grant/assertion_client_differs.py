"""The client assertion speaks of another client.

Means:
    An assertion that authenticates a client names it twice, as `iss` and as `sub`, and both are the client_id. Some put the
    name of the application or the id of a service account there. The token of a platform (workload identity) names the platform
    and the job instead: then the server must have both registered for this client, letter for letter.

Seen by:
    A refused client whose assertion has a `sub` that is not its `iss`, or not the client_id of the request.

Do:
    Put the client_id into both claims. Of a platform's token compare `iss` and `sub` with the registration.

See:
    RFC 7523 section 3, OpenID Connect Core section 9
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import AssertionSeen, read_assertions
from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name, says, says_why
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client assertion about another client."""
    for assertion in read_assertions(evidence) if evidence.client_refused or evidence.unjudged else ():
        wrong = _wrong(assertion, evidence.member("client_id"))
        if assertion.member != "client_assertion" or not wrong:
            continue
        yield Finding(
            name="assertion-client-differs",
            # Where a platform makes the assertion (workload identity), its own names are right, and the server maps them.
            confidence=likely_if(
                says(evidence, r"\biss\b|issuer|\bsub\b|subject") or ("sub" in wrong[0] and not says_why(evidence))
            ),
            what="the client assertion speaks of another client than the request",
            why=because(
                f"{wrong[0]}; RFC 7523 section 3 wants the client_id in sub, OpenID Connect in iss too", evidence
            ),
            help=_help(assertion, evidence.member("client_id")),
            where=tuple(Pointer(request_name(evidence), name, value) for name, value in wrong[1]),
            see=("RFC 7523 section 3", "tokencli explain assertion-client-differs"),
        )
        return


def _help(assertion: AssertionSeen, client_id: str | None) -> str:
    # RFC 7521 section 4.2: the assertion may be issued by a third party, a security token service.
    if assertion.claims.get("iss") not in {client_id, assertion.claims.get("sub")}:
        return "it comes from another issuer: compare iss and sub with what the server has registered for this client"
    return "put the client_id into iss and sub; tokencli does with --auth-method private-key-jwt"


def _wrong(assertion: AssertionSeen, client_id: str | None) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    iss, sub = (str(assertion.claims.get(name, "")) for name in ("iss", "sub"))
    where = (("client_assertion: iss", iss), ("client_assertion: sub", sub))
    # RFC 7523 section 3, item 2.B: for client authentication, the subject MUST be the client_id of the OAuth client.
    if client_id and sub and same(sub, client_id) is False:
        return "its sub is not the client_id of the request", (*where, ("client_id", client_id))
    if iss and sub and iss != sub:
        return "its iss is another name than its other one", where
    return None
