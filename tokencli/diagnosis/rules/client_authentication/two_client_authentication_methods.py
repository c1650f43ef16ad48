"""The token request authenticates the client in more than one way.

Means:
    A request may show who the client is once: in the Authorization header, or by a secret in the body, or by an assertion.
    Servers refuse two, even when both hold the right secret. Libraries do this when one of them sets the header and
    another the body.

Seen by:
    A refused request with a Basic header and `client_secret` or `client_assertion` in the form, or with both of these.

Do:
    Keep one: `--auth-method basic` or `--auth-method post`, and leave `client_secret` out of `--param` and `Authorization`
    out of `--header`.

See:
    RFC 6749 section 2.3, RFC 6749 section 5.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"more than one|multiple|ambiguous|both|only one|one of the following"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused request that carries credentials in two places."""
    places = _places(evidence)
    # RFC 6749 section 2.3: the client MUST NOT use more than one authentication method in each request.
    in_question = evidence.client_refused or evidence.error == "invalid_request" or evidence.unjudged
    if len(places) < 2 or not in_question:  # noqa: PLR2004 - as said
        return
    yield Finding(
        name="two-client-authentication-methods",
        confidence=Confidence.CERTAIN if says(evidence, _SAID) else Confidence.LIKELY,
        what="the request authenticates the client in more than one way",
        why=because("RFC 6749 section 2.3 forbids more than one method in a request", evidence),
        help="keep one: --auth-method basic for the header, --auth-method post for the body, and nothing of it in --param",
        where=tuple(Pointer(request_name(evidence), place, "present") for place in places),
        see=("RFC 6749 section 2.3", "tokencli explain two-client-authentication-methods"),
    )


def _places(evidence: Evidence) -> list[str]:
    header = ["Authorization"] if evidence.client.method == "client_secret_basic" else []
    return header + [name for name in ("client_secret", "client_assertion") if evidence.member(name)]
