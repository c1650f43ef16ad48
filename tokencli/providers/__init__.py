"""What we know about products, as data, one product a file. It fills in and explains and never decides: every flow works without it."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, cast

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tokencli.providers.model import Provider
    from tokencli.wire.message import Response

# The products by name; with `_` for `-` also the modules of this folder. The more particular product stands before the
# family it is built on, and what is recognised by a host before what is recognised by a path.
PROVIDERS = (
    "entra",
    "google",
    "github",
    "gitlab",
    "okta",
    "bitbucket",
    "atlassian",
    "auth0",
    "cognito",
    "apple",
    "slack",
    "salesforce",
    "ping",
    "onelogin",
    "zitadel",
    "keycloak",
    "authentik",
    "adfs",
    "connect2id",
    "duende",
    "sims-id",
    "identityserver3",
    "identityserver4",
    "open-identityserver",
    "identityserver",
    "dex",
    "uaa",
    "wso2",
    "authelia",
    "hydra",
    "oidc-provider",
    "doorkeeper",
    "spring",
)

# What people call some of them.
OTHER_NAMES = {
    "azure": "entra",
    "azure-ad": "entra",
    "aad": "entra",
    "microsoft": "entra",
    "aws": "cognito",
    "ad-fs": "adfs",
    "c2id": "connect2id",
    "ory": "hydra",
    "pingone": "ping",
    "pingfederate": "ping",
    "jira": "atlassian",
    "spring-authorization-server": "spring",
    "mastodon": "doorkeeper",
    "asgardeo": "wso2",
    "cloudfoundry": "uaa",
    "sims": "sims-id",
    "ids3": "identityserver3",
    "ids4": "identityserver4",
}


def load_provider(name: str) -> Provider:
    """A product by its name, which must be in the list."""
    return cast("Provider", import_module(f"tokencli.providers.{name.replace('-', '_')}").PROVIDER)


def product_in(text: str) -> Provider | None:
    """The product that the value of `--provider` names; None when there is no such product."""
    name = _name_in(text)
    return load_provider(name) if name in PROVIDERS else None


def _name_in(text: str) -> str:
    return text.partition(":")[0].lower().replace("_", "-")


def find_provider(text: str) -> tuple[Provider, str]:
    """The product of `NAME[:TENANT]`, and its tenant part. No module but its own is loaded.

    Args:
        text: The value of `--provider`.

    Raises:
        UsageProblem: There is no such product.
    """
    wanted, provider = _name_in(text), product_in(text)
    if provider is not None:
        return provider, text.partition(":")[2]
    close = [OTHER_NAMES[wanted]] if wanted in OTHER_NAMES else get_close_matches(wanted, PROVIDERS, n=1)
    raise UsageProblem(
        f"there is no provider {text.partition(':')[0]!r}" + (f" (did you mean {close[0]}?)" if close else ""),
        f"it is one of: {', '.join(PROVIDERS)}; any other server is named with --issuer",
    )


def provider_settings(text: str) -> dict[str, str]:
    """The settings that `NAME[:TENANT]` stands for, by name.

    Args:
        text: The value of `--provider`.

    Raises:
        UsageProblem: There is no such product, or its tenant part is missing or malformed.
    """
    provider, tenant = find_provider(text)
    return provider.settings(tenant)


def recognise(url: str, metadata: Mapping[str, Any], response: Response | None = None) -> Provider | None:
    """The product behind an issuer or endpoint, or None.

    Args:
        url: The issuer or the token endpoint.
        metadata: The server's metadata; empty when unknown.
        response: An answer of the server, for headers and wording of its own.
    """
    known = (load_provider(name) for name in PROVIDERS)
    return next((provider for provider in known if provider.recognise.matches(url, metadata, response)), None)
