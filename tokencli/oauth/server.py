"""What is known of an authorization server: its issuer, its endpoints, its metadata (RFC 8414 section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.wire.message import is_http_url

if TYPE_CHECKING:
    from collections.abc import Mapping

# RFC 8414 section 2: if omitted, the default is "client_secret_basic".
DEFAULT_AUTH_METHODS = ("client_secret_basic",)
# RFC 8414 section 2: if omitted, the default value is ["authorization_code", "implicit"].
DEFAULT_GRANT_TYPES = ("authorization_code", "implicit")
_IN_THE_BROWSER = frozenset({"authorization_endpoint", "end_session_endpoint"})


@dataclass(frozen=True, slots=True)
class Server:
    """An authorization server as the settings and its metadata describe it.

    Attributes:
        issuer: Its issuer identifier; empty when only endpoints are known.
        endpoints: Endpoint URLs by their metadata name; what the person named wins over what was discovered.
        metadata: The metadata document as it came; empty when none was fetched.
    """

    issuer: str = ""
    endpoints: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def endpoint(self, name: str) -> str:
        """The URL of an endpoint.

        Args:
            name: The metadata name, such as `token_endpoint`.

        Raises:
            UsageProblem: It is neither configured nor in the metadata, or no URL.
        """
        url = self.endpoints.get(name) or self.metadata.get(name)
        words, option = name.replace("_", " "), "--" + name.replace("_", "-")
        if isinstance(url, str) and url:
            if is_http_url(url):
                return url
            named = "" if name in self.endpoints else f"the metadata of {self.issuer} names a {words} that"
            what = f"{named} is no http or https URL: {url}" if named else f"the {words} is no http or https URL: {url}"
            raise UsageProblem(what, f"give it with {option}")
        if self.metadata:
            raise UsageProblem(
                f"the metadata of {self.issuer} names no {words}",
                f"give it with {option}, or use what the server offers",
            )
        raise UsageProblem(f"no {words} is known", f"give --issuer for discovery, or {option} itself")

    def over_mutual_tls(self) -> Server:
        """The same server as it is asked by a client that shows a certificate; what the person named stays."""
        aliases = self.metadata.get("mtls_endpoint_aliases")
        known = aliases if isinstance(aliases, dict) else {}
        # RFC 8705 section 5: the alias MUST be used in preference to the endpoint URL of the same name; entries for what a
        # client makes no direct request to have no meaning.
        usable = {
            name: url
            for name, url in known.items()
            if name.endswith("_endpoint") and name not in _IN_THE_BROWSER and isinstance(url, str) and url
        }
        return replace(self, endpoints={**usable, **self.endpoints})

    def listed(self, name: str) -> tuple[str, ...] | None:
        """A member of the metadata that is a list of strings; None when it is absent or something else."""
        value = self.metadata.get(name)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else None

    @property
    def auth_methods(self) -> tuple[str, ...] | None:
        """The client authentication methods of the token endpoint; None when there is no metadata to say so."""
        if not self.metadata:
            return None
        return self.listed("token_endpoint_auth_methods_supported") or DEFAULT_AUTH_METHODS
