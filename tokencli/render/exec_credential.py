"""`--output exec-credential`: what kubectl wants of a credential plug-in (client.authentication.k8s.io)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.render.member import member

if TYPE_CHECKING:
    from tokencli.render import Issued, IssuedTokens, Look
    from tokencli.wire.redaction import Redactor

_GROUP = "client.authentication.k8s.io/"
_VERSIONS = frozenset({_GROUP + "v1", _GROUP + "v1beta1"})


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - a credential looks the same everywhere
    """The credential as one JSON document.

    The token is the ID token where the server issued one, since that is what a cluster with OpenID Connect checks, else the
    access token; `--output-member token=NAME` names another.

    Raises:
        UsageProblem: kubectl asks for a version that is not known.
    """
    if run.tokens is None:
        return ""
    name = dict(look.members).get("token") or ("id_token" if run.tokens.id_token else "access_token")
    status = {"token": member(run.tokens, name)}
    expires_at = _expiry(run.tokens, name)
    if expires_at is not None:
        status["expirationTimestamp"] = datetime.fromtimestamp(expires_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = {"apiVersion": _version(look.exec_info), "kind": "ExecCredential", "status": status}
    return json.dumps(document) + "\n"


def _expiry(tokens: IssuedTokens, name: str) -> float | None:
    if name != "id_token":
        return tokens.expires_at
    from tokencli.jose.peek import NotAJwt, peek

    try:
        expires = (peek(tokens.id_token).claims or {}).get("exp")
    except NotAJwt:
        return None
    return float(expires) if isinstance(expires, int | float) else None


def _version(exec_info: str) -> str:
    """The version kubectl speaks: what it says in KUBERNETES_EXEC_INFO, else v1."""
    if not exec_info:
        return _GROUP + "v1"
    try:
        version = json.loads(exec_info).get("apiVersion", "")
    except (ValueError, AttributeError):
        raise UsageProblem(
            "KUBERNETES_EXEC_INFO holds no JSON object", "it is set by kubectl; unset it otherwise"
        ) from None
    if version not in _VERSIONS:
        raise UsageProblem(f"kubectl asks for {version!r}", f"known are {', '.join(sorted(_VERSIONS))}")
    return str(version)
