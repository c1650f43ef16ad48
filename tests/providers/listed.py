"""Puts the product that does not exist before those that do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import tokencli.providers
from tests.providers import acme

if TYPE_CHECKING:
    import pytest

    from tokencli.providers.model import Provider


def list_acme(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """Lists the product for one test, as a file of its own in the folder would."""
    monkeypatch.setitem(sys.modules, "tokencli.providers.acme", acme)
    monkeypatch.setattr(tokencli.providers, "PROVIDERS", ("acme", *tokencli.providers.PROVIDERS))
    return acme.PROVIDER
