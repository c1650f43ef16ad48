"""One HTTP request and one HTTP response as frozen values (RFC 9110, RFC 9112)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

Headers = tuple[tuple[str, str], ...]

UNSEEN_STATUS = 0  # of a body that was found without its head
FORM_MEDIA_TYPE = "application/x-www-form-urlencoded"


def is_method(text: str) -> bool:
    """Whether a text can be an HTTP method: RFC 9110 section 9.1, a token."""
    return re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", text) is not None


def _first(headers: Headers, name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Request:
    """A request exactly as it goes over the wire: every header is here, none is added later.

    Attributes:
        method: The HTTP method, in capitals.
        url: The absolute URL.
        headers: Name and value pairs in the order sent.
        body: The octets of the body.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first value of a header, or None; names are compared without case (RFC 9110 section 5.1)."""
        return _first(self.headers, name)

    def with_url(self, url: str) -> Request:
        """The same request to another URL."""
        return replace(self, url=url)

    @property
    def target(self) -> str:
        """The request target in origin form: path and query (RFC 9112 section 3.2.1)."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def to_http(self) -> bytes:
        """The octets an HTTP/1.1 connection carries for this request (RFC 9112 section 2.1)."""
        head = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join(head).encode("utf-8") + b"\r\n\r\n" + self.body


@dataclass(frozen=True, slots=True)
class Response:
    """A response as it came, its body decoded from any content coding.

    Attributes:
        status: The status code.
        headers: Name and value pairs in the order received.
        body: The octets of the body, cut at the transport's limit.
        problems: What was wrong with the transfer, in words (cut off, coding that lies); empty when nothing was.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    problems: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """The first value of a header, or None; names are compared without case (RFC 9110 section 5.1)."""
        return _first(self.headers, name)

    def headers_named(self, name: str) -> tuple[str, ...]:
        """All values of a header that may be sent more than once."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def media_type(self) -> str:
        """The media type in lower case without its parameters; empty when none was sent (RFC 9110 section 8.3)."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def body_left_out(self) -> bool:
        """Whether there was a body that whoever kept the response did not keep, as a browser does that has left the page."""
        # RFC 9110 section 8.6: Content-Length is the size of the content in octets.
        return not (self.body or self.problems) and (self.header("content-length") or "0").strip("0 ") != ""


def host_header(url: str) -> str:
    """The value of `Host` for a URL: host, and the port unless it is the scheme's own (RFC 9110 section 7.2)."""
    parts = urlsplit(url)
    host = _in_ascii(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


def _in_ascii(name: str) -> str:
    # RFC 9110 section 7.2, RFC 3986 section 3.2.2: a name in other letters travels in its ASCII form (RFC 5891 section 4.4).
    if name.isascii():
        return name
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:  # no name that could be looked up
        return name


def is_http_url(text: str) -> bool:
    """Whether a text, as a stranger may send it, is an absolute http or https URL that a request can go to."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that hold no address, a port that is no number
        return False
    return usable and re.search(r"[\s\x00-\x1f\x7f]", text) is None


def build_request(method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes | None = None) -> Request:
    """Completes a request with the headers that follow from its URL and body.

    Args:
        method: The HTTP method, in capitals.
        url: The absolute URL.
        headers: The headers to send, in this order, after `Host`.
        body: The octets of the body; None for a request that has none.

    Returns:
        The request, with `Host` first and `Content-Length` last where there is a body.
    """
    given = tuple(headers)
    host = () if _first(given, "host") else (("Host", host_header(url)),)
    length = () if body is None else (("Content-Length", str(len(body))),)
    return Request(method, url, (*host, *given, *length), body or b"")
