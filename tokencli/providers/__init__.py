"""What we know about products, as data, one product a file. It explains and never decides: every flow works without it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tokencli.providers.model import Provider
    from tokencli.wire.message import Response

# Modules of this folder, the more particular product before the family it is built on.
PROVIDERS: tuple[str, ...] = ()


def load_provider(name: str) -> Provider:
    """A product by its module's name."""
    return cast("Provider", import_module(f"tokencli.providers.{name}").PROVIDER)


def recognise(url: str, metadata: Mapping[str, Any], response: Response | None = None) -> Provider | None:
    """The product behind an issuer or endpoint, or None.

    Args:
        url: The issuer or the token endpoint.
        metadata: The server's metadata; empty when unknown.
        response: An answer of the server, for headers and wording of its own.
    """
    known = (load_provider(name) for name in PROVIDERS)
    return next((provider for provider in known if provider.recognise.matches(url, metadata, response)), None)
