"""Making tokens: access tokens as JWTs (RFC 9068), ID tokens (OIDC Core 1.0 section 2), opaque refresh tokens."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from tokencli.sandbox.records import Authorization, AuthorizationCode, IssuedToken

if TYPE_CHECKING:
    from tokencli.sandbox.state import SandboxState

OPAQUE_BYTES = 32


def make_code(
    state: SandboxState,
    authorization: Authorization,
    redirect_uri: str,
    *,
    code_challenge: str | None,
    code_challenge_method: str | None,
    nonce: str | None,
) -> AuthorizationCode:
    """Makes an authorization code and remembers it.

    Args:
        state: The sandbox.
        authorization: What the user allowed.
        redirect_uri: Where the code is sent.
        code_challenge: As in the authorization request (RFC 7636 section 4.3).
        code_challenge_method: As above.
        nonce: For the ID token.

    Returns:
        The code.
    """
    code = AuthorizationCode(
        code=secrets.token_urlsafe(OPAQUE_BYTES),
        authorization=authorization,
        redirect_uri=redirect_uri,
        code_challenge=code_challenge,
        code_challenge_method=code_challenge_method,
        nonce=nonce,
        # RFC 6749 section 4.1.2: the authorization code MUST expire shortly after it is issued.
        expires_at=state.clock() + state.policy.code_lifetime,
    )
    state.records.codes[code.code] = code
    return code


def _access_token(
    state: SandboxState, authorization: Authorization, scope: str, audience: tuple[str, ...]
) -> IssuedToken:
    now = state.now()
    expires_at = now + state.policy.access_token_lifetime
    jti = secrets.token_urlsafe(16)
    claims: dict[str, Any] = {
        "iss": state.issuer,
        "exp": expires_at,
        # RFC 9068 section 3: if the request has no resource, the server MUST use a default resource indicator in aud.
        "aud": state.issuer if not audience else audience[0] if len(audience) == 1 else list(audience),
        # RFC 9068 section 2.2: where no resource owner is involved, sub SHOULD be an identifier of the client.
        "sub": authorization.username or authorization.client_id,
        "client_id": authorization.client_id,
        "iat": now,
        "jti": jti,
        "scope": scope,
    }
    if authorization.username is not None:
        claims["auth_time"] = authorization.auth_time
    if authorization.acr_values:
        claims["acr_values"] = authorization.acr_values
    # RFC 9068 section 2.1: JWT access tokens MUST include this media type in the "typ" header parameter.
    value = state.keys.sign_token(claims, "at+jwt")
    return IssuedToken(value, "access_token", authorization, scope, audience, now, expires_at, jti)


def _half_hash(value: str) -> str:
    # OIDC Core 1.0 section 3.1.3.6: the left-most half of the hash of the octets, with the hash of the signature's alg.
    digest = hashlib.sha256(value.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode("ascii")


def _id_token(state: SandboxState, authorization: Authorization, access_token: str, nonce: str | None) -> str:
    now = state.now()
    claims: dict[str, Any] = {
        "iss": state.issuer,
        "sub": authorization.username,
        "aud": authorization.client_id,
        "exp": now + state.policy.access_token_lifetime,
        "iat": now,
        # OIDC Core 1.0 section 12.2: on a refresh, auth_time MUST be the time of the original authentication.
        "auth_time": authorization.auth_time,
        "at_hash": _half_hash(access_token),
    }
    if nonce is not None:
        claims["nonce"] = nonce
    return state.keys.sign_token(claims, "JWT")


def issue_tokens(
    state: SandboxState,
    authorization: Authorization,
    *,
    scope: str,
    audience: tuple[str, ...],
    refreshable: bool,
    nonce: str | None = None,
) -> dict[str, Any]:
    """Makes the members of a token response and remembers the tokens.

    Args:
        state: The sandbox.
        authorization: What the tokens descend from.
        scope: The scope of the access token, which may be narrower than the authorization's.
        audience: What the access token is for; empty means the issuer itself.
        refreshable: Whether there is a refresh token among them.
        nonce: For the ID token; only with an authorization code.

    Returns:
        The members of the response (RFC 6749 section 5.1).
    """
    access = _access_token(state, authorization, scope, audience)
    issued = [access]
    response: dict[str, Any] = {
        "access_token": access.value,
        "token_type": "Bearer",
        "expires_in": state.policy.access_token_lifetime,
        "scope": scope,
    }
    if refreshable:
        # RFC 6749 section 6: if a new refresh token is issued, its scope MUST be identical to that of the one presented.
        refresh = IssuedToken(
            value=secrets.token_urlsafe(OPAQUE_BYTES),
            kind="refresh_token",
            authorization=authorization,
            scope=authorization.scope,
            audience=authorization.audience,
            issued_at=state.now(),
            expires_at=None,
        )
        issued.append(refresh)
        response["refresh_token"] = refresh.value
    if authorization.username is not None and "openid" in scope.split():
        response["id_token"] = _id_token(state, authorization, access.value, nonce)
    state.records.tokens.update({one.value: one for one in issued})
    return response
