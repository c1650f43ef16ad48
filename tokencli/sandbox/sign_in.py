"""Users signing in at the sandbox's pages, and the browsers that stay signed in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from tokencli.sandbox.records import Session

if TYPE_CHECKING:
    from flask import Request, Response

    from tokencli.sandbox.state import SandboxState

COOKIE = "sandbox_session"


class SignedIn(NamedTuple):
    """A browser whose user is known."""

    identifier: str
    session: Session


def current(state: SandboxState, request: Request) -> SignedIn | None:
    """Who is signed in already.

    Args:
        state: The sandbox.
        request: The request as Flask has it.

    Returns:
        The browser's session, or None.
    """
    identifier = request.cookies.get(COOKIE, "")
    session = state.records.sessions.get(identifier)
    return None if session is None else SignedIn(identifier, session)


def sign_in(state: SandboxState, username: str, password: str) -> SignedIn | None:
    """Signs a user in.

    Args:
        state: The sandbox.
        username: As typed.
        password: As typed.

    Returns:
        A new session, or None where name and password do not belong together.
    """
    user = state.users.get(username)
    if user is None or user.password != password:
        state.refused(f"sign-in: wrong password, or no such user: {username}")
        return None
    signed_in = SignedIn(secrets.token_urlsafe(32), Session(username, state.now()))
    state.records.sessions[signed_in.identifier] = signed_in.session
    return signed_in


def remember(response: Response, signed_in: SignedIn) -> None:
    """Makes the browser stay signed in.

    Args:
        response: The response that carries the cookie.
        signed_in: The session.
    """
    # Lax keeps other sites from posting decisions in the user's name.
    response.set_cookie(COOKIE, signed_in.identifier, httponly=True, samesite="Lax")
