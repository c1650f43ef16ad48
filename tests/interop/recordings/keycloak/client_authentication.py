"""Clients that the server does not take for who they say they are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tokencli.wire.credentials import write_basic
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation

CC = "client_credentials"


def secret_of_last_year(at: Conversation) -> None:
    """A secret that was replaced."""
    at.token(CC, basic=("confidential", "the-secret-of-last-year-0123456789"))


def secret_with_line_end(at: Conversation) -> None:
    """A secret that was read from a file with the end of its line."""
    secret = at.server.secret_of("confidential")
    at.token(CC, {"client_id": "confidential", "client_secret": f"{secret}\n"})


def secret_id_for_secret(at: Conversation) -> None:
    """The id of the client, as the console numbers it, in place of the secret."""
    at.token(CC, basic=("confidential", "1c3c5b5e-6f3f-4ad1-9b0c-7d3a2f4c9e11"))


def secret_empty(at: Conversation) -> None:
    """A secret from a variable that is empty."""
    at.token(CC, {"client_id": "confidential", "client_secret": ""})


def client_unknown(at: Conversation) -> None:
    """A client that the realm does not know."""
    at.token(CC, basic=("orders-job", "the-secret-of-the-orders-job-0123456789"))


def client_disabled(at: Conversation) -> None:
    """A client that was switched off."""
    at.token(CC, basic="switched-off")


def no_authentication(at: Conversation) -> None:
    """The client says who it is and does not prove it."""
    at.token(CC, {"client_id": "confidential"})


def nobody_at_all(at: Conversation) -> None:
    """The request does not say which client it is."""
    at.token(CC)


def secret_for_assertion(at: Conversation) -> None:
    """A secret of a client that is set to sign assertions."""
    at.token(CC, {"client_id": "signer", "client_secret": "a-secret-that-nobody-registered-0123456789"})


def percent_signs_raw(at: Conversation) -> None:
    """An id and a secret with odd characters, put into the header as they are."""
    at.post(
        Purpose.TOKEN, {"grant_type": CC}, Authorization=write_basic("weird id:1", at.server.secret_of("weird id:1"))
    )


def basic_not_encoded(at: Conversation) -> None:
    """A Basic header without base64."""
    at.post(
        Purpose.TOKEN, {"grant_type": CC}, Authorization=f"Basic confidential:{at.server.secret_of('confidential')}"
    )


def bearer_at_the_token_endpoint(at: Conversation) -> None:
    """An API key as a bearer token, where a client is to authenticate."""
    at.post(Purpose.TOKEN, {"grant_type": CC}, Authorization="Bearer sk-0123456789abcdef0123456789abcdef")


def assertion_for_the_wrong_audience(at: Conversation) -> None:
    """An assertion whose audience is the test server."""
    at.token(CC, at.assertion(at.keys.client, "signer", aud="https://test.login.example"))


def assertion_expired(at: Conversation) -> None:
    """An assertion that was made an hour ago."""
    now = int(time.time())
    at.token(CC, at.assertion(at.keys.client, "signer", iat=now - 3600, exp=now - 3300))


def assertion_from_a_clock_that_is_ahead(at: Conversation) -> None:
    """An assertion made by a machine whose clock is 6 minutes ahead."""
    now = int(time.time()) + 360
    at.token(CC, at.assertion(at.keys.client, "signer", iat=now, nbf=now, exp=now + 60))


def assertion_signed_with_another_key(at: Conversation) -> None:
    """An assertion signed with a key that is not registered."""
    at.token(CC, at.assertion(at.keys.foreign, "signer"))


def assertion_sent_twice(at: Conversation) -> None:
    """An assertion that is used for two requests."""
    assertion = at.assertion(at.keys.client, "signer")
    at.token(CC, assertion)
    at.token(CC, assertion)


def assertion_without_exp(at: Conversation) -> None:
    """An assertion that does not say how long it is good for."""
    at.token(CC, at.assertion(at.keys.client, "signer", exp=None))


def assertion_without_jti(at: Conversation) -> None:
    """An assertion without an identifier of its own."""
    at.token(CC, at.assertion(at.keys.client, "signer", jti=None))


def assertion_of_another_issuer(at: Conversation) -> None:
    """An assertion whose iss is not the client."""
    at.token(CC, at.assertion(at.keys.client, "signer", iss="https://app.example"))


def assertion_without_type(at: Conversation) -> None:
    """An assertion without its type."""
    at.token(CC, {"client_assertion": at.assertion(at.keys.client, "signer")["client_assertion"]})


def secret_in_the_address(at: Conversation) -> None:
    """The whole form stands in the address."""
    secret = at.server.secret_of("confidential")
    query = urlencode({"grant_type": CC, "client_id": "confidential", "client_secret": secret})
    at.post(Purpose.TOKEN, {}, url=f"{at.url(Purpose.TOKEN)}?{query}")
