from __future__ import annotations

import pytest

from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.redirect_uri import listening


@pytest.mark.parametrize(
    ("redirect_uri", "listen", "ports", "addresses", "tried", "uri"),
    [
        (None, None, (), ("127.0.0.1",), (0,), "http://127.0.0.1:9/callback"),
        (None, None, (81, 82), ("127.0.0.1",), (81, 82), "http://127.0.0.1:9/callback"),
        (None, "::1", (), ("::1",), (0,), "http://[::1]:9/callback"),
        (None, "[::1]", (), ("::1",), (0,), "http://[::1]:9/callback"),
        (None, "localhost:80", (), ("127.0.0.1", "::1"), (80,), "http://localhost:9/callback"),
        ("http://localhost:8765/cb", None, (), ("127.0.0.1", "::1"), (8765,), "http://localhost:8765/cb"),
        ("http://127.0.0.1/cb", None, (), ("127.0.0.1",), (0,), "http://127.0.0.1:9/cb"),
        ("http://[::1]/cb", None, (81,), ("::1",), (81,), "http://[::1]:9/cb"),
        ("https://localhost/cb", None, (), ("127.0.0.1", "::1"), (443,), "https://localhost/cb"),
        ("https://app.example/cb", "0.0.0.0:8080", (), ("0.0.0.0",), (8080,), "https://app.example/cb"),
        ("http://app.example", "127.0.0.1", (81,), ("127.0.0.1",), (81,), "http://app.example"),
    ],
)
def test_what_is_bound_and_what_the_redirect_uri_is_then(
    redirect_uri: str | None,
    listen: str | None,
    ports: tuple[int, ...],
    addresses: tuple[str, ...],
    tried: tuple[int, ...],
    uri: str,
) -> None:
    where = listening(redirect_uri, listen, ports)
    assert where is not None
    assert (where.addresses, where.ports, where.uri(9)) == (addresses, tried, uri)


@pytest.mark.parametrize("redirect_uri", ["https://app.example/cb", "com.example.app:/cb", "urn:ietf:wg:oauth:2.0:oob"])
def test_an_answer_that_goes_elsewhere_can_only_be_pasted(redirect_uri: str) -> None:
    assert listening(redirect_uri, None, ()) is None


@pytest.mark.parametrize(
    ("redirect_uri", "listen", "said"),
    [
        ("http://127.0.0.1:99999/cb", None, "no URI"),
        ("/callback", None, "no scheme"),
        ("http://127.0.0.1/cb#x", None, "no fragment"),
        (None, "127.0.0.1:http", "--listen"),
        (None, "127.0.0.1:70000", "--listen"),
    ],
)
def test_what_is_malformed_is_said(redirect_uri: str | None, listen: str | None, said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        listening(redirect_uri, listen, ())
