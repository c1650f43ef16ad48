"""Secrets taken out of everything that is shown or written, by name and by value.

A redacted value keeps what decides cases in support: its length, a salted short hash that is equal for equal values
within one report, and marks such as white space at an edge. A JWT keeps its header and claims and loses its signature
(RFC 7515 section 3.1: without it the text is no credential).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit, urlunsplit

from tokencli.wire.credentials import read_basic
from tokencli.wire.message import FORM_MEDIA_TYPE, Headers, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Members of requests and answers that are credentials wherever they stand. What the families declare comes on top.
SECRET_NAMES = frozenset(
    {
        "access_token", "actor_token", "assertion", "client_assertion", "client_secret", "code", "code_verifier",
        "device_code", "id_token", "id_token_hint", "login_hint_token", "logout_token", "password", "pct", "refresh_token",
        "registration_access_token", "rpt", "subject_token", "ticket", "token",
    }
)  # fmt: skip
_SECRET_HEADER = re.compile(r"auth|cookie|token|secret|key|passw|signature|dpop|session", re.IGNORECASE)
_OPEN_HEADERS = frozenset({"www-authenticate", "proxy-authenticate", "dpop-nonce", "authentication-info"})
_JWT = re.compile(r"(eyJ[\w-]+)\.([\w-]+)\.([\w-]+)(?![\w.-])")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MARKER = re.compile(r"\[redacted (\d+) chars hash ([0-9a-f]{6})((?: [a-z-]+)*)\]")
# By value, what is shorter is not looked for, nor is a short plain word: they would blacken half of every text. By name
# they are taken out all the same.
_SHORTEST = 4
_PLAIN_WORD = re.compile(r"[a-z]{1,7}")

BRIEF = "[redacted]"


@dataclass(frozen=True, slots=True)
class SecretFacts:
    """What may be known of a secret: enough to decide a case, not enough to use it.

    Attributes:
        length: The number of characters.
        marks: Words of `edge-space`, `inner-space`, `percent`, `plus`, `equals`, `colon`, `other` (any further
            character that form-encoding changes), `guid`.
    """

    length: int
    marks: frozenset[str]


def _marks(value: str) -> frozenset[str]:
    signs = {"percent": "%", "plus": "+", "equals": "=", "colon": ":"}
    marks = {word for word, sign in signs.items() if sign in value}
    if value != value.strip():
        marks.add("edge-space")
    if re.search(r"\s", value.strip()):
        marks.add("inner-space")
    if re.search(r"[^\w\-.~%+=:\s]|[^\x00-\x7f]", value):
        marks.add("other")
    if _GUID.fullmatch(value.strip()):
        marks.add("guid")
    return frozenset(marks)


def secret_facts(value: str) -> SecretFacts:
    """The facts of a secret, from the secret itself or from what a redaction left of it."""
    if marker := _MARKER.fullmatch(value):
        return SecretFacts(int(marker[1]), frozenset(marker[3].split()))
    return SecretFacts(len(value), _marks(value))


def is_redacted(value: str) -> bool:
    """Whether a value is what a redaction left."""
    return value == BRIEF or _MARKER.search(value) is not None


def _spellings(value: str) -> set[str]:
    octets = value.encode("utf-8", "surrogateescape")
    return {
        value,
        quote_plus(octets),
        quote(octets, safe=""),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        base64.b64encode(octets).decode(),
        base64.urlsafe_b64encode(octets).decode().rstrip("="),
    }


@dataclass(frozen=True, slots=True)
class Redactor:
    """Takes secrets out of values, texts and messages.

    Attributes:
        values: The secrets known in this run.
        names: The names of members whose values are secrets.
        salt: Octets that make the short hashes of one report comparable with each other and with nothing else.
        brief: Whether to write `[redacted]` alone, for requests that are to be read as requests.
        off: Whether the person asked to see secrets.
    """

    values: frozenset[str] = frozenset()
    names: frozenset[str] = SECRET_NAMES
    salt: bytes = b""
    brief: bool = False
    off: bool = False

    def knowing(self, values: Iterable[str]) -> Redactor:
        """The same redactor with further secrets."""
        return replace(self, values=self.values | {value for value in values if value})

    def value(self, value: str) -> str:
        """What is shown instead of a secret."""
        if self.off or is_redacted(value):
            return value
        if jwt := _JWT.fullmatch(value):
            return BRIEF if self.brief else f"{jwt[1]}.{jwt[2]}.{self._marker(jwt[3])}"
        return self._marker(value)

    def text(self, text: str) -> str:
        """A text without the known secrets, however they are encoded in it, and without JWT signatures."""
        if self.off:
            return text
        for secret in sorted(self.values, key=len, reverse=True):
            if len(secret) < _SHORTEST or _PLAIN_WORD.fullmatch(secret):
                continue
            for spelling in sorted(_spellings(secret), key=len, reverse=True):
                if spelling in text:
                    text = text.replace(spelling, self._marker(secret))
        return _JWT.sub(lambda match: self.value(match[0]), text)

    def request(self, request: Request) -> Request:
        """A request without its secrets, in everything else the same."""
        if self.off:
            return request
        return Request(
            request.method,
            self.url(request.url),
            self._headers(request.headers),
            self._body(request.body, request.header("content-type") or ""),
        )

    def response(self, response: Response) -> Response:
        """A response without its secrets, in everything else the same."""
        if self.off:
            return response
        return Response(
            response.status,
            self._headers(response.headers),
            self._body(response.body, response.media_type),
            tuple(self.text(problem) for problem in response.problems),
        )

    def url(self, url: str) -> str:
        """A URL without secrets in its query, its fragment and its user information."""
        if self.off:
            return url
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")
        netloc = f"redacted@{host[2]}" if host[1] else parts.netloc  # brackets would read as an IPv6 address
        return urlunsplit(
            (parts.scheme, netloc, self.text(parts.path), self._form(parts.query), self._form(parts.fragment))
        )

    def _marker(self, value: str) -> str:
        if self.brief:
            return BRIEF
        digest = hashlib.sha256(self.salt + value.encode("utf-8", "surrogateescape")).hexdigest()[:6]
        marks = "".join(f" {mark}" for mark in sorted(_marks(value)))
        return f"[redacted {len(value)} chars hash {digest}{marks}]"

    def _headers(self, headers: Headers) -> Headers:
        return tuple((name, self._header(name, value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        if name.lower() in {"location", "referer"}:
            return self.url(value)
        if name.lower() in _OPEN_HEADERS or not _SECRET_HEADER.search(name):
            return self.text(value)
        scheme, space, token = value.partition(" ")
        if name.lower() in {"authorization", "proxy-authorization"} and space:
            return f"{scheme} {self._basic(value) or self.value(token)}"
        return self.value(value)

    def _basic(self, header: str) -> str:
        basic = None if self.brief else read_basic(header)
        if basic is None:
            return ""
        # Without a colon nobody knows which of the two it is, and most often it is the secret.
        if basic.password is None:
            return f"[decoded {self._marker(basic.user_id)}]"
        return f"[decoded {self.text(basic.user_id)}:{self._marker(basic.password)}]"

    def _form(self, text: str) -> str:
        return "&".join(self._pair(pair) for pair in text.split("&"))

    def _pair(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        if equals and value and unquote_plus(name).lower() in self.names:
            return f"{name}={self.value(unquote_plus(value, errors='surrogateescape'))}"
        return self.text(pair)

    def _body(self, body: bytes, content_type: str) -> bytes:
        text = body.decode("utf-8", "surrogateescape")
        if content_type.startswith(FORM_MEDIA_TYPE) or _looks_like_form(text):
            text = self._form(text)
        else:
            text = self.text(self._json_members(text))
        return text.encode("utf-8", "surrogateescape")

    def _json_members(self, text: str) -> str:
        # On the text and not on a parsed value, so that duplicates, odd numbers and broken places stay as they came.
        names = "|".join(re.escape(name) for name in sorted(self.names))
        strings = rf'("(?:{names})"\s*:\s*")((?:[^"\\]|\\.)*)(?="|\Z)'
        others = rf'("(?:{names})"\s*:\s*)(\[[^\]]*\]?|\{{[^}}]*\}}?|-?[0-9][^,}}\s]*)'
        text = re.sub(strings, _member(self.value), text, flags=re.IGNORECASE)
        return re.sub(others, _member(lambda value: json.dumps(self._marker(value))), text, flags=re.IGNORECASE)


def _member(shown: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    return lambda match: match[1] + (shown(match[2]) if match[2] else "")


def _looks_like_form(text: str) -> bool:
    return re.match(r"[\w.%-]+=[^\s<{]*(&|$)", text) is not None
