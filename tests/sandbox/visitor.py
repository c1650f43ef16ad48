"""An HTTP client that knows OAuth from the texts alone: nothing of the program's own client is used."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import httpx

REDIRECT_URI = "http://127.0.0.1:53682/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 appendix B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


def basic(client_id: str = "demo", secret: str = "demo-secret", *, encoded: bool = True) -> dict[str, str]:
    """The header of RFC 6749 section 2.3.1, form-encoded first or not."""
    pair = [quote_plus(one) if encoded else one for one in (client_id, secret)]
    return {"Authorization": "Basic " + base64.b64encode(":".join(pair).encode()).decode()}


def challenge_of(verifier: str) -> str:
    """RFC 7636 section 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Clock:
    """What time the sandbox believes it is."""

    seconds: float = 1_772_366_400.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Visitor:
    """Talks to one sandbox, with the cookies of one browser.

    Attributes:
        issuer: Where it is.
        http: What sends; redirects are looked at and not followed.
    """

    issuer: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(follow_redirects=False, trust_env=False))

    def get(self, path: str, **query: str) -> httpx.Response:
        """A GET."""
        return self.http.get(self.issuer + path, params=query)

    def token(self, grant_type: str, headers: dict[str, str] | None = None, **members: str) -> httpx.Response:
        """A token request; the demo client by Basic unless other headers are given."""
        data = {"grant_type": grant_type, **members}
        return self.http.post(f"{self.issuer}/token", data=data, headers=basic() if headers is None else headers)

    def post(self, path: str, headers: dict[str, str] | None = None, **members: str) -> httpx.Response:
        """A form to another endpoint."""
        return self.http.post(self.issuer + path, data=members, headers=basic() if headers is None else headers)

    def ask(self, **members: str) -> httpx.Response:
        """An authorization request of the demo client."""
        asked = {"response_type": "code", "client_id": "demo", "redirect_uri": REDIRECT_URI, "state": "s-1", **members}
        return self.get("/authorize", **{name: value for name, value in asked.items() if value != "-"})

    def allow(self, page: httpx.Response, username: str = "alice", password: str = "alice-pw") -> httpx.Response:
        """Does what a person does on the page."""
        action = unescape(re.findall(r'action="([^"]+)"', page.text)[0])
        data = {"decision": "allow", "username": username, "password": password}
        return self.http.post(self.issuer + action, data=data)

    def deny(self, page: httpx.Response) -> httpx.Response:
        """The person says no."""
        action = unescape(re.findall(r'action="([^"]+)"', page.text)[0])
        return self.http.post(self.issuer + action, data={"decision": "deny"})

    def code(self, **members: str) -> str:
        """A code, by way of the page where there is one: who is signed in and has allowed it is not asked again."""
        asked = self.ask(**members)
        return answer(asked if asked.is_redirect else self.allow(asked))["code"]


def answer(redirect: httpx.Response) -> dict[str, str]:
    """What a redirect carries back."""
    return {name: values[0] for name, values in parse_qs(urlsplit(redirect.headers["location"]).query).items()}


def claims(token: str) -> dict[str, Any]:
    """The claims of a JWT, unverified."""
    import json

    part = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return read


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Status and error code."""
    return response.status_code, response.json()["error"]
