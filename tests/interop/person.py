"""A person in front of a real browser, at the pages of each server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.interop.chromium import Chromium


@dataclass(frozen=True)
class OidcProviderPerson:
    """Someone at oidc-provider's own pages, where any password is good."""

    browser: Chromium
    name: str = "alice"

    def sign_in(self) -> None:
        """Gives the name and a password."""
        self.browser.fill("input[name=login]", self.name)
        self.browser.fill("input[name=password]", "any password")
        self.browser.press("button[type=submit]")

    def agree(self) -> None:
        """Lets the client have what it asks for."""
        self.browser.find("input[name=prompt][value=consent]")
        self.browser.press("button[type=submit]")

    def refuse(self) -> None:
        """Leaves the page by its own way out."""
        self.browser.press("a[href$='/abort']")


@dataclass(frozen=True)
class KeycloakPerson:
    """Someone at Keycloak's own pages."""

    browser: Chromium
    name: str = "alice"

    def sign_in(self, password: str = "") -> None:
        """Gives the name and a password, the right one unless told otherwise."""
        self.browser.fill("#username", self.name)
        self.browser.fill("#password", password or f"{self.name}-pw")
        self.browser.press("#kc-login")

    def agree(self) -> None:
        """Lets the client have what it asks for."""
        self.browser.press("#kc-login[name=accept]")

    def refuse(self) -> None:
        """Says no."""
        self.browser.press("#kc-cancel[name=cancel]")
