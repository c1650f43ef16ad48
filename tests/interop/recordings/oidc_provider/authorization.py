"""Authorization requests that are refused, on a page of the server or at the client's redirect URI."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.interop.recordings.browsers import AtOidcProvider
from tests.interop.recordings.conversation import signed
from tests.interop.visitor import CALLBACK, VERIFIER, challenge
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.es256_key import Es256Key
    from tests.interop.recordings.conversation import Conversation


def redirect_uri_not_registered(at: Conversation) -> None:
    """A redirect URI that is registered without the slash at its end."""
    at.authorize("public", redirect_uri=f"{CALLBACK}/")


def redirect_uri_on_localhost(at: Conversation) -> None:
    """A redirect URI on localhost, where 127.0.0.1 is registered."""
    at.authorize("public", redirect_uri=CALLBACK.replace("127.0.0.1", "localhost"))


def client_unknown(at: Conversation) -> None:
    """A client that the server does not know.

    It was registered at the test server only.
    """
    at.authorize("nobody")


def client_id_missing(at: Conversation) -> None:
    """An authorization request without a client."""
    at.authorize("")


def challenge_missing(at: Conversation) -> None:
    """The server wants PKCE of this client, and the request has no challenge."""
    at.authorize("public", code_challenge="", code_challenge_method="")


def challenge_method_plain(at: Conversation) -> None:
    """A challenge that is the verifier itself, at a server that takes S256 only."""
    at.authorize("public", code_challenge=VERIFIER, code_challenge_method="plain")


def response_type_not_allowed(at: Conversation) -> None:
    """The implicit flow, which the client is not registered for."""
    at.authorize("public", response_type="token", code_challenge="", code_challenge_method="")


def response_type_missing(at: Conversation) -> None:
    """An authorization request that does not say what it wants back."""
    at.authorize("public", response_type="")


def nobody_is_signed_in(at: Conversation) -> None:
    """A silent renewal in an iframe, when the session is over."""
    at.browser = AtOidcProvider("")
    at.authorize("public", prompt="none")


def person_refuses(at: Conversation) -> None:
    """The person leaves the page by its own way out."""
    at.browser = AtOidcProvider(refusing=True)
    at.authorize("public")


def resource_unknown(at: Conversation) -> None:
    """A resource that the server does not know."""
    at.authorize("public", resource="https://api.example.test/order")


def scope_not_the_clients(at: Conversation) -> None:
    """A scope that the server has and the client does not."""
    at.authorize("read-only", scope="api:write")


def request_not_pushed(at: Conversation) -> None:
    """A client that must push its requests sends one through the browser."""
    at.authorize("par")


def request_uri_unknown(at: Conversation) -> None:
    """A pushed request that is used a second time, or too late."""
    at.authorize("par", request_uri="urn:ietf:params:oauth:request_uri:Yk8J2sVn0uN9tqQ4xkQyB")


def request_not_signed(at: Conversation) -> None:
    """A client that must sign its requests sends one unsigned."""
    at.authorize("jar")


def request_signed_with_another_key(at: Conversation) -> None:
    """A request that is signed with a key that is not registered."""
    at.authorize("jar", request=_request_object(at, at.keys.foreign))


def request_signed_too_long_ago(at: Conversation) -> None:
    """A signed request that has expired."""
    at.authorize("jar", request=_request_object(at, at.keys.client, exp=int(time.time()) - 600))


def parameter_twice(at: Conversation) -> None:
    """The scope stands in the address twice.

    The library adds it to a URL in which it stands already.
    """
    url = f"{at.url(Purpose.AUTHORIZATION)}?response_type=code&client_id=public&scope=openid&scope=openid%20email&redirect_uri={CALLBACK}"
    at.get(Purpose.AUTHORIZATION, url, Accept="text/html")


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
        Purpose.PUSHED_AUTHORIZATION, _pushed(client_id="basic"), basic=("basic", "the-secret-of-last-year-0123456789")
    )


def pushed_request_uri(at: Conversation) -> None:
    """A pushed request that names a pushed request."""
    at.post(
        Purpose.PUSHED_AUTHORIZATION, _pushed(request_uri="urn:ietf:params:oauth:request_uri:Yk8J2sVn0uN9tqQ4xkQyB")
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


def _request_object(at: Conversation, key: Es256Key, **claims: int) -> str:
    whole = {"iss": "jar", "aud": at.server.issuer, "exp": int(time.time()) + 60, **_pushed(client_id="jar"), **claims}
    return signed(key, whole)
