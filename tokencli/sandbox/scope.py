"""The scopes of the sandbox (RFC 6749 section 3.3)."""

from __future__ import annotations

from tokencli.sandbox.refusal import Refusal

SCOPES = ("openid", "profile", "email", "offline_access", "read", "write")

# RFC 6749 section 3.3: if the client omits the scope, the server MUST process the request using a pre-defined default
# value or fail.
DEFAULT_SCOPE = "read"


def or_default(scope: str | None) -> str:
    """The scope granted for what was asked.

    Args:
        scope: Names separated by spaces, or None.

    Returns:
        The same names, each once, or the default.
    """
    return " ".join(dict.fromkeys((scope or DEFAULT_SCOPE).split()))


def require_known(scope: str | None) -> None:
    """Lets pass what the sandbox can grant.

    Args:
        scope: Names separated by spaces, or None.

    Raises:
        Refusal: `invalid_scope`, for a name that is not known.
    """
    unknown = [name for name in (scope or "").split() if name not in SCOPES]
    if unknown:
        raise Refusal("invalid_scope", f"unknown scope {' '.join(unknown)}; known are {' '.join(SCOPES)}")
