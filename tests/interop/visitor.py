"""A person with a browser, played with plain HTTP."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import httpx

    from tests.interop.oidc_provider import OidcProvider

CALLBACK = "http://127.0.0.1:8765/callback"
VERIFIER = "a-code-verifier-of-more-than-forty-three-characters"


@dataclass(frozen=True)
class Visitor:
    """Someone who signs in and agrees to everything."""

    provider: OidcProvider
    name: str = "alice"

    def authorization_code(self, client_id: str, *, scope: str = "openid", **parameters: str) -> str:
        """Signs in (RFC 6749 section 4.1.1, with PKCE) and returns the code that the callback would get."""
        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": CALLBACK,
            "scope": scope,
            "code_challenge": challenge(VERIFIER),
            "code_challenge_method": "S256",
            **parameters,
        }
        with self._browser() as browser:
            answer = browser.get("/auth", params=query)
            while (where := _next(answer)) and not where.startswith(CALLBACK):
                answer = browser.get(where)
        assert where, f"no way to the callback: {answer.status_code} {answer.text}"
        return parse_qs(urlsplit(where).query)["code"][0]

    def approve(self, user_code: str) -> None:
        """Types in a user code and agrees (RFC 8628 section 3.3)."""
        with self._browser() as browser:
            answer = self._type_in(browser, user_code, confirm="yes")
            while where := _next(answer):
                answer = browser.get(where)
        assert answer.status_code == 200, answer.text

    def deny(self, user_code: str) -> None:
        """Types in a user code and refuses."""
        with self._browser() as browser:
            self._type_in(browser, user_code, abort="yes")

    def _browser(self) -> httpx.Client:
        return self.provider.visit(**{"x-auto-user": self.name, "accept": "text/html"})

    def _type_in(self, browser: httpx.Client, user_code: str, **button: str) -> httpx.Response:
        form = browser.get("/device").raise_for_status().text
        xsrf = re.search(r'name="xsrf" value="([^"]+)"', form)
        assert xsrf, form
        return browser.post("/device", data={"xsrf": xsrf[1], "user_code": user_code, **button})


def challenge(verifier: str) -> str:
    """The S256 code challenge (RFC 7636 section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _next(answer: httpx.Response) -> str:
    return str(answer.headers["location"]) if answer.is_redirect else ""
