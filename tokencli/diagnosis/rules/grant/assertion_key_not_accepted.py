"""The signature of the assertion is not accepted.

Means:
    The server looks for the key by `kid` among those that are registered for the client or published by the issuer. The key is
    not there, not there any more, of another algorithm, or the `kid` names another one.

Seen by:
    A refused assertion, where the server speaks of the signature or the key, or lists algorithms without this one.

Do:
    Compare `kid` and key with those that the server has; have the new key registered before it is used. Where the algorithm is
    what is refused, sign with one that the server takes. A MAC is as good as its secret: compare that.

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
        yield Finding(
            name="assertion-key-not-accepted",
            confidence=Confidence.CERTAIN if unlisted and named else Confidence.LIKELY,
            what=f"the signature of the {assertion.member} is not accepted",
            why=because(_fact(assertion, unlisted), evidence),
            help=_help(assertion, unlisted, about_algorithm=says(evidence, r"algorithm|\balg\b")),
            where=(
                Pointer(request_name(evidence), f"{assertion.member}: alg", assertion.algorithm or "missing"),
                Pointer(
                    request_name(evidence), f"{assertion.member}: kid", str(assertion.header.get("kid", "missing"))
                ),
            ),
            see=("RFC 7515 section 4.1.4", "RFC 7523 section 3", "tokencli explain assertion-key-not-accepted"),
        )
        return


def _fact(assertion: AssertionSeen, unlisted: tuple[str, ...]) -> str:
    if unlisted:
        return f"the server lists {', '.join(unlisted)}"
    # RFC 7518 section 3.2: a MAC is made with a secret that both sides share.
    thing = "secret" if _is_mac(assertion) else "key"
    return f"the server found no {thing} with which it holds"


def _help(assertion: AssertionSeen, unlisted: tuple[str, ...], *, about_algorithm: bool) -> str:
    if unlisted:
        return "sign with one of the algorithms that the server lists: --alg, with a key of its kind"
    if about_algorithm:
        return "sign with the algorithm that is registered for the client: --alg, with a key of its kind"
    if _is_mac(assertion):
        return "compare the secret with the one the server has for this client"
    return "have the key registered at the server, and name it by its kid; tokencli make jwks shows what to register"


def _is_mac(assertion: AssertionSeen) -> bool:
    return assertion.algorithm.startswith("HS")


def _unlisted(evidence: Evidence, assertion: AssertionSeen) -> tuple[str, ...]:
    """The algorithms that the server lists for client assertions, when this one is not among them."""
    listed = evidence.listed("token_endpoint_auth_signing_alg_values_supported") or ()
    return () if assertion.member != "client_assertion" or assertion.algorithm in listed else listed
