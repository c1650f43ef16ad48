"""The token endpoint (RFC 6749 section 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.sandbox.grants import grant_types
from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from flask import Response

    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
    from tokencli.sandbox.oauth_request import SandboxRequest


def answer_token(server: SandboxAuthorizationServer, request: SandboxRequest) -> Response:
    """Answers a token request.

    Args:
        server: The server.
        request: The request.

    Returns:
        Tokens, or an error response.

    Raises:
        Refusal: The grant type is missing or not known.
    """
    # RFC 6749 section 5.2: "invalid_request" when the request is missing a required parameter.
    grant_type = request.form.get("grant_type")
    if grant_type is None:
        raise Refusal("invalid_request", "grant_type is missing")
    if grant_type not in grant_types():
        raise Refusal("unsupported_grant_type", f"grant_type={grant_type} is not known here")
    response: Response = server.create_token_response(request)
    return response
