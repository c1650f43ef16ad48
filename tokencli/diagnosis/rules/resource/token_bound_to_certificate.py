"""The access token is bound to another certificate than the one that was shown with it.

Means:
    A token that was issued over mutual TLS can be bound to the certificate of that connection: its `cnf` holds the thumbprint.
    Who shows another certificate, a renewed one, or none, is refused, however good the token is otherwise. A proxy that ends TLS
    before the API shows a certificate of its own.

Seen by:
    A 401 about a token with `x5t#S256` in its `cnf`. Of a token that cannot be read, a certificate that was shown, or a server that
    says that it binds tokens.

Do:
    Show the certificate that the token was issued with, or get a new token with the one at hand. Compare with
    `tokencli make thumbprint CERTIFICATE`.

See:
    RFC 8705 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.resource_seen import command
from tokencli.diagnosis.wording import because, request_name
from tokencli.jose.peek import NotAJwt, peek

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tokencli.diagnosis.evidence import Evidence

_UNAUTHORIZED = 401
_OF_THE_TOKEN = frozenset({"", "invalid_token"})
_BINDS = "tls_client_certificate_bound_access_tokens"  # RFC 8705 section 3.3


def look(evidence: Evidence) -> Iterator[Finding]:
    """A 401 about a token that may be bound."""
    if not evidence.at_resource or evidence.status != _UNAUTHORIZED or evidence.error not in _OF_THE_TOKEN:
        return
    claims, shown = _claims(evidence), evidence.setting("cert")
    bound = _thumbprint(claims)
    confidence = _confidence(evidence, readable=claims is not None, bound=bound)
    if confidence is None:
        return
    yield Finding(
        name="token-bound-to-certificate",
        confidence=confidence,
        what=_what(bound=bool(bound), shown=shown is not None),
        # RFC 8705 section 3: if they do not match, the resource access attempt MUST be rejected with 401 and invalid_token.
        why=because("RFC 8705 section 3 has a resource compare the certificate with the token", evidence),
        help=f"show the certificate that the token was issued with, or get a new token: {command(evidence, 'call', '--force …')}",
        where=(
            *((Pointer(request_name(evidence), "access token: cnf x5t#S256", bound),) if bound else ()),
            Pointer("settings", "cert", f"{shown.value} ({shown.origin})" if shown else "missing"),
        ),
        see=("RFC 8705 section 3", "tokencli explain token-bound-to-certificate"),
    )


def _confidence(evidence: Evidence, *, readable: bool, bound: str) -> Confidence | None:
    """How sure it is; None when nothing speaks of a binding."""
    shown = evidence.setting("cert") is not None
    if readable:
        # What a capture does not show may have been there all the same.
        sure = Confidence.CERTAIN if evidence.settings and not shown else Confidence.LIKELY
        return sure if bound else None
    if shown:
        return Confidence.LIKELY
    return Confidence.POSSIBLE if evidence.metadata.get(_BINDS) is True else None


def _claims(evidence: Evidence) -> Mapping[str, Any] | None:
    header = evidence.request.header("authorization") if evidence.request else None
    try:
        return peek((header or "").partition(" ")[2]).claims
    except NotAJwt:
        return None


def _thumbprint(claims: Mapping[str, Any] | None) -> str:
    """What the token is bound to; empty when to no certificate, or when it cannot be read."""
    confirmation = (claims or {}).get("cnf")
    return str(confirmation.get("x5t#S256", "")) if isinstance(confirmation, dict) else ""


def _what(*, bound: bool, shown: bool) -> str:
    is_bound = (
        "the access token is bound to a certificate" if bound else "the access token may be bound to a certificate"
    )
    return f"{is_bound}, and {'it may be another than the one that was shown' if shown else 'none was shown'}"
