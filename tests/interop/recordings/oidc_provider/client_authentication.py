"""Clients that the server does not take for who they say they are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tokencli.oauth.identifiers import CLIENT_ASSERTION_JWT
from tokencli.wire.credentials import write_basic
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation

CC = "client_credentials"


def secret_of_last_year(at: Conversation) -> None:
    """A secret that was replaced."""
    at.token(CC, basic=("basic", "the-secret-of-last-year-0123456789"))


def secret_with_line_end(at: Conversation) -> None:
    """A secret that was read from a file with the end of its line."""
    at.token(CC, basic=("basic", at.server.secret_of("basic") + "\n"))


def secret_id_for_secret(at: Conversation) -> None:
    """The id of the secret, copied from the column beside it."""
    at.token(CC, basic=("basic", "1c3c5b5e-6f3f-4ad1-9b0c-7d3a2f4c9e11"))


def client_of_another_server(at: Conversation) -> None:
    """A client that is registered at the test server only."""
    at.token(CC, basic=("orders-job", "the-secret-of-the-orders-job-0123456789"))


def secret_in_both_places(at: Conversation) -> None:
    """The secret in the header and in the body.

    The library sends it its way, and the settings add it once more.
    """
    at.token(CC, {"client_id": "basic", "client_secret": at.server.secret_of("basic")}, basic="basic")


def no_authentication(at: Conversation) -> None:
    """The client says who it is and does not prove it."""
    at.token(CC, {"client_id": "basic"})


def secret_for_assertion(at: Conversation) -> None:
    """A secret of a client that is registered for signed assertions."""
    at.token(CC, {"client_id": "key", "client_secret": "a-secret-that-nobody-registered-0123456789"})


def plus_signs_raw(at: Conversation) -> None:
    """A secret with plus signs, put into the header as it is.

    This server takes the header for form-encoded, as the specification has it, and reads spaces.
    """
    at.post(Purpose.TOKEN, {"grant_type": CC}, Authorization=write_basic("plus", at.server.secret_of("plus")))


def percent_signs_raw(at: Conversation) -> None:
    """A secret with a percent sign, put into the header as it is."""
    at.post(Purpose.TOKEN, {"grant_type": CC}, Authorization=write_basic("weird id", at.server.secret_of("weird id")))


def basic_without_colon(at: Conversation) -> None:
    """A Basic header that holds the secret alone."""
    secret = write_basic("", at.server.secret_of("basic")).partition(" ")[2]
    at.post(Purpose.TOKEN, {"grant_type": CC}, Authorization=f"Basic {secret.rstrip('=')}x")


def basic_not_encoded(at: Conversation) -> None:
    """A Basic header without base64."""
    at.post(Purpose.TOKEN, {"grant_type": CC}, Authorization=f"Basic basic:{at.server.secret_of('basic')}")


def bearer_at_the_token_endpoint(at: Conversation) -> None:
    """An API key as a bearer token, where a client is to authenticate."""
    at.post(Purpose.TOKEN, {"grant_type": CC}, Authorization="Bearer sk-0123456789abcdef0123456789abcdef")


def assertion_for_the_wrong_audience(at: Conversation) -> None:
    """An assertion whose audience is the test server."""
    at.token(CC, at.assertion(at.keys.client, "key", aud="https://test.login.example"))


def assertion_expired(at: Conversation) -> None:
    """An assertion that was made an hour ago.

    The job makes it at its start, and keeps it.
    """
    now = int(time.time())
    at.token(CC, at.assertion(at.keys.client, "key", iat=now - 3600, exp=now - 3300))


def assertion_from_a_clock_that_is_ahead(at: Conversation) -> None:
    """An assertion made by a machine whose clock is 6 minutes ahead."""
    now = int(time.time()) + 360
    at.token(CC, at.assertion(at.keys.client, "key", iat=now, nbf=now, exp=now + 60))


def assertion_from_a_clock_that_is_behind(at: Conversation) -> None:
    """An assertion made by a machine whose clock is 6 minutes behind."""
    now = int(time.time()) - 360
    at.token(CC, at.assertion(at.keys.client, "key", iat=now, exp=now + 60))


def assertion_signed_with_another_key(at: Conversation) -> None:
    """An assertion signed with a key that is not registered."""
    at.token(CC, at.assertion(at.keys.foreign, "key"))


def assertion_sent_twice(at: Conversation) -> None:
    """An assertion that is used for two requests."""
    assertion = at.assertion(at.keys.client, "key")
    at.token(CC, assertion)
    at.token(CC, assertion)


def assertion_without_exp(at: Conversation) -> None:
    """An assertion that does not say how long it is good for."""
    at.token(CC, at.assertion(at.keys.client, "key", exp=None))


def assertion_without_jti(at: Conversation) -> None:
    """An assertion without an identifier of its own."""
    at.token(CC, at.assertion(at.keys.client, "key", jti=None))


def assertion_of_another_issuer(at: Conversation) -> None:
    """An assertion whose iss is not the client."""
    at.token(CC, at.assertion(at.keys.client, "key", iss="https://app.example"))


def assertion_unsigned(at: Conversation) -> None:
    """An assertion with the algorithm none."""
    signed = at.assertion(at.keys.client, "key")["client_assertion"]
    unsigned = f"eyJhbGciOiJub25lIn0.{signed.split('.')[1]}."
    at.token(CC, {"client_assertion_type": CLIENT_ASSERTION_JWT, "client_assertion": unsigned})


def assertion_without_type(at: Conversation) -> None:
    """An assertion without its type."""
    at.token(CC, {"client_assertion": at.assertion(at.keys.client, "key")["client_assertion"]})


def secret_in_the_address(at: Conversation) -> None:
    """The whole form stands in the address."""
    query = urlencode({"grant_type": CC, "client_id": "post", "client_secret": at.server.secret_of("post")})
    at.post(Purpose.TOKEN, {}, url=f"{at.url(Purpose.TOKEN)}?{query}")
