"""The UserInfo endpoint (OIDC Core 1.0 section 5.3), which takes bearer tokens (RFC 6750)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify

from tokencli.sandbox.refusal import REALM

if TYPE_CHECKING:
    from flask import Request

    from tokencli.sandbox.accounts import SandboxUser
    from tokencli.sandbox.state import SandboxState


def _refuse(state: SandboxState, status: int, error: str, reason: str) -> Response:
    state.refused(f"{error}: {reason}")
    # RFC 6750 section 3: the resource server MUST include the HTTP "WWW-Authenticate" response header field.
    challenge = f'Bearer realm="{REALM}", error="{error}", error_description="{reason}"'
    return Response(status=status, headers={"WWW-Authenticate": challenge, "Cache-Control": "no-store"})


def _claims(user: SandboxUser, scopes: list[str]) -> dict[str, object]:
    # OIDC Core 1.0 section 5.3.2: the sub Claim MUST always be returned. Section 5.4: the scopes ask for the others.
    claims: dict[str, object] = {"sub": user.username}
    if "profile" in scopes:
        claims |= {"name": user.name, "preferred_username": user.username}
    if "email" in scopes:
        claims |= {"email": user.email, "email_verified": True}
    return claims


def answer_userinfo(state: SandboxState, request: Request) -> Response:
    """Answers a UserInfo request.

    Args:
        state: The sandbox.
        request: The request as Flask has it.

    Returns:
        The user's claims as JSON, or a refusal with a challenge.
    """
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        state.refused("no error code: the UserInfo request has no bearer token")
        # RFC 6750 section 3.1: if the request lacks any authentication information, the resource server SHOULD NOT
        # include an error code or other error information.
        headers = {"WWW-Authenticate": f'Bearer realm="{REALM}"', "Cache-Control": "no-store"}
        return Response(status=401, headers=headers)
    # Looked up in the sandbox's own records, and so taken whatever its audience is.
    token = state.records.tokens.get(value.strip())
    if token is None or token.kind != "access_token" or not token.active(state.clock()):
        return _refuse(state, 401, "invalid_token", "the access token is unknown, expired or revoked")
    user = state.users.get(token.authorization.username or "")
    # OIDC Core 1.0 section 5.3: the token was obtained through OpenID Connect Authentication, that is with scope openid.
    if user is None or "openid" not in token.scope.split():
        return _refuse(state, 403, "insufficient_scope", "the access token has not the scope openid of a user")
    response = jsonify(_claims(user, token.scope.split()))
    response.headers["Cache-Control"] = "no-store"
    return response
