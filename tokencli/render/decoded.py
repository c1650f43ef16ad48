"""A decoded token: as JSON, and for people without rich, since `decode` must start fast."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.times import moment
from tokencli.jose.peek import TokenKind
from tokencli.wire.printable import printable, printable_line

if TYPE_CHECKING:
    from tokencli.jose.peek import PeekedToken

TIMES = {"exp": "expires", "iat": "issued", "nbf": "valid from", "auth_time": "signed in", "updated_at": "updated"}


def decoded_document(token: PeekedToken, encryption: dict[str, Any] | None = None) -> dict[str, Any]:
    """The token as `decode -o json` prints it; one that was opened with the header of its encryption."""
    return {
        **({} if encryption is None else {"encryption": encryption}),
        "kind": token.kind.value,
        "header": token.header,
        "claims": token.claims,
        "signature_octets": token.signature_length,
        "verified": False,
        "remarks": list(token.remarks),
    }


def decoded_text(
    token: PeekedToken, now: float, encryption: dict[str, Any] | None = None, *, color: bool, verified: bool = False
) -> str:
    """The token for people: header, claims, then the times in words; one that was opened with how it was encrypted.

    Args:
        token: The token.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        encryption: The header of the encryption; None when it was not encrypted.
        color: Whether there may be colours.
        verified: Whether what was checked of it follows; else the text says that nothing was.
    """
    bold, plain = ("\x1b[1m", "\x1b[0m") if color else ("", "")
    opened = [f"{bold}opened{plain}", _json(encryption), ""] if encryption is not None else []
    parts = [
        *opened,
        f"{bold}{_title(token, bare=encryption is not None)}{plain}",
        "",
        f"{bold}header{plain}",
        _json(token.header),
    ]
    if token.claims is None:
        parts += ["", "The claims are encrypted; only who holds the key can read them (RFC 7516)."]
    else:
        parts += ["", f"{bold}claims{plain}", _json(token.claims), *_times(token.claims, now)]
    notes = [f"note: {printable_line(remark)}" for remark in token.remarks]
    said = notes if verified else [*notes, "The signature was not checked."]
    parts += ["", *said] if said else []
    return "\n".join(parts) + "\n"


def heading(name: str, *, color: bool) -> str:
    """What stands above one of several tokens."""
    return f"\x1b[1;4m{printable_line(name)}\x1b[0m\n" if color else f"--- {printable_line(name)} ---\n"


def _title(token: PeekedToken, *, bare: bool) -> str:
    if bare and not token.header:  # what was opened holds no token, but claims as they are
        return "claims, not signed"
    what = "encrypted JWT (JWE)" if token.kind is TokenKind.JWE else "signed JWT (JWS)"
    if token.algorithm.lower() == "none":
        what = "unsigned JWT"
    return f"{what} · {printable_line(token.algorithm) or 'no alg'}"


def _json(value: dict[str, Any]) -> str:
    return printable(json.dumps(value, indent=2, ensure_ascii=False))


def _times(claims: dict[str, Any], now: float) -> list[str]:
    lines = []
    for name, word in TIMES.items():
        value = claims.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            past = "expired" if name == "exp" and value <= now else word
            lines.append(f"  {name:<10} {past} {moment(value, now)}")
    return ["", *lines] if lines else []
