"""The lint rules: one bad pattern, one file, one line here, in the order in which equally bad findings are shown.

A rule is a module with a docstring of fixed sections (what is the case, `Means:`, `Seen by:`, `Do:`, `See:`), from which
`tokencli explain NAME` and the reference page are made, and a function `look` that is handed what it is about and yields
concerns. Its name is the module's with `-` for `_`; its folder is what it is about. How bad it is stands here.
A name that a finding of a failure or of `doctor` has too means the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, cast

from tokencli.diagnosis.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from tokencli.diagnosis.concern import Concern


@dataclass(frozen=True, slots=True)
class LintRule:
    """A line of the list.

    Attributes:
        about: The folder: what it looks at.
        name: The bad pattern in kebab-case.
        severity: How bad it is.
        error_for: The standards for which it is an error all the same.
        only_for: The standard without which it is not looked for; empty when it always is.
    """

    about: str
    name: str
    severity: Severity
    error_for: str = ""
    only_for: str = ""

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"tokencli.diagnosis.lint.{self.about}.{self.name.replace('-', '_')}"

    @property
    def text(self) -> str:
        """Its docstring."""
        return cleandoc(import_module(self.module).__doc__ or "")

    @property
    def see(self) -> tuple[str, ...]:
        """What its docstring says to read."""
        return tuple(" ".join(self.text.partition("\nSee:\n")[2].split()).split(", "))

    @property
    def silencing(self) -> str:
        """What its page says besides: how bad lint takes it, and how to silence it."""
        severity = self.severity.value
        severity += f"; error with --for {self.error_for}" if self.error_for else ""
        severity += f"; only with --for {self.only_for}" if self.only_for else ""
        silence = f"--ignore {self.name}"
        silence += f'; in a profile: lint_ignore = ["{self.name}"]' if self.about == "profile" else ""
        return f"Severity in lint:\n    {severity}\n\nSilence:\n    {silence}"

    def applies(self, about: Collection[str], standards: Collection[str]) -> bool:
        """Whether it is looked for.

        Args:
            about: What is looked at.
            standards: The standards that have to be met besides.
        """
        return self.about in about and (not self.only_for or self.only_for in standards)

    def severity_for(self, standards: Collection[str]) -> Severity:
        """How bad it is where these standards have to be met."""
        return Severity.ERROR if self.error_for in standards else self.severity

    def look(self, seen: Any) -> Iterator[Concern]:
        """Its concerns about what it is handed."""
        return cast("Callable[[Any], Iterator[Concern]]", import_module(self.module).look)(seen)


LINT_RULES = (
    LintRule("metadata", "issuer-mismatch", Severity.ERROR),
    LintRule("metadata", "issuer-is-not-https", Severity.ERROR),
    LintRule("metadata", "issuer-with-query", Severity.ERROR),
    LintRule("metadata", "endpoint-is-not-https", Severity.ERROR),
    LintRule("metadata", "endpoint-with-fragment", Severity.ERROR),
    LintRule("keys", "private-key-published", Severity.ERROR),
    LintRule("keys", "weak-key-published", Severity.ERROR),
    LintRule("metadata", "required-member-missing", Severity.ERROR),
    LintRule("metadata", "metadata-documents-differ", Severity.ERROR),
    LintRule("metadata", "s256-not-advertised", Severity.ERROR),
    LintRule("metadata", "rs256-not-advertised", Severity.ERROR),
    LintRule("metadata", "unsigned-client-assertions-advertised", Severity.ERROR),
    LintRule("metadata", "assertion-algorithms-not-listed", Severity.ERROR),
    LintRule("metadata", "par-required-without-endpoint", Severity.ERROR),
    LintRule("metadata", "dpop-algorithm-not-asymmetric", Severity.ERROR),
    LintRule("metadata", "fapi-without-par", Severity.ERROR, only_for="fapi"),
    LintRule("metadata", "fapi-without-client-keys", Severity.ERROR, only_for="fapi"),
    LintRule("metadata", "fapi-without-strong-algorithms", Severity.ERROR, only_for="fapi"),
    LintRule("metadata", "fapi-without-bound-tokens", Severity.ERROR, only_for="fapi"),
    LintRule("metadata", "pkce-not-advertised", Severity.WARNING, error_for="mcp"),
    LintRule("metadata", "plain-pkce-advertised", Severity.WARNING),
    LintRule("metadata", "password-grant-advertised", Severity.WARNING),
    LintRule("metadata", "implicit-grant-advertised", Severity.WARNING),
    LintRule("metadata", "token-response-types-advertised", Severity.WARNING),
    LintRule("metadata", "unsigned-id-tokens-advertised", Severity.WARNING),
    LintRule("metadata", "rsa1-5-advertised", Severity.WARNING),
    LintRule("metadata", "keys-not-readable", Severity.WARNING),
    LintRule("keys", "key-without-kid", Severity.WARNING),
    LintRule("keys", "kid-repeated", Severity.WARNING),
    LintRule("keys", "no-signing-key", Severity.WARNING),
    LintRule("metadata", "metadata-redirected", Severity.WARNING),
    LintRule("metadata", "metadata-of-another-type", Severity.WARNING),
    LintRule("metadata", "shared-secrets-only", Severity.INFO),
    LintRule("metadata", "eddsa-without-ed25519", Severity.INFO),
    LintRule("metadata", "grant-types-not-listed", Severity.INFO),
    LintRule("resource", "resource-mismatch", Severity.ERROR),
    LintRule("resource", "mcp-without-authorization-servers", Severity.ERROR, only_for="mcp"),
    LintRule("resource", "token-in-query-accepted", Severity.WARNING),
    LintRule("token", "token-not-signed", Severity.ERROR),
    LintRule("token", "member-repeated", Severity.ERROR),
    LintRule("token", "time-not-in-seconds", Severity.ERROR),
    LintRule("token", "extension-demanded", Severity.WARNING),
    LintRule("token", "access-token-without-audience", Severity.WARNING),
    LintRule("token", "access-token-for-many", Severity.WARNING),
    LintRule("token", "access-token-with-wildcard-scope", Severity.WARNING),
    LintRule("token", "access-token-long-lived", Severity.WARNING),
    LintRule("token", "access-token-signed-with-secret", Severity.WARNING),
    LintRule("token", "access-token-not-typed", Severity.WARNING),
    LintRule("token", "subject-is-client", Severity.INFO),
    LintRule("token", "access-token-with-personal-data", Severity.INFO),
    LintRule("profile", "certificates-not-verified", Severity.ERROR),
    LintRule("profile", "endpoint-over-http", Severity.ERROR),
    LintRule("profile", "password-grant-used", Severity.ERROR),
    LintRule("profile", "code-without-pkce", Severity.ERROR),
    LintRule("profile", "plain-pkce-used", Severity.ERROR),
    LintRule("profile", "code-verifier-fixed", Severity.ERROR),
    LintRule("profile", "code-verifier-of-wrong-form", Severity.ERROR),
    LintRule("profile", "redirect-uri-is-not-https", Severity.ERROR),
    LintRule("profile", "redirect-uri-not-exact", Severity.ERROR),
    LintRule("profile", "client-authenticated-twice", Severity.ERROR),
    LintRule("profile", "mac-secret-too-short", Severity.ERROR),
    LintRule("profile", "assertion-audience-not-issuer", Severity.ERROR),
    LintRule("profile", "assertion-key-at-several-servers", Severity.ERROR),
    LintRule("profile", "saml-client-assertion", Severity.ERROR),
    LintRule("profile", "certificate-alias-bypassed", Severity.ERROR),
    LintRule("profile", "resource-malformed", Severity.ERROR),
    LintRule("profile", "mcp-without-resource", Severity.ERROR, only_for="mcp"),
    LintRule("profile", "secret-at-several-servers", Severity.ERROR, only_for="mcp"),
    LintRule("profile", "token-response-type-used", Severity.WARNING, error_for="oauth2.1"),
    LintRule("profile", "nonce-instead-of-pkce", Severity.WARNING),
    LintRule("profile", "redirect-uri-with-localhost", Severity.WARNING),
    LintRule("profile", "redirect-uri-at-several-servers", Severity.WARNING),
    LintRule("profile", "issuer-not-in-responses", Severity.WARNING),
    LintRule("profile", "basic-credentials-need-encoding", Severity.WARNING),
    LintRule("profile", "assertion-not-typed", Severity.WARNING),
    LintRule("profile", "client-assertion-fixed", Severity.WARNING),
    LintRule("profile", "device-code-beside-browser", Severity.WARNING),
    LintRule("profile", "token-in-url", Severity.WARNING),
    LintRule("profile", "secret-where-keys-are-advertised", Severity.INFO),
)


def find_lint_rule(name: str) -> LintRule | None:
    """The lint rule of a name, or None."""
    return next((rule for rule in LINT_RULES if rule.name == name.lower().replace("_", "-")), None)
