from __future__ import annotations

from typing import Any

import pytest

from tokencli.jose.peek import PeekedToken, TokenKind
from tokencli.oauth.tokens.token_use import Use, tell_use


def told(claims: dict[str, Any] | None, typ: str | None = None, asked: str = "") -> tuple[Use, str]:
    header = {"alg": "RS256"} if typ is None else {"alg": "RS256", "typ": typ}
    found = tell_use(PeekedToken(TokenKind.JWS, header, claims, 256), asked)
    return found.use, found.why


@pytest.mark.parametrize("typ", ["at+jwt", "at+JWT", "application/at+jwt"])
def test_the_type_tells_an_access_token_whatever_the_claims_say(typ: str) -> None:
    assert told({"at_hash": "x", "nonce": "n"}, typ) == (Use.ACCESS_TOKEN, "its typ is at+jwt (RFC 9068)")


@pytest.mark.parametrize("typ", ["dpop+jwt", "logout+jwt", "Application/Token-Introspection+JWT"])
def test_a_type_made_for_something_else_is_none_of_both(typ: str) -> None:
    use, why = told({"nonce": "n", "scope": "a"}, typ, "--nonce")
    assert (use, "neither that of an ID token" in why) == (Use.JWT, True)


@pytest.mark.parametrize("name", ["at_hash", "c_hash", "s_hash"])
def test_a_hash_of_what_came_beside_it_tells_an_id_token(name: str) -> None:
    assert told({name: "x", "scope": "a"}, "JWT") == (Use.ID_TOKEN, f"it has {name}")


@pytest.mark.parametrize("name", ["scope", "scp", "client_id", "cid"])
def test_what_a_client_may_do_tells_an_access_token_that_follows_no_rfc(name: str) -> None:
    use, why = told({name: "x", "nonce": "n"}, None, "--client-id")
    assert use is Use.JWT
    assert f"it has {name}" in why
    assert "does not claim to follow RFC 9068" in why


def test_a_nonce_tells_an_id_token() -> None:
    assert told({"nonce": "n"}, "JWT") == (Use.ID_TOKEN, "it has nonce")


def test_else_it_is_what_somebody_asks_of_it() -> None:
    assert told({"sub": "a"}, "JWT", "--client-id") == (Use.ID_TOKEN, "--client-id was given")
    assert told({"sub": "a"}, "JWT")[0] is Use.JWT
    assert told(None)[0] is Use.JWT
