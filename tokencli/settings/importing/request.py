"""A request to a token endpoint or an authorization endpoint, as the profile that would send it again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from tokencli.captures.purposes import members_of_body, purpose_of, readable
from tokencli.settings.importing.client import CREDENTIALS, propose_basic, propose_client_members
from tokencli.settings.importing.members import (
    propose_authorization_members,
    propose_grant,
    propose_token_members,
)
from tokencli.wire import form
from tokencli.wire.credentials import write_basic
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request
from tokencli.wire.redaction import is_secret_header

if TYPE_CHECKING:
    from tokencli.settings.importing.proposal import Draft
    from tokencli.wire.form import Members

# What follows from the request itself.
_ANYWAY = frozenset({"connection", "content-length", "content-type", "expect", "host", "transfer-encoding"})
# What every client sends of its own accord, or a browser adds; it says nothing of the client of the profile.
_OF_THE_SENDER = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "cache-control", "dnt", "keep-alive", "pragma", "priority",
        "proxy-connection", "referer", "te", "upgrade-insecure-requests", "user-agent",
    }
)  # fmt: skip
_ANY_JSON = frozenset({"application/json", "*/*"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def propose_request(draft: Draft, request: Request, place: str) -> bool:
    """Proposes what a request says.

    Args:
        draft: Takes it.
        request: The request.
        place: What it is, in words, such as `the curl command`.

    Returns:
        Whether it is one that a profile can stand for.
    """
    if not readable(request.url):
        return False
    match purpose_of(request):
        case Purpose.TOKEN:
            _propose_token_request(draft, request, place)
        case Purpose.AUTHORIZATION | Purpose.PUSHED_AUTHORIZATION:
            propose_authorization(draft, request, place)
        case _:
            return False
    return True


def _propose_token_request(draft: Draft, request: Request, place: str) -> None:
    url, asked = _endpoint(
        request.url, with_members=request.method != "POST" or "grant_type=" in urlsplit(request.url).query
    )
    draft.put("token_endpoint", url, f"URL of {place}")
    _propose_plain_http(draft, url, place)
    members = (*asked, *_body(draft, request, place))
    if any(name in CREDENTIALS for name, _ in asked):
        draft.note("the URL held credentials, which RFC 6749 section 2.3.1 forbids; a run sends them in the body")
    _propose_headers(draft, request, place)
    grant = propose_grant(draft, dict(members).get("grant_type", ""), f"grant_type of {place}")
    if grant is None:
        draft.note("the request names no grant_type; give one with --grant")
    propose_client_members(draft, dict(members), f"of {place}")
    own = tuple(one for one in members if one[0] not in CREDENTIALS)
    propose_token_members(draft, grant, own, lambda name: f"{name} of {place}")


def propose_authorization(draft: Draft, request: Request, place: str) -> None:
    """Proposes what an authorization request says, pushed or through a browser. Arguments as for `propose_request`."""
    pushed = purpose_of(request) is Purpose.PUSHED_AUTHORIZATION
    url, asked = _endpoint(request.url, with_members=not pushed)
    draft.put("pushed_authorization_request_endpoint" if pushed else "authorization_endpoint", url, f"URL of {place}")
    _propose_plain_http(draft, url, place)
    draft.put("grant", "authorization_code", place)
    if pushed:
        draft.put("par", True, place)  # noqa: FBT003 - a raw value, as an option gives it
    members = (*asked, *_body(draft, request, place))
    _propose_headers(draft, request, place)
    propose_client_members(draft, dict(members), f"of {place}")
    own = tuple(one for one in members if one[0] not in CREDENTIALS)
    propose_authorization_members(draft, own, lambda name: f"{name} of {place}")


def _endpoint(url: str, *, with_members: bool) -> tuple[str, Members]:
    """The URL of an endpoint, and the members that its query holds where it is the request itself."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    # RFC 6749 section 3.2: the endpoint URI MAY include a query component, which MUST be retained.
    asked = form.decode(parts.query) if with_members else ()
    return urlunsplit((parts.scheme, host, parts.path, "" if asked else parts.query, "")), asked


def _propose_plain_http(draft: Draft, url: str, place: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        draft.put("allow_http", True, f"URL of {place}")  # noqa: FBT003 - a raw value, as an option gives it
        draft.note("the URL is plain http, where everybody on the way can read along; allow_http is set for it")


def _body(draft: Draft, request: Request, place: str) -> Members:
    media_type = (request.header("content-type") or "").lower()
    if not request.body or media_type.startswith(FORM_MEDIA_TYPE):
        return form.decode(request.body.decode("utf-8", "replace"))
    members = tuple(members_of_body(request).items())
    if members and not media_type.startswith(FORM_MEDIA_TYPE):
        draft.note(f"the body of {place} is no form; a run sends the same members as one (RFC 6749 section 3.2)")
    elif not members:
        draft.leave_out(f"the body of {place}", "it is neither a form nor JSON")
    return members


def _propose_headers(draft: Draft, request: Request, place: str) -> None:
    _propose_user(draft, request, place)
    unsaid: list[str] = []
    for name, value in request.headers:
        lower, where = name.lower(), f"header {name} of {place}"
        if lower in _ANYWAY or (lower == "accept" and value in _ANY_JSON):
            continue
        if lower in _OF_THE_SENDER or lower.startswith("sec-"):
            unsaid.append(name)
        elif lower == "authorization" and propose_basic(draft, value, where):
            continue
        elif lower == "dpop":
            draft.put("dpop", True, where)  # noqa: FBT003 - a raw value, as an option gives it
            draft.leave_out(where, "a proof is made anew for every request; see --dpop-key")
        elif is_secret_header(name):
            draft.leave_out(where, "it may be a credential, and a profile keeps none; give it in TOKENCLI_HEADER")
        else:
            draft.add("header", f"{name}: {value}", where)
    if unsaid:
        draft.leave_out(f"{', '.join(dict.fromkeys(unsaid))} of {place}", "every client sends its own")


def _propose_user(draft: Draft, request: Request, place: str) -> None:
    """User and password before the host of a URL, which programs send as a Basic header."""
    user, at, _ = urlsplit(request.url).netloc.rpartition("@")
    if at and request.header("authorization") is None:
        name, _, password = user.partition(":")
        propose_basic(draft, write_basic(unquote(name), unquote(password)), f"user in the URL of {place}")
