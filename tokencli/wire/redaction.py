"""Secrets taken out of everything that is shown or written, by name and by value.

A redacted value keeps what decides cases in support: its length, a salted short hash that is equal for equal values
within one report, and marks such as white space at an edge. A JWT keeps its header and claims and loses its signature
(RFC 7515 section 3.1: without it the text is no credential).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from tokencli.wire.credentials import read_basic
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.message import FORM_MEDIA_TYPE, Headers, Request, Response
from tokencli.wire.private_keys import without_private_keys
from tokencli.wire.secret_names import SECRET_NAMES, is_secret_member
from tokencli.wire.spelling import octets_of, replace_spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_SECRET_HEADER = re.compile(r"auth|cookie|token|secret|key|passw|signature|dpop|session", re.IGNORECASE)
_OPEN_HEADERS = frozenset({"www-authenticate", "proxy-authenticate", "dpop-nonce", "authentication-info"})
# The names of members of JSON, also of odd and broken JSON.
MEMBER = re.compile(r"""["']([^"'\\]{1,80})["']\s*:""")
_ANY_CASE = re.IGNORECASE | re.DOTALL
_JWT = re.compile(r"(eyJ[\w-]+)\.([\w-]+)\.([\w-]+)(?![\w.-])")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MARKER = re.compile(r"\[redacted (\d+) chars hash ([0-9a-f]{6})((?: [a-z-]+)*)\]")
# A marker, alone or where the signature of a JWT or the credentials of a Basic header stood.
_LEFT = re.compile(rf"(?:eyJ[\w-]+\.[\w-]+\.)?{_MARKER.pattern}|\[decoded .*{_MARKER.pattern}\]", re.DOTALL)
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
    return value == BRIEF or _LEFT.fullmatch(value) is not None


def is_secret_header(name: str) -> bool:
    """Whether a header's value is a credential, as its name tells."""
    return name.lower() not in _OPEN_HEADERS and _SECRET_HEADER.search(name) is not None


@dataclass(frozen=True, slots=True)
class Redactor:
    """Takes secrets out of values, texts and messages.

    Attributes:
        values: The secrets known in this run.
        names: The names of members whose values are secrets.
        by_sound: Whether a member is secret too whose name alone says so, as `api_key` does.
        salt: Octets that make the short hashes of one report comparable with each other and with nothing else.
        brief: Whether to write `[redacted]` alone, for requests that are to be read as requests.
        off: Whether the person asked to see secrets.
    """

    values: frozenset[str] = frozenset()
    names: frozenset[str] = SECRET_NAMES
    by_sound: bool = True
    salt: bytes = b""
    brief: bool = False
    off: bool = False

    def knowing(self, values: Iterable[str]) -> Redactor:
        """The same redactor with further secrets."""
        return replace(self, values=self.values | {value for value in values if value})

    def is_secret(self, name: str) -> bool:
        """Whether a member of this name has a secret for its value."""
        return name.lower() in self.names or (self.by_sound and is_secret_member(name))

    def value(self, value: str) -> str:
        """What is shown instead of a secret."""
        if self.off or is_redacted(value):
            return value
        jwt = None if self.brief else _JWT.fullmatch(value)
        return f"{self._without_known(f'{jwt[1]}.{jwt[2]}')}.{self._marker(jwt[3])}" if jwt else self._marker(value)

    def text(self, text: str) -> str:
        """A text without the known secrets, however they are encoded in it, and without private keys and JWT signatures."""
        if self.off:
            return text
        known = without_private_keys(self._without_known(text), self._still_open)
        return _JWT.sub(lambda match: self.value(match[0]), known)

    def json_value(self, value: Any) -> Any:
        """A JSON value without the known secrets, in names and in texts."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.json_value(one) for one in value]
        if isinstance(value, dict):
            return {self.text(name): self.json_value(one) for name, one in value.items()}
        return value

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
        # Taken apart by its marks alone, since what a stranger sends as a URL need not be one.
        start = re.match(r"[^/?#]*//[^/?#]*", url)
        host = start[0] if start else ""
        rest = re.sub(r"[^?#&]+", lambda match: self._pair(match[0]), url[len(host) :])
        # The user information is no place for brackets, which would read as an IPv6 address.
        return self.text(re.sub(r"//.*@", "//redacted@", host, flags=re.DOTALL) + rest)

    def _without_known(self, text: str) -> str:
        for secret in sorted(self.values, key=len, reverse=True):
            if len(secret.strip()) >= _SHORTEST and not _PLAIN_WORD.fullmatch(secret):
                text = replace_spellings(text, secret, self._marker(secret))
        return text

    def _still_open(self, value: str) -> str:
        return value if is_redacted(value) else self._marker(value)

    def _marker(self, value: str) -> str:
        if self.brief:
            return BRIEF
        digest = hashlib.sha256(self.salt + octets_of(value)).hexdigest()[:6]
        marks = "".join(f" {mark}" for mark in sorted(_marks(value)))
        return f"[redacted {len(value)} chars hash {digest}{marks}]"

    def _headers(self, headers: Headers) -> Headers:
        return tuple((name, self.header(name, value)) for name, value in headers)

    def header(self, name: str, value: str) -> str:
        """The value of a header without its secrets."""
        if self.off:
            return value
        if name.lower() in {"location", "referer"}:
            return self.url(value)
        if not is_secret_header(name):
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
        return self.text("&".join(self._pair(pair) for pair in text.split("&")))

    def _pair(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        if equals and value and self.is_secret(unquote_plus(name)):
            return f"{name}={self.value(unquote_plus(value, errors='surrogateescape'))}"
        return pair

    def _body(self, body: bytes, content_type: str) -> bytes:
        text = body.decode("utf-8", "surrogateescape")
        if content_type.startswith(FORM_MEDIA_TYPE) or _looks_like_form(text):
            text = self._form(text)
        else:
            text = self.knowing(_inner_texts(body, self.names)).text(self._json_members(text))
        return text.encode("utf-8", "surrogateescape")

    def _json_members(self, text: str) -> str:
        # On the text and not on a parsed value, so that duplicates, odd numbers and broken places stay as they came.
        secret = {name.lower() for name in set(MEMBER.findall(text)) if self.is_secret(name)}
        text = re.sub(_strings(secret), _member(self.value), text, flags=_ANY_CASE) if secret else text
        # A number or an array of a name that only sounds secret is a count or a list, as `keys` is in a JWK Set.
        declared = secret & self.names
        shown = _member(lambda value: json.dumps(self._marker(value)))
        return re.sub(_others(declared), shown, text, flags=_ANY_CASE) if declared else text


def _head(names: Iterable[str]) -> str:
    return rf'(?P<head>(?P<quote>["\'])(?:{"|".join(map(re.escape, sorted(names)))})(?P=quote)\s*:\s*'


def _strings(names: Iterable[str]) -> str:
    return rf'{_head(names)}(?P<end>["\']))(?P<value>(?:(?!(?P=end))[^\\]|\\.|\\\Z)*)(?=(?P=end)|\Z)'


def _others(names: Iterable[str]) -> str:
    return rf"{_head(names)})(?P<value>\[[^\]]*\]?|\{{[^}}]*\}}?|-?[0-9][^,}}\s]*)"


def _member(shown: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    return lambda match: match["head"] + (shown(match["value"]) if match["value"] else "")


def _inner_texts(body: bytes, names: frozenset[str]) -> Iterator[str]:
    """The texts inside the arrays and objects that stand under a secret name."""
    text = read_json(body)
    if isinstance(text, JsonText):
        yield from _texts_under(text.value, names, secret=False)


def _texts_under(value: Any, names: frozenset[str], *, secret: bool) -> Iterator[str]:
    if isinstance(value, str) and secret:
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_under(inner, names, secret=secret)
    elif isinstance(value, dict):
        for name, inner in value.items():
            named = name.lower() in names and not isinstance(inner, str)  # a text is found by its name
            yield from _texts_under(inner, names, secret=secret or named)


def _looks_like_form(text: str) -> bool:
    return re.match(r"[\w.%-]+=[^\s<{]*(&|$)", text) is not None
