"""The parameters were not sent as a form in the body of a POST.

Means:
    OAuth requests are form-encoded: `a=1&b=2` with the media type `application/x-www-form-urlencoded`. JSON bodies and
    parameters in the URL do not reach the server's parser, and it then complains of whatever it misses first, mostly
    grant_type or the client.

Seen by:
    A refused token request with a JSON body, with another media type, with parameters in the query alone, or that is no POST;
    not where the answer shows that the server read them, as some do.

Do:
    Send the form. `tokencli fetch` always does, unless `--header` replaces the Content-Type.

See:
    RFC 6749 section 3.2, RFC 6749 section 4.1.3, RFC 6749 appendix B
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.captures.purposes import members_of_body
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import MISSING, because, request_name, says, words
from tokencli.wire import form
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.message import Request

_PARAMETERS = frozenset({"grant_type", "client_id", "client_secret", "code", "refresh_token", "scope"})
_SAID = r"content.?type|media.?type|urlencoded|form.?encoded|query|only accepts post|http method|\bpost\b"
_BY_FORM = frozenset({Purpose.TOKEN, Purpose.DEVICE_AUTHORIZATION, Purpose.PUSHED_AUTHORIZATION})
_WRONG_FORM = frozenset({405, 415})  # RFC 9110 section 15.5.6 and 15.5.16
# What a server says that found no parameters; whoever judges a code, a scope, an API or a person found them.
_OF_NOTHING_READ = frozenset(
    {
        "",
        "invalid_request",
        "invalid_client",
        "unauthorized_client",
        "unsupported_grant_type",
        "server_error",
        "temporarily_unavailable",
    }
)
_SHORTEST_TOLD = 4  # characters of a value that is no word of its own accord


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused request that is no form."""
    if evidence.last is None or evidence.last.purpose not in _BY_FORM or not evidence.in_question:
        return
    places = tuple(_places(evidence.request, request_name(evidence))) if evidence.request else ()
    if not places:
        return
    named = says(evidence, _SAID) or evidence.status in _WRONG_FORM
    if not named and evidence.request and _was_read(evidence, evidence.request):
        return
    yield Finding(
        name="form-expected",
        confidence=Confidence.CERTAIN if named else Confidence.LIKELY,
        what="the parameters were not sent as a form in the body of a POST request",
        why=because(
            "RFC 6749 section 3.2 wants a POST whose body is form-encoded; servers read nothing else", evidence
        ),
        help=f"send the parameters as name=value&name=value with Content-Type: {FORM_MEDIA_TYPE}",
        where=places,
        see=("RFC 6749 section 3.2", "RFC 6749 appendix B", "tokencli explain form-expected"),
    )


def _was_read(evidence: Evidence, request: Request) -> bool:
    """Whether the answer shows that the parameters were found where they were sent: by its code, or by a value of theirs."""
    if says(evidence, MISSING):
        return False
    return evidence.error not in _OF_NOTHING_READ or _tells_a_value(request, words(evidence))


def _tells_a_value(request: Request, told: str) -> bool:
    sent = {**dict(form.decode(urlsplit(request.url).query)), **members_of_body(request)}
    return any(len(value) >= _SHORTEST_TOLD and value in told for name, value in sent.items() if name != "grant_type")


def _places(request: Request, name: str) -> Iterator[Pointer]:
    # RFC 6749 section 3.2: the client MUST use the HTTP "POST" method when making access token requests.
    if request.method != "POST":
        yield Pointer(name, "method", request.method)
    media_type = (request.header("content-type") or "").split(";")[0].strip().lower()
    in_form = members_of_body(request) if media_type == FORM_MEDIA_TYPE else {}
    in_query = [key for key, _ in form.decode(urlsplit(request.url).query) if key in _PARAMETERS and key not in in_form]
    if in_query:
        yield Pointer(name, "query", ", ".join(in_query))
    # RFC 6749 section 4.1.3: parameters in the "application/x-www-form-urlencoded" format in the request entity-body.
    if request.body and media_type != FORM_MEDIA_TYPE:
        yield Pointer(name, "Content-Type", media_type or "missing")
