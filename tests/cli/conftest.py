from __future__ import annotations

from tests.journeys.command import cli

__all__ = ["cli"]
