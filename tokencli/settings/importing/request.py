"""A request to a token endpoint or an authorization endpoint, as the profile that would send it again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from tokencli.captures.purposes import members_of_body, purpose_of, readable
from tokencli.oauth.grants import find_grant
from tokencli.settings.importing.client import CREDENTIALS, propose_basic, propose_client_members
from tokencli.settings.importing.members import (
    credentials_of_query,
    propose_authorization_members,
    propose_grant,
    propose_token_members,
)
from tokencli.settings.importing.proposal import holds_credential
from tokencli.wire import form
from tokencli.wire.credentials import write_basic
from tokencli.wire.exchange import Purpose
from tokencli.wire.loopback import leaves_in_the_clear
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
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2
_ANY_JSON = frozenset({"application/json", "*/*"})


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
        case Purpose.DEVICE_AUTHORIZATION:
            _propose_first_request(draft, request, place, "device_code", "device_authorization_endpoint")
        case Purpose.BACKCHANNEL_AUTHENTICATION:
            _propose_first_request(draft, request, place, "ciba", "backchannel_authentication_endpoint")
        case _:
            return False
    return True


def _propose_first_request(draft: Draft, request: Request, place: str, grant: str, endpoint: str) -> None:
    """The request with which a grant begins that then asks the token endpoint (RFC 8628 section 3.1, CIBA section 7.1)."""
    propose_endpoint(draft, endpoint, request.url, place)
    draft.put("grant", grant, place)
    members = _body(draft, request, place)
    _propose_headers(draft, request, place)
    propose_client_members(draft, dict(members), f"of {place}")
    own = tuple(one for one in members if one[0] not in CREDENTIALS)
    propose_token_members(
        draft, find_grant(grant.replace("_", "-")).load(), own, lambda name: f"{name} of {place}", "auth_param"
    )
    if not draft.has("token_endpoint"):
        draft.note(
            "the token endpoint is not in the source; give it with --token-endpoint, or --issuer to have it found"
        )


def _propose_token_request(draft: Draft, request: Request, place: str) -> None:
    in_query = request.method != "POST" or "grant_type=" in urlsplit(request.url).query
    asked = propose_endpoint(draft, "token_endpoint", request.url, place, with_members=in_query)
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
    endpoint = "pushed_authorization_request_endpoint" if pushed else "authorization_endpoint"
    asked = propose_endpoint(draft, endpoint, request.url, place, with_members=not pushed)
    draft.put("grant", "authorization_code", place)
    if pushed:
        draft.put("par", True, place)  # noqa: FBT003 - a raw value, as an option gives it
    members = (*asked, *_body(draft, request, place))
    _propose_headers(draft, request, place)
    propose_client_members(draft, dict(members), f"of {place}")
    own = tuple(one for one in members if one[0] not in CREDENTIALS)
    propose_authorization_members(draft, own, lambda name: f"{name} of {place}")


def propose_endpoint(
    draft: Draft, name: str, url: str, place: str, *, with_members: bool = False, where: str = ""
) -> Members:
    """Proposes the URL of an endpoint, without what a profile must not hold.

    Args:
        draft: Takes it.
        name: The endpoint's setting.
        url: The URL.
        place: What the request is, in words.
        with_members: Whether its query is the request itself, as it is where there is no body.
        where: Where the URL stood, in words; by default in the request.

    Returns:
        The members of the request that its query holds.
    """
    if not readable(url):
        draft.leave_out(f"{name} ({where or place})", "it is no URL")
        return ()
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    where = where or f"URL of {place}"
    # RFC 6749 section 3.2: the endpoint URI MAY include a query component, which MUST be retained.
    asked = form.decode(parts.query) if with_members else ()
    query = "" if asked else parts.query
    secret = credentials_of_query(query)
    for one in secret:
        draft.leave_out(f"{one.partition('=')[0]} in the {where}", "it may be a credential, and a profile keeps none")
    kept = "&".join(one for one in query.split("&") if one not in secret)
    plain = urlunsplit((parts.scheme, host, parts.path, kept, ""))
    draft.put(name, plain, where)
    _propose_plain_http(draft, plain, where)
    return asked


def _propose_plain_http(draft: Draft, url: str, where: str) -> None:
    if leaves_in_the_clear(url):
        draft.put("allow_http", True, where)  # noqa: FBT003 - a raw value, as an option gives it
        draft.note("the URL is plain http, where everybody on the way can read along; allow_http is set for it")


def _body(draft: Draft, request: Request, place: str) -> Members:
    media_type = (request.header("content-type") or "").lower()
    if not request.body or media_type.startswith(FORM_MEDIA_TYPE):
        return form.decode(request.body.decode("utf-8", "replace"))
    members = tuple(members_of_body(request).items())
    if members and (media_type or request.body.lstrip().startswith(b"{")):
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
        else:
            propose_header(draft, name, value, where)
    if unsaid:
        draft.leave_out(f"{', '.join(dict.fromkeys(unsaid))} of {place}", "every client sends its own")


def propose_header(draft: Draft, name: str, value: str, where: str) -> None:
    """Proposes a further header field, unless it is a credential or no header at all.

    Args:
        draft: Takes it.
        name: Its name.
        value: Its value.
        where: Where it stood, in words.
    """
    if is_secret_header(name) or holds_credential(value):
        draft.leave_out(where, "it may be a credential, and a profile keeps none; give it in TOKENCLI_HEADER")
    elif not _FIELD_NAME.fullmatch(name) or re.search(r"[\r\n\x00]", value):
        draft.leave_out(where, "it is no header")
    else:
        draft.add("header", f"{name}: {value}", where)


def _propose_user(draft: Draft, request: Request, place: str) -> None:
    """User and password before the host of a URL, which programs send as a Basic header."""
    user, at, _ = urlsplit(request.url).netloc.rpartition("@")
    if at and request.header("authorization") is None:
        name, _, password = user.partition(":")
        propose_basic(draft, write_basic(unquote(name), unquote(password)), f"user in the URL of {place}")
