"""The members of a request taken apart and put back, in its form or its query; everything else of it stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tokencli.wire import form
from tokencli.wire.message import FORM_MEDIA_TYPE

if TYPE_CHECKING:
    from tokencli.wire.form import Members
    from tokencli.wire.message import Request


def has_form(request: Request) -> bool:
    """Whether the members stand in the body."""
    return (request.header("content-type") or "").lower().startswith(FORM_MEDIA_TYPE)


def members_of(request: Request) -> Members:
    """The members of a request, in their order."""
    text = request.body.decode("utf-8", "replace") if has_form(request) else urlsplit(request.url).query
    return form.decode(text)


def with_members(request: Request, members: Members) -> Request:
    """The same request with other members; its length is counted anew."""
    text = form.encode(members)
    if not has_form(request):
        parts = urlsplit(request.url)
        return request.with_url(urlunsplit((parts.scheme, parts.netloc, parts.path, text, parts.fragment)))
    body = text.encode("ascii")
    headers = tuple(
        (name, str(len(body)) if name.lower() == "content-length" else value) for name, value in request.headers
    )
    return replace(request, headers=headers, body=body)


def with_member(request: Request, name: str, value: str) -> Request:
    """The same request with a member set: where it stood first, else at the end."""
    members = members_of(request)
    if name not in dict(members):
        return with_members(request, (*members, (name, value)))
    first = next(index for index, (known, _) in enumerate(members) if known == name)
    kept = [pair for index, pair in enumerate(members) if index <= first or pair[0] != name]
    kept[first] = (name, value)
    return with_members(request, tuple(kept))


def without_member(request: Request, name: str) -> Request:
    """The same request without a member, however often it stood there."""
    return with_members(request, tuple(pair for pair in members_of(request) if pair[0] != name))
