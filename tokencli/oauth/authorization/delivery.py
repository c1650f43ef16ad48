"""What a browser brings back, as the HTTP message that the authorization server sent it with.

The server's answer to the authorization request is a redirect whose `Location` holds the members in its query or its
fragment (RFC 6749 section 4.1.2, OAuth 2.0 Multiple Response Types section 2.1), or a page whose form the browser posts
(OAuth 2.0 Form Post Response Mode). A run, a trace and a rule all read it from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.wire import form
from tokencli.wire.message import FORM_MEDIA_TYPE, Response

if TYPE_CHECKING:
    from tokencli.wire.form import Members

_REDIRECT = 302
_OK = 200


def redirected(url: str) -> Response:
    """The answer of a browser that was sent to a URL."""
    return Response(_REDIRECT, (("Location", url),))


def posted(body: bytes) -> Response:
    """The answer of a browser that posted a form."""
    return Response(_OK, (("Content-Type", FORM_MEDIA_TYPE),), body)


def members_of(delivery: Response) -> Members:
    """The members of an answer, in their order."""
    location = delivery.header("location")
    if location is None:
        return form.decode(delivery.body.decode("utf-8", "replace"))
    parts = urlsplit(location)
    return form.decode(parts.query) + form.decode(parts.fragment)
