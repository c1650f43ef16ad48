"""The form in which a product is described: where it is, how it is recognised, how it behaves, what its errors mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.providers.known_error import KnownError
    from tokencli.wire.message import Response


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
class Lifetime:
    """How long something of a product lives.

    Attributes:
        what: What lives: `authorization code`, `refresh token of a public client`.
        value: How long, in words, with what ends it earlier.
        source: Where it was read.
        seconds: The same in seconds, where it is one number that holds unless somebody changed it; else None.
        verified: Whether it was read there; else it is general knowledge.
    """

    what: str
    value: str
    source: str
    seconds: int | None = None
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
        lifetimes: How long its things live.
        deviations: Where its answers stray from the specifications.
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
    lifetimes: tuple[Lifetime, ...] = ()
    deviations: tuple[Note, ...] = ()
    quirks: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()

    def seconds(self, what: str) -> int | None:
        """How long something lives, in seconds; None when that is not known.

        Args:
            what: `authorization code`, `access token`, `refresh token` or `device code`.
        """
        return next((one.seconds for one in self.lifetimes if one.what == what), None)

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
    "assertion-faults-are-named": "a wrong signature of a client assertion is said to be one; other words are about something else",
    "assertion-needs-no-sub": "an assertion for a grant may lack sub, and then stands for its issuer itself",
    "redirect-uri-is-unauthorized-client": "a wrong redirect_uri in the token request comes back as unauthorized_client",
}
