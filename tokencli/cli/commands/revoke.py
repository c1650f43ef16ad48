"""`tokencli revoke`: a token ended at its server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.cli.question_command import question_command
from tokencli.settings.groups import RevocationSettings
from tokencli.settings.model import question_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.app.question import Question
    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings


def _making() -> Callable[[str, Settings, Wiring], Question]:
    from tokencli.app.revoke import revocation

    return revocation


command = question_command(
    "revoke",
    question_sections(RevocationSettings, "revocation_endpoint"),
    _making,
    "End a token at its server (RFC 7009). A server says yes to a token that it never knew as well, so a yes means: "
    "the token is not good now. Revoking a refresh token usually ends the access tokens of the same sign-in too.",
    (
        "tokencli revoke env:REFRESH_TOKEN --issuer https://login.example --client-id app",
        "tokencli revoke env:ACCESS_TOKEN -p dev --token-type-hint access_token",
    ),
)
