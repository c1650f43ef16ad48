"""`tokencli userinfo`: what the server tells about the person of an access token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.cli.question_command import question_command
from tokencli.settings.groups import UserInfoSettings
from tokencli.settings.model import question_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.app.question import Question
    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings


def _making() -> Callable[[str, Settings, Wiring], Question]:
    from tokencli.app.userinfo import userinfo

    return userinfo


command = question_command(
    "userinfo",
    question_sections(UserInfoSettings, "userinfo_endpoint"),
    _making,
    "Ask the server about the person of an access token (OpenID Connect Core section 5.3). A signed answer is checked; "
    "with --id-token, the person must be the one of the ID token.",
    (
        "tokencli userinfo env:ACCESS_TOKEN --issuer https://login.example --client-id app",
        "tokencli userinfo env:ACCESS_TOKEN -p dev --id-token env:ID_TOKEN --field email",
    ),
)
