"""The signature of the assertion is not accepted.

Means:
    The server looks for the key by `kid` among those that are registered for the client or published by the issuer. The key is
    not there, not there any more, of another algorithm, or the `kid` names another one.

Seen by:
    A refused assertion, where the server speaks of the signature or the key, or lists algorithms without this one.

Do:
    Compare `kid` and key with those that the server has; have the new key registered before it is used.

See:
    RFC 7515 section 4.1.4, RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import AssertionSeen, read_assertions
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"signature|\bkid\b|\bkey\b|\bkeys\b|jwks|thumbprint|certificate"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused signature."""
    for assertion in read_assertions(evidence) if evidence.refused else ():
        unlisted, named = _unlisted(evidence, assertion), says(evidence, _SAID)
        if not (unlisted or named) or assertion.algorithm.lower() == "none" or not assertion.signed:
            continue
        fact = f"the server lists {', '.join(unlisted)}" if unlisted else "the server found no key with which it holds"
        yield Finding(
            name="assertion-key-not-accepted",
            confidence=Confidence.CERTAIN if unlisted and named else Confidence.LIKELY,
            what=f"the signature of the {assertion.member} is not accepted",
            why=because(fact, evidence),
            help="have the key registered at the server, and name it by its kid; tokencli make jwks shows what to register",
            where=(
                Pointer(request_name(evidence), f"{assertion.member}: alg", assertion.algorithm or "missing"),
                Pointer(
                    request_name(evidence), f"{assertion.member}: kid", str(assertion.header.get("kid", "missing"))
                ),
            ),
            see=("RFC 7515 section 4.1.4", "RFC 7523 section 3", "tokencli explain assertion-key-not-accepted"),
        )
        return


def _unlisted(evidence: Evidence, assertion: AssertionSeen) -> tuple[str, ...]:
    """The algorithms that the server lists for client assertions, when this one is not among them."""
    listed = evidence.listed("token_endpoint_auth_signing_alg_values_supported") or ()
    return () if assertion.member != "client_assertion" or assertion.algorithm in listed else listed
