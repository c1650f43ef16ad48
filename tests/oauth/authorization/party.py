"""An authorization server made of values: its metadata, its keys, what it signs and answers; and a client that asks it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from tokencli.jose.peek import base64url_encode
from tokencli.oauth.authorization.delivery import posted, redirected
from tokencli.oauth.back_channel import BackChannel
from tokencli.oauth.client_auth.none import METHOD
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.flow import Ambient, OpenBrowser, Send
from tokencli.oauth.grants.authorization_code import AuthorizationCode
from tokencli.oauth.server import Server
from tokencli.runtime.replay import Replayed, ScriptEnded, replay
from tokencli.wire.message import Response

NOW = 1_772_366_400.0
ISSUER = "https://login.example"
OTHER_ISSUER = "https://attacker.example"
CLIENT = "app"
ACCESS_TOKEN = "access-token-of-the-token-endpoint"
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "pushed_authorization_request_endpoint": f"{ISSUER}/par",
    "jwks_uri": f"{ISSUER}/jwks",
    "token_endpoint_auth_methods_supported": ["none"],
    "code_challenge_methods_supported": ["S256"],
}


@cache
def private_key(name: str = "k1") -> ec.EllipticCurvePrivateKey:
    """A key by its name, the same one whenever it is asked for."""
    return ec.generate_private_key(ec.SECP256R1())


def jwk(name: str = "k1") -> dict[str, Any]:
    """The public part of a key."""
    public = jwt.algorithms.ECAlgorithm.to_jwk(private_key(name).public_key(), as_dict=True)
    return {**public, "kid": name, "use": "sig", "alg": "ES256"}


def signed(claims: dict[str, Any], key: str = "k1", kid: str | None = None) -> str:
    """A JWT signed with a key."""
    return jwt.encode(claims, private_key(key), "ES256", headers={"kid": kid or key})


def half_hash(value: str) -> str:
    """The half hash of ES256 (OpenID Connect Core section 3.1.3.6), computed on its own."""
    return base64url_encode(hashlib.sha256(value.encode()).digest()[:16])


def as_json(members: dict[str, Any], status: int = 200) -> Response:
    """A JSON answer."""
    headers = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
    return Response(status, headers, json.dumps(members).encode())


def keys(*names: str) -> Response:
    """The answer of `jwks_uri`."""
    return as_json({"keys": [jwk(name) for name in names or ("k1",)]})


def counting_ambient() -> Ambient:
    """A clock that stands still, and octets that never repeat."""
    numbers = count(1)
    return Ambient(
        now=lambda: NOW, monotonic=lambda: 0.0, random_octets=lambda size: next(numbers).to_bytes(size, "big")
    )


@dataclass
class Party:
    """A client and a server, and a run between them that a test writes the answers of.

    Attributes:
        metadata: The server's metadata.
        grant: What the person wants.
        common: What else the person wants.
    """

    metadata: dict[str, Any] = field(default_factory=lambda: dict(METADATA))
    grant: AuthorizationCode = field(default_factory=AuthorizationCode)
    common: CommonMembers = field(default_factory=lambda: CommonMembers(scope=("openid",)))

    def wanting(self, **values: Any) -> Party:
        """The same with other wishes."""
        return Party(self.metadata, replace(self.grant, **values), self.common)

    def telling(self, **metadata: Any) -> Party:
        """The same with other metadata."""
        return Party({**self.metadata, **metadata}, self.grant, self.common)

    def channel(self) -> BackChannel:
        """The way to the server."""
        server = Server(ISSUER, {}, self.metadata)
        return BackChannel(server, METHOD(client_id=CLIENT), counting_ambient(), "test", client_id=CLIENT)

    def asked(self) -> dict[str, str]:
        """The authorization request as the browser gets it, found out by running the flow up to there."""
        return request_in(self.steps_before_answer()[-1])

    def steps_before_answer(self) -> list[OpenBrowser]:
        """What the browser is told to open."""
        flow, found, result = self.grant.run(self.channel(), self.common), [], None
        step: Any = next(flow)
        while not isinstance(step, OpenBrowser):
            pushed = as_json({"request_uri": "urn:ietf:params:oauth:request_uri:1", "expires_in": 60}, 201)
            result = pushed if isinstance(step, Send) else 49152
            step = flow.send(result)
        found.append(step)
        return found

    def run(self, *answers: Response | None) -> Replayed[Any]:
        """Runs the grant against answers."""
        return replay(self.grant.run(self.channel(), self.common), answers)

    def ignores(self, delivery: Response) -> bool:
        """Whether an answer of the browser leaves the run waiting."""
        try:
            self.run(delivery)
        except ScriptEnded as ended:
            return "browser" in str(ended)
        return False

    def id_token(self, **claims: Any) -> dict[str, Any]:
        """The claims of a good ID token; a claim that is None is left out."""
        good = {"iss": ISSUER, "aud": CLIENT, "sub": "alice", "iat": int(NOW), "exp": int(NOW) + 600}
        nonce = self.asked().get("nonce")
        wanted = {**good, **({"nonce": nonce} if nonce else {}), **claims}
        return {name: value for name, value in wanted.items() if value is not None}

    def answer(self, **members: str) -> Response:
        """A good answer of the browser, changed; a member that is empty is left out."""
        good = {"code": "code-1", "state": self.asked()["state"], "iss": ISSUER}
        wanted = {name: value for name, value in {**good, **members}.items() if value}
        asked = self.asked()["redirect_uri"]
        return redirected(f"{asked}{'&' if '?' in asked else '?'}{urlencode(wanted)}")

    def form(self, **members: str) -> Response:
        """The same as a posted form, with nothing added."""
        return posted(urlencode(members).encode())

    def tokens(self, id_token: str | None = None, **members: Any) -> Response:
        """The answer of the token endpoint."""
        token = {"id_token": id_token} if id_token else {}
        return as_json({"access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60, **token, **members})


def request_in(step: OpenBrowser) -> dict[str, str]:
    """The members of an authorization request."""
    return dict(parse_qsl(urlsplit(step.url).query))
