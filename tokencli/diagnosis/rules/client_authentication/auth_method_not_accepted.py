"""The server does not accept the way in which the client authenticates.

Means:
    A secret can be sent in the Authorization header (client_secret_basic) or in the body (client_secret_post); a key can
    sign an assertion. The server's metadata lists what it takes, and each client is registered for one of them.

Seen by:
    A refused client whose method the metadata does not list, a challenge of another scheme, or words of the server that
    speak of the method. It is certain where the same secret was accepted in another way.

Do:
    Give `--auth-method` with a method that the server lists, or have the client's registration changed.

See:
    RFC 6749 section 2.3, RFC 8414 section 2, RFC 7591 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.client_seen import changed_by_encoding
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.other_tries import accepted_ways
from tokencli.diagnosis.wording import AUTH_METHOD, because, request_name, says
from tokencli.wire.challenge import read_challenges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SEVERAL = r"more than one|multiple|conflicting"
_ASSERTION = r"client_assertion"
_WITH_A_SECRET = ("client_secret_basic", "client_secret_post")


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client whose method is not among those the server takes."""
    method = evidence.client.method
    assertion_wanted = method in _WITH_A_SECRET and says(evidence, _ASSERTION)
    named = assertion_wanted or (says(evidence, AUTH_METHOD) and not says(evidence, _SEVERAL))
    if method in {"", "none"} or not (evidence.client_refused or (named and evidence.refused)):
        return
    fact, confidence = _judge(evidence, method, named=named)
    if confidence is None:
        return
    yield Finding(
        name="auth-method-not-accepted",
        confidence=confidence,
        what=f"the client authenticates with {method}, which the server may not take from it",
        why=because(fact, evidence),
        help=_help(evidence, method),
        where=(
            Pointer(request_name(evidence), "client authentication", method),
            *_listed(evidence),
        ),
        see=("RFC 6749 section 2.3", "RFC 8414 section 2", "tokencli explain auth-method-not-accepted"),
    )


def _judge(evidence: Evidence, method: str, *, named: bool) -> tuple[str, Confidence | None]:
    ways = [one.method for one in accepted_ways(evidence)]
    if ways and method not in ways:
        # What Basic sends of such a secret depends on the encoding, which may be the cause as well.
        encoded = changed_by_encoding(evidence.client.raw_secret)
        fact = f"the same client with the same secret was accepted with {ways[0]}"
        return fact, Confidence.LIKELY if encoded else Confidence.CERTAIN
    listed = evidence.auth_methods
    if listed is not None and method not in listed:
        fact = "the server's metadata does not list it"
        return fact, Confidence.CERTAIN if named else Confidence.LIKELY
    if named:
        return "the server speaks of the method itself, which the client's registration may fix", Confidence.LIKELY
    # RFC 6749 section 5.2: the challenge matches the scheme that the client used, so Basic here is the server's own wish.
    if method == "client_secret_post" and listed is None and "basic" in _schemes(evidence):
        return "the secret was in the body, and the server's challenge asks for Basic", Confidence.POSSIBLE
    return "", None


def _schemes(evidence: Evidence) -> set[str]:
    fields = evidence.response.headers_named("www-authenticate") if evidence.response else ()
    return {challenge.scheme.lower() for challenge in read_challenges(fields)}


def _help(evidence: Evidence, method: str) -> str:
    accepted = next((one.method for one in accepted_ways(evidence)), "")
    if accepted:
        return f"use --auth-method {accepted}"
    if says(evidence, _ASSERTION) and method in _WITH_A_SECRET:
        return "sign with --key, or make a MAC with the secret: --auth-method secret-jwt"
    listed = evidence.auth_methods or _WITH_A_SECRET
    others = [one for one in listed if one != method]
    same_secret = [one for one in others if one in _WITH_A_SECRET and method in _WITH_A_SECRET]
    if same_secret:
        return f"try the same secret with --auth-method {same_secret[0]}"
    return f"use a method the server takes ({', '.join(others) or 'none is known'}) with --auth-method"


def _listed(evidence: Evidence) -> tuple[Pointer, ...]:
    if evidence.auth_methods is None:
        return ()
    listed = ", ".join(evidence.auth_methods)
    return (Pointer("metadata", "token_endpoint_auth_methods_supported", listed or "an empty list"),)
