"""The server does not take the method of the code challenge.

Means:
    Servers of today take S256 only: with plain, whoever reads the authorization request has the verifier. A request that names no
    method counts as plain.

Seen by:
    A refused authorization request, pushed or not, with a challenge of another method than S256, at a server whose metadata does
    not list it or whose words speak of the method.

Do:
    Send the challenge as S256; `tokencli make pkce` makes one.

See:
    RFC 7636 section 4.3, RFC 7636 section 4.4.1, RFC 9700 section 2.1.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import asked_in_browser
from tokencli.diagnosis.wording import because, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_METHOD = r"challenge.?method|transform algorithm"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused challenge of another method than S256."""
    asked = dict(asked_in_browser(evidence))
    # RFC 7636 section 4.3: code_challenge_method OPTIONAL, defaults to "plain" if not present in the request.
    method = asked.get("code_challenge_method") or "plain"
    if evidence.error != "invalid_request" or not asked.get("code_challenge") or method == "S256":
        return
    listed, named = evidence.listed("code_challenge_methods_supported"), says(evidence, _METHOD)
    unlisted = listed is not None and method not in listed
    if not named and not unlisted:
        return
    yield Finding(
        name="code-challenge-method-not-accepted",
        confidence=Confidence.CERTAIN if named and unlisted else Confidence.LIKELY,
        what=f"the code challenge is of the method {method}, which the server may not take",
        why=because("its metadata does not list it" if unlisted else "its words speak of the method", evidence),
        help="send the challenge as S256; tokencli make pkce makes one",
        where=(
            Pointer(request_name(evidence), "code_challenge_method", asked.get("code_challenge_method", "missing")),
        ),
        see=("RFC 7636 section 4.3", "tokencli explain code-challenge-method-not-accepted"),
    )
