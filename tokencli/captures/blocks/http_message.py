"""A request or an answer as HTTP writes it, also with `>` and `<` before each line as curl and `-v` print it (RFC 9112)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.captures.broken_json import mended
from tokencli.captures.sighting import Sighting
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokencli.wire.message import Headers

_METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_REQUEST = re.compile(rf"(> ?)?({_METHODS}) (\S+) HTTP/\d(?:\.\d)?\s*$|(> ?)?({_METHODS}) (https?://\S+)\s*$")
_ANSWER = re.compile(r"(< ?)?HTTP/\d(?:\.\d)? (\d{3})(?: .*)?$|(< )(\d{3}) in \d+ ms$")
_HEADER = re.compile(r"[<>]? ?([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?(.*)$")
_CURL_NOTE = re.compile(r"\* |[{}] \[\d+ bytes data\]|  0 +0|curl: \(")
# curl writes its next note right behind a body that has no line end.
_NOTE_BEHIND = re.compile(r"(?<=.)\* (?:Connection #\d+ |Closing connection|shutting down|Request completely sent).*$")
_LOOPBACK = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$", re.IGNORECASE)
_TUNNEL = re.compile(r" 200 connection established", re.IGNORECASE)  # the proxy's answer, not the server's
_CONTINUE = 200  # below it, an answer is only an interim one (RFC 9110 section 15.2)


def recognise(line: str) -> Callable[[str], bool] | None:
    """A request line or a status line."""
    if not _REQUEST.match(line) and not _ANSWER.match(line):
        return None
    sign = line[:1] if line[:1] in {"<", ">"} else ""
    in_body = False
    ended = False

    def belongs(following: str) -> bool:
        nonlocal in_body, ended
        if ended or _CURL_NOTE.match(following) or _REQUEST.match(following) or _ANSWER.match(following):
            return False
        bare = following.removeprefix(sign).strip() if sign else following.strip()
        if not in_body:
            # The first empty line is the end of the head (RFC 9112 section 2.1).
            in_body = not bare
            return in_body or _HEADER.match(following) is not None
        ended = not bare
        return not ended

    return belongs


def read(lines: Sequence[str]) -> Iterator[Sighting]:
    """The message."""
    sign = lines[0][:1] if lines[0][:1] in {"<", ">"} else ""
    bare = [_NOTE_BEHIND.sub("", _without(sign, line)) for line in lines]
    end = next((number for number, line in enumerate(bare) if not line.strip()), len(bare))
    headers = tuple((match[1], match[2].strip()) for line in bare[1:end] if (match := _HEADER.match(line)))
    message = read_message(bare[0], headers, mended("\n".join(bare[end + 1 :]).strip()).encode())
    if message is not None:
        yield message


def _without(sign: str, line: str) -> str:
    return line.removeprefix(sign).removeprefix(" ") if sign and line.startswith(sign) else line


def read_message(start: str, headers: Headers, body: bytes) -> Sighting | None:
    """A message from its parts.

    Args:
        start: The request line or the status line.
        headers: The fields.
        body: The octets.

    Returns:
        The sighting; None for an interim answer, and where the start line is none.
    """
    if asked := _REQUEST.match(start):
        method, target = asked[2] or asked[5], asked[3] or asked[6]
        named = {name.lower(): value for name, value in headers}
        return Sighting(
            "HTTP request", Request(method, _url(target, named.get("host", "")), headers, _joined(headers, body))
        )
    if _TUNNEL.search(start):
        return None
    answered = _ANSWER.match(start)
    status = int(answered[2] or answered[4]) if answered else 0
    return Sighting("HTTP answer", answer=Response(status, headers, body)) if status >= _CONTINUE else None


def _url(target: str, host: str) -> str:
    if not target.startswith("/") or not host:
        return target
    return f"{'http' if _LOOPBACK.match(host) or host.endswith(':80') else 'https'}://{host}{target}"


def _joined(headers: Headers, body: bytes) -> bytes:
    """A form has no line ends (RFC 6749 appendix B); people break it where a line is full."""
    media_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    return b"".join(body.split()) if media_type.lower().startswith(FORM_MEDIA_TYPE) else body
