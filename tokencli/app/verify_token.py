"""Tokens verified: whose keys, then every check by the rules of what they are used as; none stops the others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tokencli.app.get_token import warn_of_literals
from tokencli.app.inspect_token import OpenedToken, open_token
from tokencli.app.token_keys import KeyFinder, TokenKeys
from tokencli.errors import UsageProblem
from tokencli.jose.peek import TokenKind, peek
from tokencli.jose.verify import HMAC
from tokencli.oauth.issuer_keys import verifier
from tokencli.oauth.tokens.access_token import ExpectedByApi, check_access_token
from tokencli.oauth.tokens.binding import CERTIFICATE, KEY, check_binding
from tokencli.oauth.tokens.check import Check, Unchecked
from tokencli.oauth.tokens.claim_checks import Clock
from tokencli.oauth.tokens.id_token import Expected, check_id_token
from tokencli.oauth.tokens.plain_jwt import check_plain_jwt
from tokencli.oauth.tokens.token_use import Told, Use, tell_use
from tokencli.oauth.tokens.unchecked import left_unchecked
from tokencli.wire.http_date import read_http_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.wiring import Wiring
    from tokencli.diagnosis.classify import Ended
    from tokencli.jose.found_tokens import FoundToken
    from tokencli.jose.peek import PeekedToken
    from tokencli.oauth.issuer_keys import Verify
    from tokencli.settings.resolve import Settings

_SECRETS = ("access_token", "code")
_OF_ID_TOKENS = ("nonce", *_SECRETS, "client_id")
_UNSIGNED = Check(
    "form",
    passed=False,
    expected="a signed JWT",
    actual="claims that are encrypted and not signed: whoever has the public key can make such a token",
    spec="RFC 7519 section 11.2",
)


@dataclass(frozen=True, slots=True)
class Verified:
    """A token, and what was checked of it.

    Attributes:
        name: What it is called among others; empty when it is the only one.
        seen: What stands in it.
        told: What it was checked as.
        keys: Where the keys come from, in words.
        checks: Every check.
        unchecked: What was not held against anything.
        encryption: The header of its encryption; None when it was not encrypted.
    """

    name: str
    seen: PeekedToken
    told: Told
    keys: str
    checks: tuple[Check, ...]
    unchecked: tuple[Unchecked, ...] = ()
    encryption: dict[str, Any] | None = None

    @property
    def valid(self) -> bool:
        """Whether no check failed."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class Verification:
    """What tokens are held against, with every secret resolved.

    Attributes:
        use: The rules that somebody chose; None to tell them from the token.
        settings: The settings of the run.
        secrets: `access_token` and `code`, where they are at hand.
        holder: The thumbprints of the key and certificate that they must be bound to; empty when nobody said.
        at: As of when, in seconds since 1970-01-01 UTC; None for now.
    """

    use: Use | None
    settings: Settings
    secrets: dict[str, str]
    holder: dict[str, str]
    at: float | None

    @property
    def said(self) -> frozenset[str]:
        """What somebody said of the tokens, by the names of settings; a resource is an audience by another name."""
        names = ("issuer", "client_id", "nonce", "bound_to")
        given = {name for name in names if self.settings.get(name)}
        return frozenset(given | set(self.secrets) | ({"audience"} if self.audience else set()))

    @property
    def audience(self) -> tuple[str, ...]:
        """Who the token may be for."""
        return (*(self.settings.get("audience") or ()), *(self.settings.get("resource") or ()))


def verify_tokens(
    tokens: Sequence[FoundToken], use: Use | None, settings: Settings, wiring: Wiring, *, access_token: str = ""
) -> tuple[Verified, ...] | Ended:
    """Verifies tokens.

    Args:
        tokens: The tokens.
        use: The rules that somebody chose; None to tell them from each token.
        settings: The settings of the run.
        wiring: Its parts.
        access_token: The access token that came with an ID token among them, unless the settings name another.

    Returns:
        Each with all its checks; or, when the keys of one could not be had, how the search for them ended.

    Raises:
        NotAJwt: One of them is no JWT.
        UsageProblem: A setting is missing or wrong.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    warn_of_literals(settings, wiring)
    came = {"access_token": access_token} if access_token else {}
    secrets, holder = {**came, **_secrets(settings, wiring)}, _holder(settings, wiring)
    asked = Verification(use, settings, secrets, holder, read_moment(settings.get("at")))
    finder = KeyFinder(settings, wiring)
    done = []
    for one in tokens:
        verified = _verified(one, asked, finder, wiring)
        if not isinstance(verified, Verified):
            return verified
        done.append(verified)
    return tuple(done)


def _secrets(settings: Settings, wiring: Wiring) -> dict[str, str]:
    given = {name: settings.get(name) for name in _SECRETS if settings.get(name) is not None}
    return {name: wiring.secrets.text(one, name.replace("_", " ")) for name, one in given.items()}


def _holder(settings: Settings, wiring: Wiring) -> dict[str, str]:
    if settings.get("bound_to") is None:
        return {}
    from tokencli.app.read_keys import read_keys, thumbprints_of

    passphrase = settings.get("key_passphrase")
    told = None if passphrase is None else wiring.secrets.text(passphrase, "key passphrase")
    try:
        keys = read_keys((settings.get("bound_to"),), told, wiring)
    except UsageProblem as problem:
        raise UsageProblem(f"--bound-to: {problem.what}", problem.help) from None
    if len(keys) != 1:
        raise UsageProblem(f"--bound-to: it holds {len(keys)} keys, and a token is bound to one", "give that one alone")
    return {name: value for name, value in thumbprints_of(keys[0]).items() if name in {KEY, CERTIFICATE}}


def read_moment(text: str | None) -> float | None:
    """The time that `--at` names, in seconds since 1970-01-01 UTC; None when it names none.

    Args:
        text: Seconds, or a date and time by RFC 3339; one without a zone is UTC.

    Raises:
        UsageProblem: It is no time.
    """
    if text is None:
        return None
    try:
        seconds = float(text) if text.replace(".", "", 1).isdigit() else _of_date(text)
    except (ValueError, OverflowError):
        seconds = math.inf
    if not math.isfinite(seconds):
        raise UsageProblem(
            f"--at: {text!r} is no time", "write seconds since 1970, or a time such as 2026-03-01T12:00:00Z"
        )
    return seconds


def _of_date(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _verified(one: FoundToken, asked: Verification, finder: KeyFinder, wiring: Wiring) -> Verified | Ended:
    opened = _opened(one.text, asked.settings, wiring)
    told = _told(opened.inside, asked)
    encryption = opened.encryption or None
    if not opened.text:
        return Verified(one.name, opened.inside, told, "", (_UNSIGNED,), (), encryption)
    keys = finder.find(opened.text, opened.inside)
    if not isinstance(keys, TokenKeys):
        return keys
    verify = verifier(keys.keys, _client_secret(opened.inside, asked.settings, wiring))
    claims = opened.inside.claims or {}
    checks = (
        *_checks(opened.text, told.use, _Held(asked, keys, _clock(asked, wiring)), verify),
        *check_binding(claims, asked.holder),
    )
    left = left_unchecked(claims, told.use, asked.said, own_issuer=keys.own_issuer)
    return Verified(one.name, opened.inside, told, keys.where, checks, left, encryption)


def _opened(text: str, settings: Settings, wiring: Wiring) -> OpenedToken:
    """The signed token: itself, or what stands in an encrypted one."""
    seen = peek(text)
    if seen.kind is not TokenKind.JWE:
        return OpenedToken(seen, {}, text.strip())
    if settings.get("key") is None and settings.get("client_secret") is None:
        raise UsageProblem(
            "the token is encrypted, so that nothing of it can be verified without its key",
            "give --key, or --client-secret where that is its key",
        )
    return open_token(text, settings, wiring)


def _told(seen: PeekedToken, asked: Verification) -> Told:
    if asked.use is not None:
        return Told(asked.use, "--as says so")
    given = next((name for name in _OF_ID_TOKENS if asked.settings.get(name)), "")
    return tell_use(seen, f"--{given.replace('_', '-')}" if given else "")


def _client_secret(seen: PeekedToken, settings: Settings, wiring: Wiring) -> str:
    """The client secret where it is the key; it is asked for only then."""
    reference = settings.get("client_secret")
    if seen.algorithm not in HMAC or reference is None:
        return ""
    return wiring.secrets.text(reference, "client secret")


@dataclass(frozen=True, slots=True)
class _Held:
    """What one token is held against."""

    asked: Verification
    keys: TokenKeys
    clock: Clock

    @property
    def issuer(self) -> str:
        """The issuer that it must name; empty where it was taken from the token itself, or nobody said."""
        return "" if self.keys.own_issuer else self.keys.server.issuer

    @property
    def client_id(self) -> str:
        """The client that it must be for, or have been given to."""
        return self.asked.settings.get("client_id") or ""

    def as_id_token(self) -> Expected:
        """What an ID token must agree with."""
        return Expected(
            self.issuer,
            self.client_id,
            self.clock.now,
            nonce=self.asked.settings.get("nonce") or "",
            access_token=self.asked.secrets.get("access_token", ""),
            code=self.asked.secrets.get("code", ""),
            algorithms=self.keys.server.listed("id_token_signing_alg_values_supported"),
            clock_difference=self.clock.difference,
            leeway=self.clock.leeway,
            trusted=self.asked.audience,
        )

    def by_api(self) -> ExpectedByApi:
        """What another token must agree with."""
        return ExpectedByApi(self.clock, self.issuer, self.asked.audience, self.client_id)


def _checks(text: str, use: Use, held: _Held, verify: Verify) -> tuple[Check, ...]:
    if use is Use.ID_TOKEN:
        return check_id_token(text, held.as_id_token(), verify)
    check = check_access_token if use is Use.ACCESS_TOKEN else check_plain_jwt
    return check(text, held.by_api(), verify)


def _clock(asked: Verification, wiring: Wiring) -> Clock:
    now = wiring.ambient.now() if asked.at is None else asked.at
    return Clock(now, asked.settings.get("leeway"), None if asked.at is not None else _difference(wiring))


def _difference(wiring: Wiring) -> float | None:
    """How far the server's clock is ahead of ours by its last `Date`, in seconds; None when nobody told the time."""
    for exchange in reversed(wiring.recorder.exchanges):
        response = exchange.response
        # RFC 9111 section 5.1: a response with Age comes from a cache, and its Date is that of long ago.
        if response is not None and response.header("age") is None:
            moment = read_http_date(response.header("date") or "")
            if moment is not None:
                return moment - exchange.started_at - exchange.seconds
    return None
