"""What a token is for: `resource` (RFC 8707) and the vendors' `audience`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from tokencli.sandbox.oauth_request import SandboxRequest


def _require_absolute(resource: str) -> None:
    # RFC 8707 section 2: its value MUST be an absolute URI, and MUST NOT include a fragment component.
    try:
        parts = urlsplit(resource)
    except ValueError:
        parts = None
    if parts is None or not parts.scheme or not (parts.netloc or parts.path):
        raise Refusal("invalid_target", f"resource {resource} is not an absolute URI")
    if "#" in resource:
        raise Refusal("invalid_target", f"resource {resource} has a fragment")


def asked_targets(request: SandboxRequest) -> tuple[str, ...]:
    """What a request wants its token for.

    Args:
        request: A request to the authorization, token or device authorization endpoint.

    Returns:
        The values of `resource`, then of `audience`, each once; empty where none was sent.

    Raises:
        Refusal: `invalid_target`, for a resource that is no absolute URI or has a fragment.
    """
    resources = request.payload.datalist["resource"]
    for resource in resources:
        _require_absolute(resource)
    return tuple(dict.fromkeys([*resources, *request.payload.datalist["audience"]]))


def narrowed(authorized: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    """The targets of one token out of those authorized.

    Args:
        authorized: What the authorization names; empty means anything.
        asked: What the token request names; empty means all that is authorized.

    Returns:
        The targets of the token.

    Raises:
        Refusal: `invalid_target`, for a target that was not authorized.
    """
    # RFC 8707 section 2.2: the resource can be used to request a token for a subset of the resources that the
    # authorization was for; a resource outside it is refused with "invalid_target".
    beyond = [target for target in asked if authorized and target not in authorized]
    if beyond:
        raise Refusal("invalid_target", f"{' '.join(beyond)} was not part of what was authorized")
    return asked or authorized
