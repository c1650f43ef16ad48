"""For each rule about tokens some that it is about, and look-alikes that it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tokencli.diagnosis.token_seen import TokenSeen
from tokencli.jose.peek import PeekedToken, TokenKind
from tokencli.oauth.tokens.token_use import is_for_apis

NOW = 1_772_366_400
HOUR, DAY = 3600, 86400


def access_token(header: dict[str, Any] | None = None, **claims: Any) -> TokenSeen:
    """An access token without a flaw but for these members; one that is None is left out."""
    good = {
        "iss": "https://as.example", "aud": "api://orders", "sub": "alice", "client_id": "app", "jti": "j-1", "scope": "read",
        "iat": NOW, "exp": NOW + HOUR,
    }  # fmt: skip
    return seen({"alg": "ES256", "typ": "at+jwt", **(header or {})}, {**good, **claims})


def id_token(header: dict[str, Any] | None = None, **claims: Any) -> TokenSeen:
    """An ID token, which lives long, tells who the person is, and may be signed with the client's secret."""
    good = {"sub": "app", "azp": "app", "nonce": "n", "at_hash": "h", "email": "alice@example.test", "iat": NOW}
    return seen({"alg": "HS256", **(header or {})}, {**good, "exp": NOW + 9 * DAY, **claims})


def seen(header: dict[str, Any], claims: dict[str, Any]) -> TokenSeen:
    """A token of this header and these claims; those that are None are left out."""
    told = {name: value for name, value in claims.items() if value is not None}
    inside = PeekedToken(TokenKind.JWS, {name: value for name, value in header.items() if value is not None}, told, 64)
    return TokenSeen(inside, is_for_apis(inside))


def twice(part: str, name: str) -> TokenSeen:
    """An access token in which a member stands twice."""
    good = access_token()
    return replace(good, inside=replace(good.inside, repeated=((part, name),)))


SIX = [f"api://{number}" for number in range(6)]
BOUND = {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}
FIRES: dict[str, list[TokenSeen]] = {
    "token-not-signed": [access_token({"alg": "none"}), id_token({"alg": "None"})],
    "member-repeated": [twice("header", "alg"), twice("payload", "sub"), twice("payload", "inner")],
    "time-not-in-seconds": [
        access_token(exp="123"),
        access_token(exp=NOW * 1000),
        access_token(iat=True, nbf=[]),
        access_token(exp=10**400),
        id_token(auth_time=float("nan")),
    ],
    "extension-demanded": [access_token({"crit": ["b64"], "b64": False}), id_token({"crit": []})],
    "access-token-without-audience": [
        access_token(aud=None),
        access_token(aud=[]),
        access_token(aud=""),
        access_token({"typ": "JWT"}, aud=None),
    ],
    "access-token-for-many": [access_token(aud=SIX), access_token(aud="*"), access_token(aud=["a", "*"])],
    "access-token-with-wildcard-scope": [
        access_token(scope="read *"),
        access_token(scope="orders:*"),
        access_token(scope=None, scp=["orders.*"]),
        access_token(scope="https://api.example/*"),
    ],
    "access-token-long-lived": [
        access_token(exp=NOW + HOUR + 1),
        access_token(exp=None),
        access_token(iat=None, nbf=NOW, exp=NOW + DAY),
        access_token(exp=NOW + DAY + 1, cnf=BOUND),
    ],
    "access-token-signed-with-secret": [access_token({"alg": "HS256"}), access_token({"alg": "HS512", "typ": "JWT"})],
    "access-token-not-typed": [access_token({"typ": "JWT"}), access_token({"typ": None})],
    "subject-is-client": [
        access_token(sub="app"),
        access_token({"typ": "JWT"}, sub="app", client_id=None, azp="app"),
        access_token(sub="app", client_id=None, cid="app"),
    ],
    "access-token-with-personal-data": [access_token(email="alice@example.test"), access_token(name="Alice")],
}
SILENT: dict[str, list[TokenSeen]] = {
    "token-not-signed": [access_token(), access_token({"alg": None}), id_token()],
    "member-repeated": [access_token(), id_token()],
    "time-not-in-seconds": [access_token(iat=NOW + 0.5, nbf=0), access_token(exp=None), access_token(updated_at="x")],
    "extension-demanded": [access_token({"b64": True}), access_token(crit=["exp"])],
    "access-token-without-audience": [access_token(aud=["a", "b"]), id_token(aud=None)],
    "access-token-for-many": [access_token(aud=SIX[1:]), access_token(aud="api://*/x"), id_token(aud=SIX)],
    "access-token-with-wildcard-scope": [
        access_token(scope="read*ers write"),
        access_token(scope=None),
        access_token(scope=7),
    ],
    "access-token-long-lived": [
        access_token(),
        access_token(exp=NOW + DAY, cnf=BOUND),
        access_token(iat=None, exp=NOW + DAY),
        access_token(exp="tomorrow"),
        id_token(),
    ],
    "access-token-signed-with-secret": [access_token({"alg": "RS256"}), id_token()],
    "access-token-not-typed": [access_token({"typ": "application/at+JWT"}), id_token(), seen({"typ": "dpop+jwt"}, {})],
    "subject-is-client": [access_token(), access_token(sub=None, client_id=None), id_token()],
    "access-token-with-personal-data": [access_token(email_verified=True, sub="alice@example.test"), id_token()],
}
