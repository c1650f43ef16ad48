"""What was asked for, held against what the tokens hold (RFC 6749 section 3.3 and 5.1, RFC 8707 section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.jose.numeric_date import read_numeric_date
from tokencli.oauth.tokens.difference import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# RFC 8693 section 4.2, and what products write for it.
_SCOPE_CLAIMS = ("scope", "scp")
# RFC 9068 section 2.2, OpenID Connect Core section 2, and what products write for them.
_CLIENT_CLAIMS = ("client_id", "azp", "cid", "appid")
# OpenID Connect Core section 3.1.2.1 and 11: that they were granted shows in what came, not in the token.
_SHOWN_BY = {"openid": "id_token", "offline_access": "refresh_token"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asked for; empty where it did not ask.

    Attributes:
        scope: The words of its scope.
        audience: Its `resource` and `audience`.
        acr_values: The words of its `acr_values`.
        issuer: Whom it asked.
        client_id: For which client.
    """

    scope: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    acr_values: tuple[str, ...] = ()
    issuer: str = ""
    client_id: str = ""


@dataclass(frozen=True, slots=True)
class Got:
    """What came.

    Attributes:
        answer: The members of the token response; empty when only a token is at hand.
        access: The claims of the access token; empty when it is no JWT, or not at hand.
        identity: The claims of the ID token; empty when there is none.
    """

    answer: Mapping[str, Any] = field(default_factory=dict)
    access: Mapping[str, Any] = field(default_factory=dict)
    identity: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Granted:
    """One thing that was asked for, beside what came.

    Attributes:
        name: What it is.
        asked: What was asked for; empty when it was not, or cannot be.
        granted: What came; None when nothing at hand says so.
        where: Where that stands; empty when nothing says so.
        agrees: Whether what was asked for came; None when it cannot be told, or was not asked for.
        note: What to know of it, in words; empty when there is nothing.
    """

    name: str
    asked: tuple[str, ...]
    granted: tuple[str, ...] | None
    where: str = ""
    agrees: bool | None = None
    note: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What was asked for and did not come."""
        return () if self.granted is None or self.agrees else _without(self.asked, self.granted)

    @property
    def besides(self) -> tuple[str, ...]:
        """What came without being asked for, where something was."""
        return _without(self.granted or (), self.asked) if self.asked else ()


def compare_granted(asked: Asked, got: Got) -> tuple[Granted, ...]:
    """Holds what was asked for against what came; what was not asked for is told too.

    Args:
        asked: What was asked for.
        got: What came.
    """
    return (_scope(asked, got), _audience(asked, got), *_context(asked, got), *_parties(asked, got), *_lifetime(got))


def _without(words: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in others)


def _compared(
    name: str, asked: tuple[str, ...], granted: tuple[str, ...] | None, where: str, note: str = ""
) -> Granted:
    agrees = None if granted is None or not asked else not _without(asked, granted)
    return Granted(name, asked, granted, where, agrees, note)


def _scope(asked: Asked, got: Got) -> Granted:
    told = words_of(got.answer.get("scope"))
    if told is not None:
        return _compared("scope", asked.scope, told, "the answer")
    if got.answer and asked.scope:
        # RFC 6749 section 5.1: OPTIONAL, if identical to the scope requested by the client; otherwise, REQUIRED.
        note = "the answer has no scope, which says that all of it was granted (RFC 6749 section 5.1)"
        return _compared("scope", asked.scope, asked.scope, "the answer", note)
    name = next((one for one in _SCOPE_CLAIMS if words_of(got.access.get(one)) is not None), "")
    if not name:
        return _compared("scope", asked.scope, None, "")
    claim = words_of(got.access[name]) or ()
    return _compared("scope", asked.scope, _shown_besides(claim, asked, got), f"{name} of the access token")


def _shown_besides(words: tuple[str, ...], asked: Asked, got: Got) -> tuple[str, ...]:
    came = {"id_token"} if got.identity else set()
    came |= {name for name in _SHOWN_BY.values() if got.answer.get(name)}
    shown = [word for word, by in _SHOWN_BY.items() if word in asked.scope and word not in words and by in came]
    return (*words, *shown)


def _audience(asked: Asked, got: Got) -> Granted:
    note = "the access token is no JWT, or not at hand" if not got.access else ""
    return _compared("audience", asked.audience, words_of(got.access.get("aud")), "aud of the access token", note)


def _context(asked: Asked, got: Got) -> Iterator[Granted]:
    token, claims = ("the ID token", got.identity) if got.identity else ("the access token", got.access)
    context = claims.get("acr")
    granted = (context,) if isinstance(context, str) else None
    if not asked.acr_values and granted is None:
        return
    if granted is None:
        note = f"{token} has no acr; acr_values are a wish (OpenID Connect Core section 3.1.2.1)"
        yield Granted("acr_values", asked.acr_values, None, "", None, note)
        return
    # OpenID Connect Core section 3.1.2.1: the values in order of preference; one of them is meant to be fulfilled.
    agrees = granted[0] in asked.acr_values if asked.acr_values else None
    yield Granted("acr_values", asked.acr_values, granted, f"acr of {token}", agrees)


def _parties(asked: Asked, got: Got) -> Iterator[Granted]:
    claims, token = (got.access, "the access token") if got.access else (got.identity, "the ID token")
    if asked.issuer:
        yield _compared("issuer", (asked.issuer,), words_of(claims.get("iss")), f"iss of {token}")
    if asked.client_id:
        names = _CLIENT_CLAIMS if got.access else ("azp", "aud")
        name = next((one for one in names if words_of(claims.get(one)) is not None), "")
        granted = words_of(claims.get(name)) if name else None
        yield _compared("client_id", (asked.client_id,), granted, f"{name} of {token}" if name else "")


def _lifetime(got: Got) -> Iterator[Granted]:
    claims = got.access or got.identity
    start, end = (read_numeric_date(claims.get(name)) for name in ("iat", "exp"))
    said = got.answer.get("expires_in")
    if start is not None and end is not None:
        lives = f"{end - start:.0f} s"
        note = f"expires_in says {said}" if said is not None and str(said) != f"{end - start:.0f}" else ""
        yield Granted("lifetime", (), (lives,), "exp and iat of the token", None, note)
    elif said is not None:
        yield Granted("lifetime", (), (f"{said} s",), "expires_in of the answer")
