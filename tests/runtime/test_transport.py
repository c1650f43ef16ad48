from __future__ import annotations

import gzip
import json
import signal
import socket
import ssl
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.server import MisbehavingServer, issue, raw, respond, say_nothing
from tests.journeys.command import PROCESS_SECONDS, clean_environment
from tokencli.errors import UsageProblem
from tokencli.runtime.content_coding import LARGEST_BODY, decode_content
from tokencli.runtime.no_answer import no_answer
from tokencli.runtime.transport import Transport, TransportSettings, refuse_plain_http, resolved_url
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.loopback import leaves_in_the_clear
from tokencli.wire.message import Request, Response, build_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Send = Callable[..., Response | NoAnswer]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "NETRC",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def send() -> Iterator[Send]:
    """Sends one request with the given settings."""
    used: list[Transport] = []

    def send_it(request: Request, **settings: Any) -> Response | NoAnswer:
        used.append(Transport(TransportSettings(timeout=settings.pop("timeout", 5.0), **settings)))
        return used[-1].send(request)

    yield send_it
    for transport in used:
        transport.close()


def post(url: str, *headers: tuple[str, str]) -> Request:
    return build_request(
        "POST", url, (("Content-Type", "application/x-www-form-urlencoded"), *headers), b"a=1&b=%C3%BC"
    )


def test_a_request_goes_out_to_the_last_octet_as_it_is(send: Send, server: MisbehavingServer) -> None:
    request = post(
        server.url("/token?x=%2F&y=ü".replace("ü", "%C3%BC")), ("X-Odd", "ü"), ("x-twice", "1"), ("x-twice", "2")
    )
    send(request)
    assert server.requests[0].octets == request.to_http()


def test_neither_cookies_nor_a_netrc_nor_any_header_comes_on_top(
    send: Send, server: MisbehavingServer, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    server.behave(respond(200, {}, ("Set-Cookie", "a=b"), ("Content-Type", "application/json")))
    transport = Transport(TransportSettings(timeout=5.0))
    request = post(server.url())
    for _ in range(2):
        transport.send(request)
    transport.close()
    assert [one.octets for one in server.requests] == [request.to_http()] * 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer(status: int, send: Send, server: MisbehavingServer, other: MisbehavingServer) -> None:
    server.behave(respond(status, b"", ("Location", other.url())))
    answer = send(post(server.url()))
    assert isinstance(answer, Response)
    assert (answer.status, len(server.requests), other.requests) == (status, 1, [])


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_the_environment_names_a_proxy(
    variable: str, send: Send, server: MisbehavingServer, other: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, other.url(""))
    send(post(server.url()))
    assert server.requests == []
    assert other.requests[0].line == f"POST {server.url()} HTTP/1.1"


@pytest.mark.parametrize("names", ["127.0.0.1", "as.example,127.0.0.1", "*", " 127.0.0.1 "])
def test_no_proxy_keeps_a_host_from_it(
    names: str, send: Send, server: MisbehavingServer, other: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", other.url(""))
    monkeypatch.setenv("NO_PROXY", names)
    send(post(server.url()))
    assert (len(server.requests), other.requests) == (1, [])


def test_the_option_wins_over_the_environment_and_over_no_proxy(
    send: Send, server: MisbehavingServer, other: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    send(post(server.url()), proxy=other.url(""))
    assert (server.requests, len(other.requests)) == ([], 1)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "http://proxy.invalid:8080"])
def test_a_proxy_that_is_not_there_is_not_taken_for_the_server(proxy: str, send: Send) -> None:
    answer = send(post("https://login.example/token"), proxy=proxy)
    assert isinstance(answer, NoAnswer)
    assert answer.reason is NoAnswerReason.PROXY
    assert answer.detail.startswith(f"no connection to the proxy {proxy}: ")
    assert not answer.sent


def test_an_empty_option_means_no_proxy(send: Send, server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert isinstance(send(post(server.url()), proxy=""), Response)


def test_https_goes_through_the_proxy_in_a_tunnel_that_alone_gets_its_password(
    send: Send, other: MisbehavingServer
) -> None:
    other.behave(raw(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
    request = post("https://as.example/token", ("Authorization", "Basic c2VjcmV0"))
    answer = send(request, proxy=f"http://me:pw@127.0.0.1:{other.port}")
    assert isinstance(answer, NoAnswer)
    assert (answer.reason, answer.sent) == (NoAnswerReason.PROXY, False)
    (tunnel,) = other.requests
    assert tunnel.line == "CONNECT as.example:443 HTTP/1.1"
    assert tunnel.header("proxy-authorization") == "Basic bWU6cHc="
    assert b"c2VjcmV0" not in tunnel.octets


@pytest.mark.parametrize("proxy", ["foo://127.0.0.1:1", "127.0.0.1:1:1", "http://[::1", "socks5://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_a_matter_of_settings(proxy: str, send: Send) -> None:
    with pytest.raises(UsageProblem, match="--proxy") as caught:
        send(post("https://as.example/token"), proxy=proxy)
    assert "HTTPS_PROXY" in caught.value.help


def test_a_proxy_of_the_environment_that_cannot_be_used_is_named_as_such(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "foo://me:pw@127.0.0.1:1")
    with pytest.raises(UsageProblem, match="the proxy of the environment cannot be used") as caught:
        send(post("https://as.example/token"))
    assert "pw" not in caught.value.what


@pytest.mark.parametrize(
    ("url", "triple", "connected", "name"),
    [
        ("https://as.example/t?a=1", "as.example:443:127.0.0.1", "https://127.0.0.1:443/t?a=1", "as.example"),
        ("https://AS.example:8443/t", "as.example:8443:10.0.0.1", "https://10.0.0.1:8443/t", "as.example"),
        ("http://as.example/t", "as.example:80:[::1]", "http://[::1]:80/t", "as.example"),
        ("https://[::2]/t", "[::2]:443:127.0.0.1", "https://127.0.0.1:443/t", "::2"),
        ("https://as.example/t", "as.example:443:other.example", "https://other.example:443/t", "as.example"),
        ("https://as.example/t", "as.example:80:127.0.0.1", "https://as.example/t", ""),
        ("https://as.example/t", "other.example:443:127.0.0.1", "https://as.example/t", ""),
    ],
)
def test_resolve_replaces_the_address_and_keeps_the_name(url: str, triple: str, connected: str, name: str) -> None:
    assert resolved_url(url, (triple,)) == (connected, name)


def test_the_first_triple_that_fits_wins() -> None:
    triples = ("as.example:443:10.0.0.1", "as.example:443:10.0.0.2")
    assert resolved_url("https://as.example/t", triples)[0] == "https://10.0.0.1:443/t"


@pytest.mark.parametrize(
    "triple", ["", "as.example", "as.example:443", "as.example:port:1.2.3.4", ":443:1.2.3.4", "a:443:"]
)
def test_what_is_no_triple_is_refused_with_an_example(triple: str) -> None:
    with pytest.raises(UsageProblem, match="is not HOST:PORT:ADDRESS") as caught:
        resolved_url("https://as.example/t", (triple,))
    assert "login.example:443:127.0.0.1" in caught.value.help


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.0.1", "[::1]", "localhost", "LOCALHOST", "as.localhost"])
def test_this_machine_may_be_asked_in_the_clear(host: str) -> None:
    assert not leaves_in_the_clear(f"http://{host}:8080/t")
    refuse_plain_http(f"http://{host}:8080/t", allow_http=False)


@pytest.mark.parametrize(
    "host",
    [
        "as.example",
        "128.0.0.1",
        "127.0.0.1.example",
        "localhost.example",
        "notlocalhost",
        "[::2]",
        "0.0.0.0",
        "1270.0.0.1",
    ],
)
def test_another_machine_may_not(host: str) -> None:
    assert leaves_in_the_clear(f"http://{host}/t")
    with pytest.raises(UsageProblem, match="plain http"):
        refuse_plain_http(f"http://{host}/t", allow_http=False)
    refuse_plain_http(f"https://{host}/t", allow_http=False)
    refuse_plain_http(f"http://{host}/t", allow_http=True)


def test_nothing_is_sent_to_where_it_may_not_go(send: Send, server: MisbehavingServer) -> None:
    with pytest.raises(UsageProblem):
        send(post("http://as.example/t"), resolve=(f"as.example:80:127.0.0.1:{server.port}",))
    assert server.requests == []


def test_what_is_unsafe_is_said_once(server: MisbehavingServer) -> None:
    said: list[str] = []
    settings = TransportSettings(timeout=5.0, insecure=True, allow_http=True, proxy=server.url(""))
    transport = Transport(settings, said.append)
    for _ in range(2):
        transport.send(post("http://as.example/t"))
    transport.close()
    assert [text.split(":")[0] for text in said] == ["--insecure", "--allow-http"]


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", " GZIP "])
@given(body=st.binary(max_size=300))
def test_any_body_survives_its_coding(coding: str, body: bytes) -> None:
    packed = zlib.compress(body) if coding == "deflate" else gzip.compress(body)
    assert decode_content(Response(200, (("Content-Encoding", coding),), packed)) == (body, "")


@given(st.binary(min_size=1, max_size=300))
def test_any_octets_under_a_coding_are_a_body_and_never_a_fault(octets: bytes) -> None:
    body, problem = decode_content(Response(200, (("Content-Encoding", "gzip"),), octets))
    assert problem or body is not None


def test_a_coding_that_lies_is_shown_as_it_came() -> None:
    body, problem = decode_content(Response(200, (("Content-Encoding", "gzip"),), b'{"a": 1}'))
    assert (body, "says it is gzip and is not" in problem) == (b'{"a": 1}', True)


def test_a_coding_that_was_not_asked_for_is_named() -> None:
    assert "coded as br" in decode_content(Response(200, (("Content-Encoding", "br"),), b"x"))[1]


def test_deflate_without_its_wrapper_as_some_servers_send_it_is_undone() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(b'{"a": 1}') + packer.flush()
    assert decode_content(Response(200, (("Content-Encoding", "deflate"),), packed))[0] == b'{"a": 1}'


def test_a_bomb_is_unpacked_to_the_limit_and_no_further() -> None:
    body, problem = decode_content(
        Response(200, (("Content-Encoding", "gzip"),), gzip.compress(bytes(LARGEST_BODY + 1)))
    )
    assert (len(body), "cut" in problem) == (LARGEST_BODY, True)


def _caused(problem: Exception, cause: BaseException) -> Exception:
    problem.__cause__ = cause
    return problem


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (httpx.ConnectTimeout("slow"), NoAnswerReason.TIMEOUT),
        (httpx.ReadTimeout("slow"), NoAnswerReason.TIMEOUT),
        (httpx.ProxyError("407 No"), NoAnswerReason.PROXY),
        (httpx.ConnectError("refused"), NoAnswerReason.CONNECT),
        (httpx.UnsupportedProtocol("gopher"), NoAnswerReason.CONNECT),
        (httpx.InvalidURL("odd"), NoAnswerReason.CONNECT),
        (httpx.ReadError(""), NoAnswerReason.BROKEN),
        (httpx.RemoteProtocolError("odd"), NoAnswerReason.BROKEN),
        (_caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")), NoAnswerReason.NAME),
        (_caused(httpx.ConnectError("x"), ssl.SSLError(1, "handshake")), NoAnswerReason.TLS),
        (_caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError(1, "expired")), NoAnswerReason.TLS),
    ],
)
def test_an_end_is_told_by_where_it_came(problem: Exception, reason: NoAnswerReason) -> None:
    told = no_answer(problem, sent=False, late=False, timeout=5)
    assert (told.reason, bool(told.detail)) == (reason, True)


@pytest.mark.parametrize("value", ["Bearer hush\n", "Bearer hu'sh\n", " hush"])
def test_a_header_that_cannot_be_written_is_not_quoted(send: Send, server: MisbehavingServer, value: str) -> None:
    answer = send(post(server.url(), ("Authorization", value)))
    assert isinstance(answer, NoAnswer)
    assert answer.detail == "Illegal header value"


def test_an_end_that_we_made_is_a_time_out_whatever_the_library_says() -> None:
    told = no_answer(httpx.ReadError("closed"), sent=True, late=True, timeout=1.5)
    assert told == NoAnswer(NoAnswerReason.TIMEOUT, "no whole answer within 1.5 s", sent=True)


def test_a_refused_connection_after_a_request_was_sent_is_a_broken_one() -> None:
    assert no_answer(httpx.ConnectError("x"), sent=True, late=False, timeout=5).reason is NoAnswerReason.BROKEN


def test_time_is_over_for_a_server_that_says_nothing(send: Send, server: MisbehavingServer) -> None:
    server.behave(say_nothing)
    answer = send(post(server.url()), timeout=1.0)
    assert isinstance(answer, NoAnswer)
    assert (answer.reason, answer.sent) == (NoAnswerReason.TIMEOUT, True)


def test_a_url_of_another_kind_is_no_fault(send: Send) -> None:
    """Metadata names what it likes."""
    for url in ("file:///etc/passwd", "gopher://as.example", "https://", "//as.example/t", "https://a b/", "x" * 9000):
        answer = send(Request("GET", url), timeout=2.0)
        assert isinstance(answer, NoAnswer), url
        assert not answer.sent


def test_tls_is_verified_by_the_name_and_an_ip_address(send: Send, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with MisbehavingServer(context) as server:
        good = send(post(server.url(host="localhost")), ca_cert=str(tmp_path / "ca.pem"), proxy="")
        bad = send(post(server.url(host="127.0.0.1")), ca_cert=str(tmp_path / "ca.pem"), proxy="")
        unknown = send(post(server.url(host="localhost")), proxy="")
        requests = len(server.requests)
    assert isinstance(good, Response)
    assert isinstance(bad, NoAnswer)
    assert isinstance(unknown, NoAnswer)
    assert (bad.reason, unknown.reason, bad.sent, unknown.sent, requests) == (
        *[NoAnswerReason.TLS] * 2,
        False,
        False,
        1,
    )


def test_an_interrupt_ends_a_run_at_once_with_130_and_without_a_traceback(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    server.behave(say_nothing)
    words = ("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "app")
    program = [sys.executable, "-m", "tokencli", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(program, env=clean_environment(tmp_path), cwd=tmp_path, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert server.came.wait(PROCESS_SECONDS)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PROCESS_SECONDS)
    assert (process.returncode, out, err) == (130, "", "\n")


def test_tokens_that_come_in_pieces_are_read_whole(send: Send, server: MisbehavingServer) -> None:
    body = json.dumps({"access_token": "a" * 100}).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 7]), body[at : at + 7]) for at in range(0, len(body), 7))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    server.behave(raw(head + chunks + b"0\r\n\r\n"), issue())
    answer = send(post(server.url()))
    assert isinstance(answer, Response)
    assert answer.body == body
