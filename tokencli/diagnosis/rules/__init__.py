"""The rules: one bad pattern, one file, one line here, in the order in which equally sure findings are shown.

A rule is a module with a docstring of fixed sections (what is the case, `Means:`, `Seen by:`, `Do:`, `See:`), from which
`tokencli explain NAME` and the reference page are made, and a function `look(evidence)` that yields findings. Its name is
the module's with `-` for `_`; its folder is the stage where the failure shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.finding import Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the list.

    Attributes:
        stage: The folder: where the failure shows.
        name: The bad pattern in kebab-case.
    """

    stage: str
    name: str

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"tokencli.diagnosis.rules.{self.stage}.{self.name.replace('-', '_')}"

    @property
    def text(self) -> str:
        """Its docstring."""
        return cleandoc(import_module(self.module).__doc__ or "")

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        """Its findings."""
        look = cast("Callable[[Evidence], Iterator[Finding]]", import_module(self.module).look)
        return look(evidence)


RULES = (
    Rule("connection", "name-not-found"),
    Rule("connection", "connection-refused"),
    Rule("connection", "host-not-reached"),
    Rule("connection", "proxy-refused"),
    Rule("connection", "certificate-expired"),
    Rule("connection", "certificate-for-another-name"),
    Rule("connection", "certificate-not-trusted"),
    Rule("connection", "tls-failed"),
    Rule("connection", "connection-timed-out"),
    Rule("connection", "connection-broken"),
    Rule("connection", "answer-kept-by-browser"),
    Rule("token", "server-failed"),
    Rule("discovery", "issuer-mismatch"),
    Rule("discovery", "issuer-is-not-https"),
    Rule("discovery", "resource-mismatch"),
    Rule("discovery", "metadata-not-found"),
    Rule("authorization", "redirect-uri-not-registered"),
    Rule("authorization", "client-not-known"),
    Rule("authorization", "plain-request-not-accepted"),
    Rule("authorization", "code-challenge-method-not-accepted"),
    Rule("authorization", "state-differs"),
    Rule("authorization", "state-not-remembered"),
    Rule("token", "form-expected"),
    Rule("token", "parameter-twice"),
    Rule("token", "parameter-missing"),
    Rule("token", "wrong-endpoint"),
    Rule("token", "answer-is-html"),
    Rule("token", "answer-is-broken-json"),
    Rule("token", "answer-without-access-token"),
    Rule("client_authentication", "two-client-authentication-methods"),
    Rule("client_authentication", "basic-header-malformed"),
    Rule("client_authentication", "client-id-missing"),
    Rule("client_authentication", "client-secret-missing"),
    Rule("client_authentication", "client-secret-has-white-space"),
    Rule("client_authentication", "client-secret-looks-like-an-id"),
    Rule("client_authentication", "auth-method-not-accepted"),
    Rule("client_authentication", "basic-credentials-not-decoded"),
    Rule("client_authentication", "client-certificate-not-accepted"),
    Rule("grant", "grant-type-missing"),
    Rule("grant", "grant-type-not-supported"),
    Rule("grant", "grant-not-allowed-for-client"),
    Rule("grant", "code-verifier-malformed"),
    Rule("grant", "code-verifier-missing"),
    Rule("grant", "redirect-uri-missing"),
    Rule("grant", "code-differs"),
    Rule("grant", "issuer-mixed-up"),
    Rule("grant", "client-differs"),
    Rule("grant", "code-expired-or-used"),
    Rule("grant", "code-verifier-differs"),
    Rule("grant", "redirect-uri-differs"),
    Rule("grant", "code-challenge-missing"),
    Rule("grant", "assertion-unsigned"),
    Rule("grant", "assertion-expired"),
    Rule("grant", "assertion-not-yet-valid"),
    Rule("grant", "assertion-claim-missing"),
    Rule("grant", "assertion-audience"),
    Rule("grant", "assertion-encoding"),
    Rule("grant", "assertion-client-differs"),
    Rule("grant", "assertion-replayed"),
    Rule("grant", "assertion-key-not-accepted"),
    Rule("grant", "assertion-type-not-accepted"),
    Rule("grant", "assertion-lives-too-long"),
    Rule("client_authentication", "client-key-not-registered"),
    Rule("token", "token-of-another-kind"),
    Rule("grant", "user-credentials-not-accepted"),
    Rule("grant", "refresh-token-not-accepted"),
    Rule("grant", "device-code-expired"),
    Rule("grant", "scope-with-commas"),
    Rule("grant", "scope-missing"),
    Rule("grant", "scope-not-allowed"),
    Rule("grant", "resource-differs"),
    Rule("grant", "target-not-accepted"),
    Rule("grant", "scope-narrowed"),
    Rule("token", "dpop-proof-missing"),
    Rule("token", "client-certificate-missing"),
    Rule("token", "dpop-algorithm-not-accepted"),
    Rule("token", "dpop-url-differs"),
    Rule("token", "dpop-nonce-not-accepted"),
    Rule("token", "dpop-proof-replayed"),
    Rule("token", "dpop-ignored"),
    Rule("resource", "access-token-missing"),
    Rule("resource", "token-expired"),
    Rule("resource", "token-not-yet-valid"),
    Rule("resource", "scope-insufficient"),
    Rule("resource", "stronger-sign-in-needed"),
    Rule("resource", "token-scheme-differs"),
    Rule("resource", "token-bound-to-certificate"),
    Rule("resource", "access-token-not-accepted"),
    Rule("resource", "access-forbidden"),
    Rule("token", "clock-skew"),
    Rule("token", "refusal-without-error-code"),
    Rule("authorization", "refused-on-a-page"),
)


def find_rule(name: str) -> Rule | None:
    """The rule of a name, or None."""
    return next((rule for rule in RULES if rule.name == name.lower().replace("_", "-")), None)
