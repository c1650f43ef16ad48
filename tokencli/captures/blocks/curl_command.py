"""A curl command line, also over several lines, as people paste it and as browsers copy it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from tokencli.captures.shell_words import beginning_of, is_open, split_words
from tokencli.captures.sighting import Sighting
from tokencli.wire.credentials import write_basic
from tokencli.wire.message import FORM_MEDIA_TYPE, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_BEGINS = beginning_of("curl")
_LONGEST = 200_000  # characters of one command
# Options that take a value and say nothing about the request itself.
_WITH_VALUE = frozenset(
    {
        *"oxEcDwmCYyrtKQPTz",
        "output", "proxy", "cert", "key", "cert-type", "key-type", "cacert", "capath", "cookie-jar", "dump-header", "write-out",
        "max-time", "connect-timeout", "config", "resolve", "interface", "retry", "retry-delay", "retry-max-time", "limit-rate",
        "ciphers", "tls-max", "tls13-ciphers", "proxy-user", "noproxy", "trace", "trace-ascii", "stderr", "pass", "range",
        "upload-file", "unix-socket", "dns-servers", "aws-sigv4", "max-redirs", "local-port", "proxy-header", "connect-to",
        "socks5", "socks5-hostname", "output-dir", "variable", "keepalive-time", "speed-limit", "speed-time", "crlfile",
        "pinnedpubkey", "doh-url", "happy-eyeballs-timeout-ms", "expect100-timeout", "max-filesize",
    }
)  # fmt: skip
_SHORT = {
    "X": "request", "H": "header", "d": "data", "u": "user", "F": "form", "A": "user-agent", "e": "referer",
    "b": "cookie", "G": "get", "I": "head",
}  # fmt: skip
_OURS = frozenset(
    {
        "request", "header", "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "user", "form", "form-string",
        "user-agent", "referer", "cookie", "url", "json", "oauth2-bearer", "url-query",
    }
)  # fmt: skip


def recognise(line: str) -> Callable[[str], bool] | None:
    """The word curl where a command can begin, with something after it."""
    match = _BEGINS.search(line) if "curl" in line else None
    if match is None:
        return None
    text = line[match.start() :]

    def belongs(following: str) -> bool:
        nonlocal text
        if len(text) > _LONGEST or not is_open(text):
            return False
        text = f"{text}\n{following}"
        return True

    return belongs


def read(lines: Sequence[str]) -> Iterator[Sighting]:
    """The request that the command would send."""
    text = "\n".join(lines)
    match = _BEGINS.search(text)
    request = read_curl(split_words(text[match.end() :])) if match else None
    if request is not None:
        yield Sighting("curl command", request)


@dataclass
class _Given:
    """What the options said."""

    method: str = ""
    url: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    query: list[str] = field(default_factory=list)
    multipart: list[str] = field(default_factory=list)
    user: str | None = None
    media_type: str = FORM_MEDIA_TYPE
    get: bool = False


def read_curl(words: Sequence[str]) -> Request | None:
    """The request of a curl command; values that a shell would fill in or curl would read from a file stay as they are written.

    Args:
        words: The words after `curl`.

    Returns:
        The request; None when no URL is among the words.
    """
    given = _Given()
    for name, value in curl_options(words):
        _take(given, name, value)
    return _request(given) if _is_url(given.url) else None


def curl_options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The options of a curl command by their long names where the request depends on them, and its URLs as `url`.

    Args:
        words: The words after `curl`.

    Returns:
        Name and value, which is empty where there is none.
    """
    return _options(list(words))


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    while words:
        word = words.pop(0)
        if word.startswith("--"):
            name = word[2:]
            yield name, words.pop(0) if name in _OURS | _WITH_VALUE and words else ""
        elif word.startswith("-") and len(word) > 1:
            yield from _short_options(word[1:], words)
        else:
            yield "url", word


def _short_options(letters: str, words: list[str]) -> Iterator[tuple[str, str]]:
    """`-sSd x` and `-Xmethod`: letters in one word, the last of which may have its value in it or after it."""
    for place, letter in enumerate(letters):
        name = _SHORT.get(letter, letter)
        if name not in _OURS and letter not in _WITH_VALUE:
            yield name, ""
            continue
        rest = letters[place + 1 :]
        yield name, rest or (words.pop(0) if words else "")
        return


def _take(given: _Given, name: str, value: str) -> None:
    match name:
        case "request":
            given.method = value.upper()
        case "url":
            given.url = given.url or value
        case "header":
            field_name, colon, text = value.partition(":")
            if colon:
                given.headers.append((field_name.strip(), text.strip()))
        case "data" | "data-ascii" | "data-raw" | "data-binary":
            given.data.append(value)
        case "data-urlencode":
            given.data.append(_urlencoded(value))
        case "json":
            given.data.append(value)
            given.media_type = "application/json"
        case "form" | "form-string":
            given.multipart.append(value)
        case _:
            _take_rest(given, name, value)


def _take_rest(given: _Given, name: str, value: str) -> None:
    fields = {"user-agent": "User-Agent", "referer": "Referer", "cookie": "Cookie"}
    match name:
        case "user":
            given.user = value
        case "get":
            given.get = True
        case "head":
            given.method = given.method or "HEAD"
        case "url-query":
            given.query.append(_urlencoded(value))
        case "oauth2-bearer":
            given.headers.append(("Authorization", f"Bearer {value}"))
        case _ if name in fields:
            given.headers.append((fields[name], value))
        case _:
            return


def _urlencoded(value: str) -> str:
    """`--data-urlencode`: `content`, `=content` or `name=content`; of these only the content is encoded."""
    name, equals, content = value.partition("=")
    return f"{name}={quote(content, safe='')}" if equals and name else quote(content if equals else value, safe="")


def _is_url(url: str) -> bool:
    return re.match(r"(?:https?://)?[\w\[$%{<][^\s]*[.:/][^\s]*", url) is not None


def _request(given: _Given) -> Request:
    url = given.url if "://" in given.url else f"http://{given.url}"  # curl guesses http
    data = "&".join(given.data)
    if given.get and data:
        given.query.append(data)
        data = ""
    if given.query:
        url += ("&" if urlsplit(url).query else "?") + "&".join(given.query)
    named = {name.lower() for name, _ in given.headers}
    if given.user is not None and "authorization" not in named:
        given.headers.append(("Authorization", write_basic(*given.user.partition(":")[::2])))
    body, media_type = (data, given.media_type) if data or not given.multipart else _multipart(given.multipart)
    if body and "content-type" not in named:
        given.headers.append(("Content-Type", media_type))
    return Request(
        given.method or ("POST" if body else "GET"), url, tuple(given.headers), body.encode("utf-8", "replace")
    )


def _multipart(parts: list[str]) -> tuple[str, str]:
    """A body of several parts, in outline; it is no form of OAuth, and that is what matters (RFC 7578)."""
    shown = (
        f'--x\r\nContent-Disposition: form-data; name="{part.partition("=")[0]}"\r\n\r\n{part.partition("=")[2]}'
        for part in parts
    )
    return "\r\n".join((*shown, "--x--")), "multipart/form-data"
