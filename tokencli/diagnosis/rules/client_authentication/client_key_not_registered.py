"""The server may not have the key, or the secret, that the client's assertion is signed with.

Means:
    The assertion says all that it should, and the server refuses the client without a reason of its own. Then it mostly holds
    another key or secret for this client: the key pair was made anew, the wrong file was given, or the `kid` is another one.

Seen by:
    A refused client with an assertion in which nothing that can be seen is wrong, at a server that says no more than that.

Do:
    Compare `tokencli make thumbprint` of the key with the key that is registered; register the public part that
    `tokencli make jwks` prints, or name the key as the server does with `--kid`.

See:
    OpenID Connect Core section 9, RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import AssertionSeen, judging_time, read_assertions, read_earlier_assertions
from tokencli.diagnosis.clocks import good_at
from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name, says_why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client whose assertion shows no fault."""
    if not evidence.client_refused or says_why(evidence) or _would_be_named(evidence):
        return
    for assertion in read_assertions(evidence):
        if assertion.member != "client_assertion" or not assertion.signed:
            continue
        with_secret, sound = assertion.algorithm.startswith("HS"), _is_sound(evidence, assertion)
        what = "secret" if with_secret else "key"
        yield Finding(
            name="client-key-not-registered",
            confidence=likely_if(sound),
            what=f"the client's assertion may be signed with another {what} than the server has for this client",
            why=because(
                "nothing that can be seen in it is wrong" if sound else "the server gives no reason of its own",
                evidence,
            ),
            help=_help(with_secret=with_secret),
            where=(
                Pointer(request_name(evidence), "client_assertion: alg", assertion.algorithm),
                Pointer(request_name(evidence), "client_assertion: kid", str(assertion.header.get("kid", "missing"))),
            ),
            see=("RFC 7523 section 3", "tokencli explain client-key-not-registered"),
        )


def _would_be_named(evidence: Evidence) -> bool:
    """Whether this server says of a wrong signature that it is one."""
    return evidence.provider is not None and "assertion-faults-are-named" in evidence.provider.quirks


def _is_sound(evidence: Evidence, assertion: AssertionSeen) -> bool:
    """Whether the claims are those of RFC 7523 section 3, for this client, this server and this moment, and for this once."""
    claims, client_id, now = assertion.claims, evidence.client.client_id, judging_time(evidence)
    return (
        # RFC 7521 section 4.2: client_id is unnecessary, as the client is identified by the subject of the assertion.
        claims.get("sub") in {client_id or claims.get("sub"), None}
        and claims.get("iss") == claims.get("sub")
        and bool(set(assertion.audiences) & _names_of_server(evidence))
        and assertion.time("exp") is not None
        and (now is None or good_at(assertion, now))
        and _once(evidence, assertion)
        and bool(evidence.member("client_assertion_type"))
    )


def _names_of_server(evidence: Evidence) -> set[str]:
    setting = evidence.setting("issuer")
    known = (
        evidence.metadata.get("issuer"),
        setting.value if setting else None,
        evidence.metadata.get("token_endpoint"),
    )
    return {str(name) for name in known if name}


def _once(evidence: Evidence, assertion: AssertionSeen) -> bool:
    """Whether it has an identifier that no assertion before it had."""
    identifier = assertion.claims.get("jti")
    earlier = (one.claims.get("jti") for _, one in read_earlier_assertions(evidence))
    return identifier is not None and identifier not in earlier


def _help(*, with_secret: bool) -> str:
    if with_secret:
        return "compare the secret with the one the server has for this client"
    return (
        "compare `tokencli make thumbprint` of the key with what is registered; "
        "register what `tokencli make jwks` prints, and name the key as the server does with --kid"
    )
