"""Codes that are refused at the token endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.interop.visitor import CALLBACK, VERIFIER
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation

SECRET_AT_HASTY = "the-secret-of-the-hasty-client-confidential-0123456789"


def redirect_uri_with_a_slash(at: Conversation) -> None:
    """The redirect URI of the token request has a slash more."""
    at.redeem(at.code("public"), "public", redirect_uri=f"{CALLBACK}/")


def redirect_uri_missing(at: Conversation) -> None:
    """The redirect URI is missing in the token request."""
    at.redeem(at.code("public"), "public", redirect_uri="")


def verifier_lost(at: Conversation) -> None:
    """The verifier was lost between the two requests."""
    at.redeem(at.code("public"), "public", code_verifier="")


def verifier_of_another_sign_in(at: Conversation) -> None:
    """The verifier is that of another sign-in."""
    at.redeem(at.code("public"), "public", code_verifier="the-code-verifier-of-the-other-tab-0123456789-0123")


def verifier_too_short(at: Conversation) -> None:
    """The verifier has fewer than 43 characters."""
    at.redeem(at.code("public"), "public", code_verifier="too-short")


def verifier_without_challenge(at: Conversation) -> None:
    """The authorization request had no challenge, the token request has a verifier."""
    at.redeem(at.code("confidential", code_challenge="", code_challenge_method=""), "confidential")


def code_replayed(at: Conversation) -> None:
    """A code is sent twice."""
    code = at.code("public")
    at.redeem(code, "public")
    at.redeem(code, "public")


def code_of_another_client(at: Conversation) -> None:
    """A code is redeemed by another client."""
    at.redeem(at.code("public"), "confidential")


def code_cut_off(at: Conversation) -> None:
    """A code lost its last characters."""
    at.redeem(at.code("public")[:-4], "public")


def code_unknown(at: Conversation) -> None:
    """What is redeemed is no code, and nothing else was seen of the sign-in."""
    at.redeem("Rk3yQn0JpX5w", "public")


def code_missing(at: Conversation) -> None:
    """There is no code in the request."""
    at.redeem("", "public")


def code_in_json(at: Conversation) -> None:
    """The form is sent as JSON."""
    at.post(
        Purpose.TOKEN,
        body='{"grant_type": "authorization_code", "code": "Rk3yQn0JpX5w", "client_id": "public"}',
        Content_Type="application/json",
    )


def standard_flow_switched_off(at: Conversation) -> None:
    """A code for a client whose standard flow is switched off."""
    at.redeem(at.code("public", keep=False), "nothing-allowed")


def code_of_another_realm(at: Conversation) -> None:
    """A code is redeemed at another realm.

    One setting was changed, the other was not.
    """
    code = at.code("confidential")
    members = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    url = at.url(Purpose.TOKEN).replace("/tokencli/", "/hasty/")
    at.post(Purpose.TOKEN, members, basic=("confidential", SECRET_AT_HASTY), url=url)
