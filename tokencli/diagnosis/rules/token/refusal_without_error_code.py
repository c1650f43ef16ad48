"""The server refused without an OAuth error code.

Means:
    A gateway, an API or a server of its own kind answered with a status alone, or with a text of its own. Without a code
    nothing tells whether the client, the grant or the request was refused; only a 401 speaks of the client alone.

Seen by:
    A 4xx status without `error`, where the status itself says no more.

Do:
    Look at what the answer says; check that the URL is the token endpoint. After a 401 check the client's id, secret and
    method of authentication first.

See:
    RFC 6749 section 5.2, RFC 9110 section 15.5.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.oauth.answer import Unreadable
from tokencli.providers.known_error import Who
from tokencli.wire.challenge import read_challenges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_UNAUTHORIZED = 401
_CLIENT_ERROR = range(400, 500)
_SAID_ELSEWHERE = frozenset({404, 405, 407, 410, 429})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refusal that names no error."""
    answer = evidence.unrecognised
    if answer is None or evidence.status not in _CLIENT_ERROR or evidence.status in _SAID_ELSEWHERE:
        return
    if answer.kind is Unreadable.HTML:
        return
    yield _client_refused(evidence) if evidence.status == _UNAUTHORIZED else _refused(evidence)


def _client_refused(evidence: Evidence) -> Finding:
    # RFC 6749 section 5.2: the authorization server MAY return an HTTP 401 (Unauthorized) status code to indicate which HTTP
    # authentication schemes are supported; the section does so for invalid_client alone.
    return Finding(
        name="refusal-without-error-code",
        confidence=Confidence.LIKELY,
        what="the server does not accept who the client says it is, and names no error",
        why=because("status 401 speaks of the credentials of the client (RFC 9110 section 15.5.2)", evidence),
        help="check the client's id, its secret and --auth-method; then that the URL is the token endpoint",
        who=Who.YOU,
        where=(error_pointer(evidence), *_challenge(evidence)),
        see=("RFC 6749 section 5.2", "tokencli explain refusal-without-error-code"),
    )


def _challenge(evidence: Evidence) -> Iterator[Pointer]:
    fields = evidence.response.headers_named("www-authenticate") if evidence.response else ()
    schemes = dict.fromkeys(challenge.scheme for challenge in read_challenges(fields))
    if schemes:
        yield Pointer("token answer", "WWW-Authenticate", f"asks for {' or '.join(schemes)}")


def _refused(evidence: Evidence) -> Finding:
    return Finding(
        name="refusal-without-error-code",
        confidence=Confidence.POSSIBLE,
        what="the server refused without saying which error it was",
        why=because(
            f"status {evidence.status} without the member error, which RFC 6749 section 5.2 requires", evidence
        ),
        help="check that the URL is the token endpoint and no gateway answers in its place; the server's log has the reason",
        who=Who.ADMINISTRATOR,
        where=(error_pointer(evidence),),
        see=("RFC 6749 section 5.2", "tokencli explain refusal-without-error-code"),
    )
