"""What a client and a real server say to each other, sent as written and kept as exchanges."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

import httpx
import jwt

from tests.interop.command_line import LIMIT_SECONDS
from tests.interop.visitor import CALLBACK, VERIFIER, challenge
from tokencli.oauth.identifiers import CLIENT_ASSERTION_JWT
from tokencli.wire.credentials import write_basic
from tokencli.wire.exchange import Exchange, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.interop.authorization_server import AuthorizationServer
    from tests.interop.es256_key import Es256Key

ENDPOINTS = {
    Purpose.TOKEN: "token_endpoint",
    Purpose.AUTHORIZATION: "authorization_endpoint",
    Purpose.DEVICE_AUTHORIZATION: "device_authorization_endpoint",
    Purpose.BACKCHANNEL_AUTHENTICATION: "backchannel_authentication_endpoint",
    Purpose.PUSHED_AUTHORIZATION: "pushed_authorization_request_endpoint",
    Purpose.INTROSPECTION: "introspection_endpoint",
    Purpose.REVOCATION: "revocation_endpoint",
    Purpose.USERINFO: "userinfo_endpoint",
}


class Browser(Protocol):
    """A browser with someone in front of it."""

    def follow(self, url: str) -> httpx.Response:
        """Opens a URL, signs in, agrees, and returns the last answer: a redirect to the client, or a page."""


@dataclass(frozen=True)
class Keys:
    """Who may sign what.

    Attributes:
        client: The key that is registered for the clients that sign.
        foreign: A key that nobody knows.
        issuer: The key of the issuer of assertions that is trusted, where there is one.
    """

    client: Es256Key
    foreign: Es256Key
    issuer: Es256Key


@dataclass
class Conversation:
    """One recording, while it is made.

    Attributes:
        server: The server.
        metadata: Its metadata.
        keys: What can be signed with.
        browser: A browser in which somebody signs in.
        kept: What was said so far.
    """

    server: AuthorizationServer
    metadata: Mapping[str, Any]
    keys: Keys
    browser: Browser
    kept: list[Exchange] = field(default_factory=list)

    def url(self, purpose: Purpose) -> str:
        """The endpoint for a purpose."""
        return str(self.metadata[ENDPOINTS[purpose]])

    def post(
        self,
        purpose: Purpose,
        members: Mapping[str, str] | None = None,
        *,
        basic: str | tuple[str, str] = "",
        body: str = "",
        url: str = "",
        keep: bool = True,
        **headers: str,
    ) -> httpx.Response:
        """Posts a form.

        Args:
            purpose: What for.
            members: The members of the form.
            basic: A client that authenticates with its secret; with another secret, as a pair of id and secret.
            body: What is sent in place of the form.
            url: Where to, when it is not the endpoint of the purpose.
            keep: Whether it belongs to the story.
            headers: Further headers, `_` for `-`.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Content-Type", FORM_MEDIA_TYPE)
        if basic:
            client_id, secret = basic if isinstance(basic, tuple) else (basic, self.server.secret_of(basic))
            sent["Authorization"] = write_basic(quote_plus(client_id), quote_plus(secret))
        content = body or urlencode(members or {})
        return self._sent(purpose, "POST", url or self.url(purpose), sent, content.encode(), keep=keep)

    def token(self, grant_type: str, members: Mapping[str, str] | None = None, **how: Any) -> httpx.Response:
        """A token request."""
        return self.post(Purpose.TOKEN, {"grant_type": grant_type, **(members or {})}, **how)

    def get(self, purpose: Purpose, url: str = "", **headers: str) -> httpx.Response:
        """Asks for something."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._sent(purpose, "GET", url or self.url(purpose), sent, b"", keep=True)

    def authorize(self, client_id: str, *, keep: bool = True, **parameters: str) -> httpx.Response:
        """Opens the URL of an authorization request in the browser, and keeps what comes of it in the end.

        The pages in between are left out, as in a saved run.
        """
        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "state": "af0ifjsldkj",
            "code_challenge": challenge(VERIFIER),
            "code_challenge_method": "S256",
            **parameters,
        }
        url = f"{self.url(Purpose.AUTHORIZATION)}?{urlencode({k: v for k, v in query.items() if v})}"
        began = time.time()
        answer = self.browser.follow(url)
        if keep:
            self._keep(Purpose.AUTHORIZATION, Request("GET", url), answer, began)
        return answer

    def code(self, client_id: str, *, keep: bool = True, **parameters: str) -> str:
        """Signs in, and returns the code that came back."""
        answer = self.authorize(client_id, keep=keep, **parameters)
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    def redeem(
        self, code: str, client_id: str = "basic", *, keep: bool = True, url: str = "", **members: str
    ) -> httpx.Response:
        """Redeems a code as the client that it was issued to should; a member that is empty is left out."""
        whole = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **members}
        sent = {name: value for name, value in whole.items() if value}
        if self.server.secret_of(client_id):
            return self.token("authorization_code", sent, basic=client_id, keep=keep, url=url)
        return self.token("authorization_code", {**sent, "client_id": client_id}, keep=keep, url=url)

    def assertion(self, key: Es256Key, client_id: str, **claims: Any) -> dict[str, str]:
        """The members with which a client authenticates by a signed JWT (RFC 7523 section 2.2); a claim that is None is left out."""
        now = int(time.time())
        whole = {"iss": client_id, "sub": client_id, "aud": self.server.issuer, "jti": str(uuid.uuid4()), "iat": now,
                 "exp": now + 60, **claims}  # fmt: skip
        return {
            "client_assertion_type": CLIENT_ASSERTION_JWT,
            "client_assertion": signed(key, {name: value for name, value in whole.items() if value is not None}),
        }

    def proof(self, method: str, url: str, *, access_token: str = "", **claims: Any) -> str:
        """A proof of the registered key for a request (RFC 9449 section 4.2); a claim that is None is left out."""
        whole: dict[str, Any] = {"jti": str(uuid.uuid4()), "htm": method, "htu": url, "iat": int(time.time()), **claims}
        if access_token:
            whole["ath"] = (
                base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()).rstrip(b"=").decode()
            )
        held = jwt.PyJWK.from_json(self.keys.client.private_jwk.read_text("utf-8"))
        public = json.loads(self.keys.client.public_jwk.read_text("utf-8"))
        told = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(told, held, algorithm="ES256", headers={"typ": "dpop+jwt", "jwk": public})

    def _sent(
        self, purpose: Purpose, method: str, url: str, headers: Mapping[str, str], content: bytes, *, keep: bool
    ) -> httpx.Response:
        began = time.time()
        with httpx.Client(trust_env=False, timeout=LIMIT_SECONDS) as client:
            answer = client.request(method, url, headers=dict(headers), content=content)
        if keep:
            self._keep(purpose, Request(method, url, tuple(headers.items()), content), answer, began)
        return answer

    def _keep(self, purpose: Purpose, request: Request, answer: httpx.Response, began: float) -> None:
        response = Response(answer.status_code, tuple(answer.headers.multi_items()), answer.content)
        self.kept.append(Exchange(purpose, request, response, began, answer.elapsed.total_seconds()))


def signed(key: Es256Key, claims: Mapping[str, Any], **header: Any) -> str:
    """A JWT signed with a key."""
    held = jwt.PyJWK.from_json(key.private_jwk.read_text("utf-8"))
    return jwt.encode(dict(claims), held, algorithm="ES256", headers={"kid": held.key_id, **header})
