"""Authorization requests that are refused, on a page of the server or at the client's redirect URI."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.interop.recordings.browsers import AtKeycloak
from tests.interop.recordings.conversation import signed
from tests.interop.visitor import CALLBACK, VERIFIER, challenge
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation


def redirect_uri_not_registered(at: Conversation) -> None:
    """A redirect URI that is registered without the slash at its end."""
    at.authorize("public", redirect_uri=f"{CALLBACK}/")


def redirect_uri_missing(at: Conversation) -> None:
    """An authorization request without a redirect URI, where the client has two."""
    at.authorize("public", redirect_uri="")


def client_unknown(at: Conversation) -> None:
    """A client that the realm does not know."""
    at.authorize("nobody")


def client_disabled(at: Conversation) -> None:
    """A client that was switched off."""
    at.authorize("switched-off")


def challenge_missing(at: Conversation) -> None:
    """The client is set to want PKCE, and the request has no challenge."""
    at.authorize("public", code_challenge="", code_challenge_method="")


def challenge_method_plain(at: Conversation) -> None:
    """A challenge that is the verifier itself, at a client that is set to S256."""
    at.authorize("public", code_challenge=VERIFIER, code_challenge_method="plain")


def response_type_not_allowed(at: Conversation) -> None:
    """The implicit flow, which is switched off for the client."""
    at.authorize("confidential", response_type="token", code_challenge="", code_challenge_method="")


def response_type_missing(at: Conversation) -> None:
    """An authorization request that does not say what it wants back."""
    at.authorize("public", response_type="")


def scope_unknown(at: Conversation) -> None:
    """A scope that is not assigned to the client."""
    at.authorize("public", scope="openid orders.read")


def nobody_is_signed_in(at: Conversation) -> None:
    """A silent renewal in an iframe, when the session is over."""
    at.browser = AtKeycloak("")
    at.authorize("public", prompt="none")


def person_refuses(at: Conversation) -> None:
    """The person says no on the page that asks."""
    at.browser = AtKeycloak("bob", refusing=True)  # who never agreed to anything
    at.authorize("asks-first")


def request_not_pushed(at: Conversation) -> None:
    """A client that must push its requests sends one through the browser."""
    at.authorize("par")


def request_uri_unknown(at: Conversation) -> None:
    """A pushed request that is used a second time, or too late."""
    at.authorize("par", request_uri="urn:ietf:params:oauth:request_uri:2f0a8a3a-8a4e-4cf5-9a1e-1f0a8a3a8a4e")


def request_not_signed(at: Conversation) -> None:
    """A client that must sign its requests sends one unsigned."""
    at.authorize("jar")


def request_signed_with_another_key(at: Conversation) -> None:
    """A request that is signed with a key that is not registered."""
    members = {"response_type": "code", "client_id": "jar", "redirect_uri": CALLBACK, "scope": "openid"}
    claims = {"iss": "jar", "aud": at.server.issuer, "exp": int(time.time()) + 60, **members}
    at.authorize("jar", request=signed(at.keys.foreign, claims))


def realm_unknown(at: Conversation) -> None:
    """A realm that does not exist."""
    url = at.url(Purpose.AUTHORIZATION).replace("/tokencli/", "/nowhere/")
    at.get(
        Purpose.AUTHORIZATION, f"{url}?response_type=code&client_id=public&redirect_uri={CALLBACK}", Accept="text/html"
    )


def pushed_redirect_uri_not_registered(at: Conversation) -> None:
    """A pushed request with a redirect URI that is not registered."""
    at.post(Purpose.PUSHED_AUTHORIZATION, _pushed(redirect_uri=f"{CALLBACK}/"))


def pushed_without_challenge(at: Conversation) -> None:
    """A pushed request without a challenge."""
    members = _pushed()
    del members["code_challenge"], members["code_challenge_method"]
    at.post(Purpose.PUSHED_AUTHORIZATION, members)


def pushed_by_another(at: Conversation) -> None:
    """A pushed request with the wrong secret."""
    at.post(
        Purpose.PUSHED_AUTHORIZATION,
        _pushed(client_id="confidential"),
        basic=("confidential", "the-secret-of-last-year"),
    )


def _pushed(**members: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": "par",
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "code_challenge": challenge(VERIFIER),
        "code_challenge_method": "S256",
        **members,
    }
