"""The one home of HTTP: a request goes out exactly as it is, and a response or the reason for none comes back."""

from __future__ import annotations

import re
import ssl
import sys
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from tokencli.errors import UsageProblem
from tokencli.runtime.content_coding import CUT, LARGEST_BODY, decode_content
from tokencli.runtime.handing_on import TakerFailed
from tokencli.runtime.no_answer import no_answer
from tokencli.runtime.system import system_ambient
from tokencli.runtime.tls import tls_context
from tokencli.runtime.watch import Standing, Watch
from tokencli.wire.exchange import NoAnswer
from tokencli.wire.loopback import leaves_in_the_clear
from tokencli.wire.message import Request, Response, host_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.jose.certificate import ClientCertificate
    from tokencli.runtime.handing_on import HandingOn
    from tokencli.runtime.watch import Handshake

DEFAULT_TIMEOUT_SECONDS = 30.0
_RESOLVE = re.compile(r"(\[[0-9a-fA-F:]+\]|[^:\[\]]+):(\d{1,5}):(\[[0-9a-fA-F:.]+\]|[^\[\]]+)")


def import_httpx() -> Any:
    """Imports httpx without its own command line, which would load rich and pygments and a third more time."""
    if "httpx" not in sys.modules:
        sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None makes its import fail, as httpx allows
    import httpx

    return httpx


@dataclass(frozen=True, slots=True)
class TransportSettings:
    """How to reach servers.

    Attributes:
        timeout: Seconds that one exchange may take, from the first to the last octet.
        proxy: The proxy to use; None for what the environment says, an empty text for none.
        ca_cert: A PEM file of further authorities.
        insecure: Whether certificates are not verified.
        resolve: `HOST:PORT:ADDRESS` triples that replace name look-ups.
        allow_http: Whether plain http may leave this machine.
        cert: The file of the client certificate, for who repeats the request by other means; None when there is none.
        cert_key: The file of its key where that is another; None where it is in the same file, or in none.
    """

    timeout: float = DEFAULT_TIMEOUT_SECONDS
    proxy: str | None = None
    ca_cert: str | None = None
    insecure: bool = False
    resolve: tuple[str, ...] = ()
    allow_http: bool = False
    cert: str | None = None
    cert_key: str | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a connection came over which nothing was sent.

    Attributes:
        seconds: How long it took.
        address: The address at the other end and its port, the proxy's where there is one; None when there was none.
        tls: The handshake with the server; None where there was none.
        problem: Why the connection does not stand; None when it does.
        proxy: The proxy it goes through; None when it goes straight.
    """

    seconds: float
    address: tuple[str, int] | None = None
    tls: Handshake | None = None
    problem: NoAnswer | None = None
    proxy: str | None = None


@dataclass
class Transport:
    """Sends requests over real sockets; redirects are answers, not followed (RFC 9700 section 4.12).

    Attributes:
        settings: How to reach servers.
        warn: Says once what makes a connection unsafe, before anything goes over it.
        certificate: Reads the certificate that the client shows, when the first connection is made; None for none.
    """

    settings: TransportSettings
    warn: Callable[[str], None] = lambda _: None
    certificate: Callable[[], ClientCertificate | None] = lambda: None
    _clients: list[Any] = field(default_factory=list)
    _warned: set[str] = field(default_factory=set)

    def send(self, request: Request, handing_on: HandingOn | None = None) -> Response | NoAnswer:
        """Sends one request.

        Args:
            request: The request.
            handing_on: What of the answer is handed on as it comes; None for nothing.

        Raises:
            UsageProblem: The URL may not be sent to, or a setting of the connection is wrong.
            OSError: Whoever takes the answer could not take it.
        """
        refuse_plain_http(request.url, allow_http=self.settings.allow_http)
        self._say_what_is_unsafe(request.url)
        try:
            return self._sent(request, Watch(), handing_on)
        except TakerFailed as failed:
            raise failed.problem from None

    def reach(self, url: str) -> Reached:
        """Connects as `send` would, sends nothing, and says how far it came.

        Args:
            url: The URL that a request would go to.

        Raises:
            UsageProblem: The URL may not be sent to, or a setting of the connection is wrong.
        """
        refuse_plain_http(url, allow_http=self.settings.allow_http)
        watch, clock = Watch(connect_only=True), system_ambient().monotonic
        problem, proxy, start = None, self.proxy_for(url), clock()
        try:
            answer = self._sent(Request("HEAD", url), watch)
            problem = answer if isinstance(answer, NoAnswer) else None
        except Standing:
            pass
        finally:
            self.close()
        return Reached(clock() - start, watch.address, watch.tls, problem, proxy)

    def _sent(self, request: Request, watch: Watch, handing_on: HandingOn | None = None) -> Response | NoAnswer:
        httpx = import_httpx()
        timer = threading.Timer(self.settings.timeout, watch.cut)
        timer.daemon = True
        timer.start()
        try:
            answer = self._client().send(self._outgoing(httpx, request, watch), stream=True)
            try:
                if handing_on is not None and handing_on.wanted(_head(answer)):
                    timer.cancel()  # a long body takes its time; each piece of it has the time-out for itself
                    return handing_on.through(_head(answer), answer.iter_raw())
                return _read(answer)
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError, OSError, UnicodeError) as problem:
            through, timeout = partial(self.proxy_for, request.url), self.settings.timeout
            return no_answer(problem, sent=watch.sent, late=watch.late, timeout=timeout, proxy=through)
        finally:
            timer.cancel()

    def proxy_for(self, url: str) -> str | None:
        """The proxy that a request to this URL goes through, without a name and password; None when it goes straight.

        Raises:
            UsageProblem: A proxy is named that cannot be used.
        """
        # httpx has no public way to ask, and another reading of HTTPS_PROXY, NO_PROXY and the system's settings would be another.
        chosen = self._client()._transport_for_url(import_httpx().URL(url))  # noqa: SLF001
        proxy = getattr(chosen._pool, "_proxy_url", None)  # noqa: SLF001
        return None if proxy is None else str(proxy.origin)

    def close(self) -> None:
        """Closes what is open."""
        for client in self._clients:
            client.close()
        self._clients.clear()

    def _say_what_is_unsafe(self, url: str) -> None:
        if self.settings.insecure:
            self._warn_once(
                "--insecure: the server's certificate is not verified; anybody on the way can read and change all of this"
            )
        if leaves_in_the_clear(url):
            self._warn_once(
                f"--allow-http: {host_header(url)} is asked over plain http; anybody on the way can read and change all of this"
            )

    def _warn_once(self, text: str) -> None:
        if text not in self._warned:
            self._warned.add(text)
            self.warn(text)

    def _client(self) -> Any:
        if not self._clients:
            httpx = import_httpx()
            proxy, insecure = self.settings.proxy, self.settings.insecure
            context = tls_context(self.settings.ca_cert, insecure=insecure, certificate=self.certificate())
            try:
                client = httpx.Client(
                    verify=context,
                    proxy=proxy or None,
                    trust_env=proxy is None,
                    timeout=self.settings.timeout,
                    follow_redirects=False,
                )
            except (ValueError, TypeError, ImportError, httpx.InvalidURL) as problem:
                # Most problems quote the URL, and the URL may hold a password.
                why = problem if isinstance(problem, ImportError) else type(problem).__name__
                raise UsageProblem(
                    f"the proxy {'of --proxy' if proxy else 'of the environment'} cannot be used ({why})",
                    "check --proxy, HTTPS_PROXY and HTTP_PROXY: http://host:port, or with a name and password before the host",
                ) from None
            self._clients.append(client)
        return self._clients[0]

    def _outgoing(self, httpx: Any, request: Request, watch: Watch) -> Any:
        url, sni = resolved_url(request.url, self.settings.resolve)
        extensions: dict[str, Any] = {
            "trace": watch.event,
            "timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.settings.timeout),
        }
        if sni:
            extensions["sni_hostname"] = sni
        headers = [(name.encode("ascii"), value.encode("utf-8")) for name, value in request.headers]
        return httpx.Request(request.method, url, headers=headers, content=request.body, extensions=extensions)


def refuse_plain_http(url: str, *, allow_http: bool) -> None:
    """Refuses a URL that would carry credentials in the clear to another machine.

    Raises:
        UsageProblem: The URL is plain http, not to loopback, and was not allowed.
    """
    # RFC 6749 section 3.2: the authorization server MUST require the use of TLS when sending requests to the token endpoint.
    if not allow_http and leaves_in_the_clear(url):
        raise UsageProblem(
            f"{host_header(url)} would be asked over plain http, readable on the way", "use https, or add --allow-http"
        )


def resolved_url(url: str, resolve: tuple[str, ...]) -> tuple[str, str]:
    """The URL to connect to, and the name to ask the certificate for when that is another.

    Raises:
        UsageProblem: A triple is malformed.
    """
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    for text in resolve:
        match = _RESOLVE.fullmatch(text)
        if match is None:
            raise UsageProblem(
                f"--resolve: {text!r} is not HOST:PORT:ADDRESS", "for example login.example:443:127.0.0.1"
            )
        address = match[3].strip("[]")
        if match[1].strip("[]").lower() == (parts.hostname or "") and int(match[2]) == port:
            host = f"[{address}]" if ":" in address else address
            return urlunsplit((parts.scheme, f"{host}:{port}", parts.path, parts.query, "")), parts.hostname or ""
    return url, ""


def _head(answer: Any) -> Response:
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw)
    return Response(answer.status_code, headers)


def _read(answer: Any) -> Response:
    headers = _head(answer).headers
    body, problems = bytearray(), []
    for chunk in _limited(answer.iter_raw()):
        body += chunk
    if len(body) > LARGEST_BODY:
        problems.append(CUT)
    response = Response(answer.status_code, headers, bytes(body[:LARGEST_BODY]))
    decoded, problem = decode_content(response)
    return Response(response.status, headers, decoded, (*problems, *((problem,) if problem else ())))


def _limited(chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        yield chunk
        size += len(chunk)
        if size > LARGEST_BODY:
            return
