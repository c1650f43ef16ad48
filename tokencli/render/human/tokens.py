"""Tokens with their facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.times import clock, duration
from tokencli.jose.peek import NotAJwt, TokenKind, peek
from tokencli.oauth.identifiers import NOT_APPLICABLE
from tokencli.render.human.console import facts, stack
from tokencli.render.human.exchange import exchange_head
from tokencli.render.human.finding import findings_view

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from tokencli.app.results import Run
    from tokencli.oauth.tokens.token_set import TokenSet
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def tokens_view(run: Run, look: Look, redactor: Redactor) -> RenderableType:
    """What was issued, what it is good for, and where the answer strays; the token itself stands elsewhere."""
    tokens = run.tokens
    if tokens is None:
        raise TypeError("a view of tokens needs tokens")
    rows: list[tuple[str, str | Text]] = [
        (_name(tokens), " · ".join((*_kind(tokens.access_token), *_type(tokens), _lifetime(tokens, look)))),
        ("scope", _scope(tokens, run.evidence.member("scope"))),
        ("refresh token", _refresh_token(tokens, run.evidence.member("scope"), run.evidence.grant_type)),
    ]
    if tokens.id_token:
        rows.append(("ID token", " · ".join((*_kind(tokens.id_token), _validity(tokens)))))
    rows += [("note", f"{one.what} ({one.spec})") for one in run.deviations]
    head = exchange_head(run.evidence.last, look, redactor) if run.evidence.last else None
    return stack(head, facts(rows, redactor), findings_view(run.findings, redactor) if run.findings else None)


def _name(tokens: TokenSet) -> str:
    # RFC 8693 section 2.2.1: the member is called access_token for historical reasons; the issued token need not be one.
    return "access token" if tokens.token_type.upper() != NOT_APPLICABLE else "issued token"


def _kind(token: str) -> tuple[str, ...]:
    """What can be seen of a token without keys. Only for people: to a client it is opaque (RFC 9068 section 6)."""
    try:
        seen = peek(token)
    except NotAJwt:
        return (f"opaque, {len(token)} characters",)
    if seen.kind is TokenKind.JWE or seen.claims is None:
        return (f"encrypted JWT · {seen.algorithm}",)
    return ("JWT", seen.algorithm, *_claims(seen.claims))


def _claims(claims: dict[str, Any]) -> tuple[str, ...]:
    audience = claims.get("aud")
    names = audience if isinstance(audience, list) else [audience] if audience is not None else []
    subject = claims.get("sub")
    return (
        *((f"aud {', '.join(map(str, names))}",) if names else ()),
        *((f"sub {subject}",) if subject is not None else ()),
    )


def _type(tokens: TokenSet) -> tuple[str, ...]:
    issued = tokens.issued_token_type.rpartition(":")[2]
    kind = () if issued in {"", "access_token"} else (issued,)
    if tokens.token_type.upper() == NOT_APPLICABLE:
        return (*kind, "no access token: to be handed on, not to be used")
    return kind if tokens.token_type.lower() in {"bearer", ""} else (*kind, tokens.token_type)


def _lifetime(tokens: TokenSet, look: Look) -> str:
    if tokens.expires_in is None or tokens.expires_at is None:
        return "the server does not say when it expires"
    return f"expires in {duration(tokens.expires_in)} ({clock(tokens.expires_at, look.now)})"


def _validity(tokens: TokenSet) -> str:
    return (
        f"valid: {len(tokens.checks)} checks passed"
        if tokens.checks
        else "not validated, as the issuer's metadata is not known"
    )


def _scope(tokens: TokenSet, asked: str | None) -> str:
    wanted = (asked or "").split()
    if tokens.scope is None:
        # RFC 6749 section 5.1: OPTIONAL, if identical to the scope requested by the client.
        return f"as asked for: {' '.join(wanted)}" if wanted else "the server does not say, and none was asked for"
    granted = " ".join(tokens.scope) or "none"
    refused = [word for word in wanted if word not in tokens.scope]
    if refused:
        return f"{granted}   asked for {' '.join(wanted)}: {' '.join(refused)} {'was' if len(refused) == 1 else 'were'} not granted"
    return granted


def _refresh_token(tokens: TokenSet, asked: str | None, grant_type: str) -> str:
    if tokens.refresh_token:
        return " · ".join(("issued", *_kind(tokens.refresh_token)[:2]))
    if grant_type == "client_credentials":
        return "none, as this grant has none (RFC 6749 section 4.4.3)"
    if grant_type == "refresh_token":
        return "no new one: the one that was sent stays good (RFC 6749 section 6)"
    return "none" if "offline_access" in (asked or "").split() else "none; the scope asked for has no offline_access"
