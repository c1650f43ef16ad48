"""A token at rest and what a command wants of it; an entry made from what a run brought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tokencli.errors import LockNotGot, StoreProblem
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.app.results import Run
    from tokencli.app.token_place import TokenPlace
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Listed
    from tokencli.settings.resolve import Settings
    from tokencli.store.record import Record

DEFAULT_MIN_VALIDITY_SECONDS = 60.0


@dataclass(frozen=True)
class Held:
    """A token that was at rest and is still good.

    Attributes:
        record: The entry.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """

    record: Record
    now: float

    @property
    def tokens(self) -> TokenSet:
        """The tokens as they were issued."""
        record = self.record
        lifetime = None if record.expires_at is None else round(record.expires_at - record.received_at)
        scope = record.members.get("scope")
        words = tuple(scope.split()) if isinstance(scope, str) else None
        return TokenSet(record.members, Response(200), record.received_at, lifetime, words)


@dataclass(frozen=True)
class Wanted:
    """What a command wants of the store.

    Attributes:
        listed: The grant.
        settings: The settings.
        wiring: Makes the parts of a run; called only when something is to be sent.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        note: Says something on stderr.
        force: Whether what is stored is to be passed by.
        no_input: Whether nobody may be asked.
    """

    listed: Listed
    settings: Settings
    wiring: Callable[[], Wiring]
    now: float
    note: Callable[[str], None]
    force: bool = False
    no_input: bool = False

    @property
    def min_validity(self) -> float:
        """How long a stored token must still live, in seconds."""
        least = self.settings.get("min_validity")
        return DEFAULT_MIN_VALIDITY_SECONDS if least is None else float(least)

    @property
    def profile_name(self) -> str:
        """The profile in words."""
        return f"profile {self.settings.profile}" if self.settings.profile else "these settings"

    @property
    def login_command(self) -> str:
        """What a person runs to sign in."""
        return (
            f"tokencli login {self.settings.profile}" if self.settings.profile else "tokencli login, with these options"
        )

    def started_anew(self, run: Run) -> Run:
        """A run that says of itself how it is started anew: by signing in, where there is a profile to name."""
        return replace(run, command=self.login_command) if self.settings.profile else run


def keep(record: Record, place: TokenPlace) -> None:
    """Keeps a token; a store that was lost meanwhile is said, since the token is printed all the same."""
    try:
        place.keep(record)
    except (StoreProblem, LockNotGot) as problem:
        place.give_up(problem)
    place.say_problem()


def record_of(run: Run, place: TokenPlace, wanted: Wanted, before: Record | None = None) -> Record:
    """The entry for what a run brought.

    Args:
        run: The run.
        place: Where it will rest.
        wanted: What the command wants.
        before: The entry that was refreshed; what the answer left out stays as it was.
    """
    from tokencli.app.dpop_key import kept_key
    from tokencli.store.record import Record

    tokens = run.tokens
    if tokens is None:
        raise TypeError("there are no tokens to keep")
    # RFC 6749 section 6: the authorization server MAY issue a new refresh token; without one the old one stays good.
    kept = (
        {}
        if before is None
        else {name: before.members[name] for name in ("refresh_token", "id_token", "scope") if name in before.members}
    )
    return Record(
        inputs=place.inputs,
        members={**kept, **tokens.members},
        received_at=tokens.received_at,
        expires_at=tokens.expires_at,
        issuer=str(run.metadata.get("issuer") or wanted.settings.get("issuer") or ""),
        token_endpoint=run.token_endpoint or (before.token_endpoint if before else ""),
        subject=_subject(tokens) or (before.subject if before else ""),
        dpop_key=kept_key(run.dpop, wanted.settings.get("dpop_key")) or (before.dpop_key if before else ""),
        refreshed_at=tokens.received_at if before else None,
    )


def _subject(tokens: TokenSet) -> str:
    """Whose token it is, as a checked ID token says; an access token is opaque to a client (RFC 9068 section 6)."""
    from tokencli.jose.peek import NotAJwt, peek

    if not tokens.id_token or not tokens.checks:
        return ""
    try:
        claims: dict[str, Any] = peek(tokens.id_token).claims or {}
    except NotAJwt:
        return ""
    return str(claims.get("sub", ""))


def as_run(held: Held) -> Run:
    """A token at rest as a run that just ended, for the views that show one."""
    from tokencli.app.results import Run

    return replace(Run(held.tokens), now=held.now)
