"""What `--provider` fills in: below everything that somebody said, above discovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.settings.origin import Origin, Setting, Source

if TYPE_CHECKING:
    from collections.abc import Mapping


def from_provider(given: Mapping[str, Setting]) -> dict[str, Setting]:
    """The settings that the named product fills in; nothing where none is named.

    Args:
        given: What somebody said, the stronger layers over the weaker ones.

    Raises:
        UsageProblem: A weaker layer than the one that names the product names a server too.
    """
    named = given.get("provider")
    if named is None:
        return {}
    from tokencli.providers import find_provider

    provider, tenant = find_provider(named.value)
    filled = provider.settings(tenant)
    _refuse_two_servers(named, given)
    if "client_secret" not in given:
        # How a secret is sent means nothing where there is none: then the settings say what the client has instead.
        filled.pop("auth_method", None)
    origin = Origin(Source.PROVIDER, f"provider {provider.name}")
    return {name: Setting(value, origin) for name, value in filled.items()}


def _refuse_two_servers(named: Setting, given: Mapping[str, Setting]) -> None:
    """A product that is named for one run must not be passed over in silence for the server of the profile."""
    for name, one in given.items():
        if (name in {"issuer", "jwks_uri"} or name.endswith("_endpoint")) and one.origin.source > named.origin.source:
            raise UsageProblem(
                f"two servers are named: provider {named.value} ({named.origin}) and {name} {one.value} ({one.origin})",
                f"leave one out, or give --{name.replace('_', '-')} as well, which wins",
            )
