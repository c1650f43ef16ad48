"""What the verbs hand back to the commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.classify import Ended, Verdict, classify
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.authorization.response import NotGenuine
from tokencli.oauth.endpoints.introspection import Introspection
from tokencli.oauth.endpoints.revocation import Revoked
from tokencli.oauth.endpoints.userinfo import UserInfo
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.handed_out import HandedOut
from tokencli.oauth.not_handed_on import NotHandedOn
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.finding import Finding
    from tokencli.oauth.dpop import Dpop
    from tokencli.oauth.remark import Deviation
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.trace import Setting

_STRAYING = TokenSet | HandedOut | NotHandedOn | ErrorResponse | Unrecognised | Introspection | Revoked | UserInfo
# After these there is nothing to ask a server about: it did what was wanted, or a person decided.
_EXPLAINED = frozenset({Verdict.DONE, Verdict.HANDED_OUT, Verdict.DENIED, Verdict.TOKEN_INVALID})
_CHECKED = TokenSet | NotHandedOn | NotGenuine | Introspection | UserInfo


@dataclass(frozen=True)
class Run:
    """One run, from the first request to the last answer.

    Attributes:
        ended: How it ended.
        exchanges: What was sent and received.
        metadata: The server's metadata; empty when none was used.
        settings: The settings that somebody gave, as they may be shown.
        strict: Whether a deviation is an error.
        now: The wall clock where the token was at rest, in seconds since 1970-01-01 UTC; None for one just issued.
        command: The command that starts the same run anew, secrets as references; empty when there is none.
        diagnose: The command that finds out step by step why it fails; empty when there is none.
        secrets: The secrets that were read.
        dpop: The key that its tokens are bound to; None when they are bound to none.
    """

    ended: Ended
    exchanges: tuple[Exchange, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    settings: tuple[Setting, ...] = ()
    strict: bool = False
    now: float | None = None
    command: str = ""
    diagnose: str = ""
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    dpop: Dpop | None = None

    @cached_property
    def evidence(self) -> Evidence:
        """The run as rules look at it."""
        from tokencli.diagnosis.evidence import Evidence

        return Evidence(self.exchanges, self.metadata, self.settings, self.secrets)

    @property
    def token_endpoint(self) -> str:
        """The token endpoint that was asked last; empty when none was."""
        asked = (one.request.url for one in reversed(self.exchanges) if one.purpose is Purpose.TOKEN)
        return next(asked, "")

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules find; looked for only when somebody wants to see it."""
        from tokencli.diagnosis.engine import find

        # That the server was still waiting is no cause: nobody acted.
        if isinstance(self.ended, TimedOut) and self.evidence.error in {"authorization_pending", "slow_down"}:
            return ()
        return find(self.evidence)

    @property
    def next_command(self) -> str:
        """The command that makes most sense after a failure; empty where none does."""
        if self.verdict is Verdict.NOT_IN_TIME:
            return self.command
        return "" if self.verdict in _EXPLAINED else self.diagnose

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where the last answer strays from its specification."""
        return self.ended.deviations if isinstance(self.ended, _STRAYING) else ()

    @property
    def verdict(self) -> Verdict:
        """The kind of the outcome; with `strict` a success that strays is none."""
        return Verdict.NOT_A_TOKEN_RESPONSE if self.strays else classify(self.ended)

    @property
    def strays(self) -> bool:
        """Whether deviations alone make it a failure."""
        return self.strict and bool(self.deviations) and classify(self.ended) in {Verdict.DONE, Verdict.HANDED_OUT}

    @property
    def tokens(self) -> TokenSet | None:
        """The tokens; None when there are none, or when a check of the ID token failed: then nothing of them may be used."""
        return self.ended if isinstance(self.ended, TokenSet) and self.ended.valid else None

    @property
    def product(self) -> TokenSet | None:
        """The tokens, where the run did what was wanted; with `strict` tokens that stray are kept and not handed on."""
        return self.tokens if self.verdict is Verdict.DONE else None

    @property
    def handed_out(self) -> HandedOut | None:
        """What was handed out to a person, when the run stopped there; else None."""
        return self.ended if isinstance(self.ended, HandedOut) else None

    @property
    def answer(self) -> Introspection | Revoked | UserInfo | None:
        """What an endpoint told besides tokens; None when it told nothing, or when a check failed: then it may not be used."""
        told = self.ended if isinstance(self.ended, Introspection | Revoked | UserInfo) else None
        return told if told is None or isinstance(told, Revoked) or told.valid else None

    @property
    def checks(self) -> tuple[Check, ...]:
        """What was checked of the ID token, of a signed answer, or of a token for another server."""
        return self.ended.checks if isinstance(self.ended, _CHECKED) else ()
