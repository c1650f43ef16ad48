from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.message import Request, Response, build_request, host_header, is_http_url, is_method


def test_a_header_is_found_without_regard_to_case() -> None:
    assert Request("GET", "https://as.example/", (("Accept", "text/html"),)).header("ACCEPT") == "text/html"
    assert Response(200, (("CONTENT-type", "text/html"),)).header("Content-Type") == "text/html"


def test_a_header_that_is_not_there_is_none() -> None:
    assert Request("GET", "https://as.example/").header("accept") is None
    assert Response(200).header("accept") is None


def test_the_first_of_two_headers_is_the_one_that_counts() -> None:
    response = Response(200, (("WWW-Authenticate", "Basic"), ("www-authenticate", "Bearer")))
    assert response.header("www-authenticate") == "Basic"
    assert response.headers_named("WWW-Authenticate") == ("Basic", "Bearer")


def test_a_request_to_another_url_is_the_same_in_everything_else() -> None:
    request = Request("POST", "https://as.example/a", (("Accept", "x"),), b"body")
    assert request.with_url("https://as.example/b") == Request(
        "POST", "https://as.example/b", (("Accept", "x"),), b"body"
    )


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://as.example", "/"),
        ("https://as.example?tenant=a", "/?tenant=a"),
        ("https://as.example/token", "/token"),
        ("https://as.example/token?tenant=a&b=", "/token?tenant=a&b="),
    ],
)
def test_the_target_is_path_and_query(url: str, target: str) -> None:
    assert Request("POST", url).target == target


def test_the_octets_of_a_request_are_those_of_http_1_1() -> None:
    request = build_request("POST", "https://as.example/token?t=1", (("Accept", "application/json"),), b"a=1")
    assert request.to_http() == (
        b"POST /token?t=1 HTTP/1.1\r\nHost: as.example\r\nAccept: application/json\r\nContent-Length: 3\r\n\r\na=1"
    )


def test_a_request_without_a_body_has_no_content_length() -> None:
    request = build_request("GET", "https://as.example/x", (("Accept", "a/b"),))
    assert request.headers == (("Host", "as.example"), ("Accept", "a/b"))


def test_an_empty_body_has_a_length_of_nothing() -> None:
    assert build_request("POST", "https://as.example/x", (), b"").header("content-length") == "0"


def test_a_host_that_was_given_is_the_only_one() -> None:
    request = build_request("GET", "https://as.example/x", (("host", "other.example"),))
    assert request.headers == (("host", "other.example"),)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://as.example/", "as.example"),
        ("https://as.example:443/", "as.example"),
        ("http://as.example:80/", "as.example"),
        ("http://as.example:443/", "as.example:443"),
        ("https://as.example:8443/", "as.example:8443"),
        ("https://[::1]/", "[::1]"),
        ("https://[::1]:8443/", "[::1]:8443"),
        ("https://AS.example/", "as.example"),
        ("com.example:/callback", ""),
        ("https://Bücher.example:8443/", "xn--bcher-kva.example:8443"),
        ("https://日本.example/", "xn--wgv71a.example"),
        ("https://..ü../", "..ü.."),
    ],
)
def test_the_host_header_names_the_port_only_where_it_is_not_the_schemes_own(url: str, host: str) -> None:
    assert host_header(url) == host


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; charset=UTF-8", "application/json"),
        (" text/html ;x=y", "text/html"),
        ("", ""),
    ],
)
def test_the_media_type_is_in_lower_case_and_without_parameters(content_type: str, media_type: str) -> None:
    assert Response(200, (("Content-Type", content_type),)).media_type == media_type


def test_the_media_type_of_an_answer_that_names_none_is_empty() -> None:
    assert Response(200).media_type == ""


@pytest.mark.parametrize(
    "url", ["https://as.example", "http://127.0.0.1:8080/token?t=1", "HTTPS://as.example/", "https://[::1]:8443/"]
)
def test_an_absolute_url_of_http_is_one(url: str) -> None:
    assert is_http_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "as.example/token", "/token", "https:///token", "ftp://as.example/", "https://[as.example/", "https://as.example:port/",
        "https://as.example:0/", "https://as.example:70000/", "https://as.example/a b", "https://as.example/\r\nX: y", "urn:a:b",
    ],
)  # fmt: skip
def test_what_no_request_can_go_to_is_no_url_of_http(url: str) -> None:
    assert not is_http_url(url)


@given(st.text() | st.text("htps:/[]@?#.0159a%", max_size=30).map(lambda text: f"https://{text}"))
def test_a_url_of_http_can_always_be_written_as_a_request(url: str) -> None:
    if is_http_url(url):
        assert build_request("GET", url, ()).to_http().startswith(b"GET /")


@pytest.mark.parametrize(
    ("text", "method"), [("GET", True), ("M-SEARCH", True), ("", False), ("GE T", False), ("GET\n", False)]
)
def test_a_method_is_one_word(text: str, method: bool) -> None:
    assert is_method(text) is method


@pytest.mark.parametrize(
    ("response", "left_out"),
    [
        (Response(200, (("Content-Length", "708"),)), True),
        (Response(200, (("Content-Length", "0"),)), False),
        (Response(200), False),
        (Response(200, (("Content-Length", "2"),), b"{}"), False),
        (Response(200, (("Content-Length", "2"),), b"", ("cut off",)), False),
    ],
)
def test_a_body_that_was_announced_and_is_not_there_was_not_kept(response: Response, left_out: bool) -> None:
    assert response.body_left_out is left_out
