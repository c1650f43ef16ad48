"""When the user must be asked, and when not: `prompt` and `max_age` (OIDC Core 1.0 section 3.1.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.sandbox.refusal import Refusal
from tokencli.sandbox.scope import or_default

if TYPE_CHECKING:
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.records import Session


def _prompts(request: SandboxRequest) -> list[str]:
    return request.form.get("prompt", "").split()


def _too_old(request: SandboxRequest, session: Session, now: int) -> bool:
    # OIDC Core 1.0 section 3.1.2.1: if the elapsed time is greater than max_age, the OP MUST attempt to actively
    # re-authenticate the End-User.
    max_age = request.form.get("max_age")
    return max_age is not None and now - session.auth_time > int(max_age)


def usable_session(request: SandboxRequest, session: Session | None, now: int) -> Session | None:
    """The session, if the request is content with it.

    Args:
        request: The request.
        session: The browser's session, if any.
        now: Seconds since 1970.

    Returns:
        The session, or None where the user must sign in (again).
    """
    # OIDC Core 1.0 section 3.1.2.1: login: the authorization server SHOULD prompt the End-User for reauthentication.
    again = "login" in _prompts(request)
    return None if session is None or again or _too_old(request, session, now) else session


def allowed_before(request: SandboxRequest, session: Session) -> bool:
    """Whether the user has allowed just this before, and need not be asked again.

    Args:
        request: The request.
        session: The user's session.

    Returns:
        True when no page is needed.
    """
    asks_consent = "consent" in _prompts(request)
    return not asks_consent and (request.form["client_id"], or_default(request.form.get("scope"))) in session.allowed


def require_prompt_met(request: SandboxRequest, session: Session | None) -> None:
    """Holds the server to `prompt=none`: no page.

    Args:
        request: The request.
        session: The usable session, if any.

    Raises:
        Refusal: `login_required`, `consent_required`, or `invalid_request` where `none` is not alone.
    """
    prompts, redirect_uri = _prompts(request), request.form["redirect_uri"]
    if "none" not in prompts:
        return
    # OIDC Core 1.0 section 3.1.2.1: if this parameter contains none with any other value, an error is returned.
    if prompts != ["none"]:
        raise Refusal("invalid_request", "prompt=none stands beside another value", redirect_uri=redirect_uri)
    # OIDC Core 1.0 section 3.1.2.6: login_required, consent_required.
    if session is None:
        raise Refusal("login_required", "nobody is signed in in this browser", redirect_uri=redirect_uri)
    if not allowed_before(request, session):
        reason = f"{session.username} has not allowed this client this scope before"
        raise Refusal("consent_required", reason, redirect_uri=redirect_uri)
