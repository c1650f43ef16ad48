"""Codes that are refused at the token endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.interop.lifetimes import let_expire
from tests.interop.visitor import CALLBACK
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation


def redirect_uri_with_a_slash(at: Conversation) -> None:
    """The redirect URI of the token request has a slash more.

    Two settings of one application, written by two people.
    """
    at.redeem(at.code("public"), "public", redirect_uri=f"{CALLBACK}/")


def redirect_uri_missing(at: Conversation) -> None:
    """The redirect URI is missing in the token request.

    It was sent with the authorization request, so it must be sent again.
    """
    at.redeem(at.code("public"), "public", redirect_uri="")


def verifier_lost(at: Conversation) -> None:
    """The verifier was lost between the two requests.

    It was kept in a session, and the browser came back without the session's cookie.
    """
    at.redeem(at.code("public"), "public", code_verifier="")


def verifier_of_another_sign_in(at: Conversation) -> None:
    """The verifier is that of another sign-in.

    Two tabs were open, and the session kept one verifier.
    """
    at.redeem(at.code("public"), "public", code_verifier="the-code-verifier-of-the-other-tab-0123456789-0123")


def verifier_too_short(at: Conversation) -> None:
    """The verifier has fewer than 43 characters."""
    at.redeem(at.code("public"), "public", code_verifier="too-short")


def verifier_without_challenge(at: Conversation) -> None:
    """The authorization request had no challenge, the token request has a verifier.

    PKCE was switched on in one of two places.
    """
    code = at.code("basic", code_challenge="", code_challenge_method="")
    at.redeem(code, "basic")


def code_replayed(at: Conversation) -> None:
    """A code is sent twice.

    The page of the callback was reloaded.
    """
    code = at.code("public")
    at.redeem(code, "public")
    at.redeem(code, "public")


def code_expired(at: Conversation) -> None:
    """A code is redeemed after it has expired.

    The codes of this client live for one second, and a debugger stood at a breakpoint.
    """
    code = at.code("short")
    let_expire()
    at.redeem(code, "short")


def code_of_another_client(at: Conversation) -> None:
    """A code is redeemed by another client.

    The front end uses one registration, the back end another.
    """
    at.redeem(at.code("public"), "basic")


def code_cut_off(at: Conversation) -> None:
    """A code lost its last characters.

    It was copied by hand.
    """
    at.redeem(at.code("public")[:-4], "public")


def code_missing(at: Conversation) -> None:
    """There is no code in the request."""
    at.redeem("", "public")


def code_without_client(at: Conversation) -> None:
    """Nobody says which client it is.

    The library sends `client_id` only where there is a secret.
    """
    code = at.code("public", keep=False)
    at.token("authorization_code", {"code": code, "redirect_uri": CALLBACK})


def code_in_json(at: Conversation) -> None:
    """The form is sent as JSON.

    The HTTP library of the front end does so by itself.
    """
    at.post(
        Purpose.TOKEN,
        body='{"grant_type": "authorization_code", "code": "Rk3yQn0JpX5w", "client_id": "public"}',
        Content_Type="application/json",
    )
