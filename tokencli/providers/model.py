"""The form in which a product is described: where it is, how it is recognised, what its errors mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.wire.message import Response


class Who(StrEnum):
    """Who can mend something."""

    YOU = "you"
    APP_OWNER = "the app's owner"
    ADMINISTRATOR = "the server's administrator"
    END_USER = "the end user"


class Retry(StrEnum):
    """Whether the same request makes sense again."""

    NEVER = "never"
    NEW_SIGN_IN = "after a new sign-in"
    AFTER_FIX = "after the setting is corrected"
    LATER = "later"
    POLL = "keep asking"


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason why a product sends an error.

    Attributes:
        what: The reason in one sentence.
        confirm: How to see from the client's side that it is this one.
        fix: What to do.
        who: Who can do it.
    """

    what: str
    confirm: str
    fix: str
    who: Who


@dataclass(frozen=True, slots=True)
class KnownError:
    """An error as one product sends it.

    Attributes:
        name: A stable name in kebab-case, unique among all products.
        codes: The values of `error` it comes with.
        meaning: What it means at this product.
        causes: Why it is sent, the likeliest first.
        retry: Whether the same request makes sense again.
        source: Where this was read.
        description: A pattern searched in `error_description`; an empty text means that no description is sent; None
            means that the description does not matter.
        grants: The grant types it comes with; empty for any.
        statuses: The status codes it comes with; empty for any.
        generic: Whether it is a catch-all, so that any other that matches goes before it.
        verified: Whether code and text were read in the source; what is not verified never makes a finding certain.
    """

    name: str
    codes: tuple[str, ...]
    meaning: str
    causes: tuple[Cause, ...]
    retry: Retry
    source: str
    description: str | None = None
    grants: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    generic: bool = False
    verified: bool = True

    def matches(self, code: str, description: str, grant_type: str, status: int) -> bool:
        """Whether a refusal is this error."""
        # A log may show nothing but the number that Entra ID puts into its description.
        if code not in self.codes and not (code.startswith("AADSTS") and self.description):
            return False
        # What is not seen is no reason against it: the grant of an answer alone, the status of a body alone.
        if self.grants and grant_type and grant_type not in self.grants:
            return False
        if self.statuses and status and status not in self.statuses:
            return False
        if self.description is None:
            return True
        return not description if self.description == "" else re.search(self.description, description) is not None


@dataclass(frozen=True, slots=True)
class Recognition:
    """By what a product is recognised; one hint is enough.

    Attributes:
        urls: Patterns searched in the issuer and in the token endpoint.
        metadata: Members of the metadata that only this product has.
        endpoints: Patterns searched in the endpoints that the metadata names.
        headers: Header names with patterns searched in their values.
        bodies: Patterns searched in the body of an answer.
    """

    urls: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    bodies: tuple[str, ...] = ()

    def matches(self, url: str, metadata: Mapping[str, Any], response: Response | None) -> bool:
        """Whether any hint fits."""
        issuer = str(metadata.get("issuer", ""))
        if any(re.search(pattern, text) for pattern in self.urls for text in (url, issuer) if text):
            return True
        if any(name in metadata for name in self.metadata):
            return True
        named = [value for value in metadata.values() if isinstance(value, str)]
        if any(re.search(pattern, url) for pattern in self.endpoints for url in named):
            return True
        return response is not None and self._answered(response)

    def _answered(self, response: Response) -> bool:
        if any(
            re.search(pattern, response.header(name) or "") for name, pattern in self.headers if response.header(name)
        ):
            return True
        body = response.body[:10_000].decode("utf-8", "replace")
        return any(re.search(pattern, body) for pattern in self.bodies)


@dataclass(frozen=True, slots=True)
class Preset:
    """One form of `--provider NAME[:TENANT]` with what it stands for.

    Attributes:
        tenant: The tenant part as the reference shows it, such as `DOMAIN/AUTHSERVER`; empty where there is none.
        pattern: What the tenant part must be, whole; its named groups fill the settings.
        settings: Settings by name, with `{group}` for a named group.
    """

    tenant: str
    pattern: str
    settings: Mapping[str, str]

    def fill(self, tenant: str) -> dict[str, str] | None:
        """The settings for a tenant part; None when it has another form."""
        match = re.fullmatch(self.pattern, tenant)
        if match is None:
            return None
        return {name: template.format_map(match.groupdict()) for name, template in self.settings.items()}


# The tenant part is a domain; people paste it with a scheme and a slash.
DOMAIN = r"(?:https://)?(?P<domain>[\w-]+(?:\.[\w-]+)+(?::\d+)?)/?"
# The tenant part is the issuer itself, letter for letter; without a scheme it is https.
ISSUER_PRESETS = (
    Preset("URL", r"(?P<url>https?://\S+)", {"issuer": "{url}"}),
    Preset("HOST/PATH", r"(?P<rest>[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:/\S*)?)", {"issuer": "https://{rest}"}),
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before using a product.

    Attributes:
        what: One sentence.
        source: Where it was read.
        verified: Whether it was read there; else it is general knowledge.
    """

    what: str
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Provider:
    """A product.

    Attributes:
        name: A stable name in kebab-case.
        title: The product's name as people write it.
        recognise: By what it is recognised.
        presets: The forms of `--provider`; the first that fits counts. Empty when it cannot be named so.
        tenant: What the tenant part is, in words; empty when there is none.
        example: A whole value of `--provider`.
        notes: What to know before using it.
        errors: Its errors.
        lifetimes: How long its things live, in seconds, by name: `authorization_code`, `access_token`, `refresh_token`,
            `device_code`.
        quirks: Behaviour that code asks for by name, such as `basic-not-decoded`; see `QUIRKS`.
        sources: Where the facts were read.
    """

    name: str
    title: str
    recognise: Recognition
    presets: tuple[Preset, ...] = ()
    tenant: str = ""
    example: str = ""
    notes: tuple[Note, ...] = ()
    errors: tuple[KnownError, ...] = ()
    lifetimes: Mapping[str, int] = field(default_factory=dict)
    quirks: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()

    def settings(self, tenant: str) -> dict[str, str]:
        """The settings that `--provider` with this product stands for, by name.

        Args:
            tenant: What stands after the colon; empty when nothing does.

        Raises:
            UsageProblem: The product needs a tenant, or this is none.
        """
        filled = next((found for one in self.presets if (found := one.fill(tenant)) is not None), None)
        if filled is not None:
            return filled
        if not self.tenant:
            raise UsageProblem(f"provider {self.name} stands alone, without {':' + tenant!r}")
        if tenant:
            raise UsageProblem(f"provider {self.name}: {tenant!r} is not {self.tenant}; write it as {self.example}")
        raise UsageProblem(f"provider {self.name} needs a tenant after a colon: {self.tenant}, as in {self.example}")


# Every quirk that code may ask for, with what it means.
QUIRKS = {
    "basic-not-decoded": "the server takes Basic credentials as they are and does not form-decode them",
    "invalid-client-is-400": "the server answers invalid_client with status 400 and no challenge",
    "redirect-uri-is-unauthorized-client": "a wrong redirect_uri in the token request comes back as unauthorized_client",
}


def known_error(provider: Provider, code: str, description: str, grant_type: str, status: int) -> KnownError | None:
    """The error of a product that fits a refusal best: one with a pattern before one without, catch-alls last."""
    fitting = [error for error in provider.errors if error.matches(code, description, grant_type, status)]
    return min(fitting, key=lambda error: (error.generic, not error.description, not error.grants), default=None)
