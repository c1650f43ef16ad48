"""`tokencli introspect`: what the server knows of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.cli.question_command import question_command
from tokencli.settings.groups import IntrospectionSettings
from tokencli.settings.model import question_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.app.question import Question
    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings


def _making() -> Callable[[str, Settings, Wiring], Question]:
    from tokencli.app.introspect import introspection

    return introspection


command = question_command(
    "introspect",
    question_sections(IntrospectionSettings, "introspection_endpoint"),
    _making,
    "Ask the server whether a token is good, and for what (RFC 7662); with --signed, in an answer that is signed and "
    "checked (RFC 9701). A token that is not good is an answer, not a failure: look at active.",
    (
        "tokencli introspect env:ACCESS_TOKEN --issuer https://login.example --client-id api --client-secret env:API_SECRET",
        "tokencli fetch client-credentials -p ci -o token | tokencli introspect - -p api --field active",
    ),
)
