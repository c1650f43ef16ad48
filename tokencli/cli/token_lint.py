"""`tokencli decode --lint`: what in tokens is wrong or risky, whether they are good or not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tokencli.cli.given_tokens import given_tokens, seen_token
from tokencli.cli.linting import show_lint
from tokencli.cli.options import look
from tokencli.cli.verifying import refuse_strays
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import LintSettings
from tokencli.settings.verifying import Question

if TYPE_CHECKING:
    from tokencli.app.lint import LookedAt
    from tokencli.cli.exit_codes import ExitCode
    from tokencli.cli.given_tokens import GivenTokens

_ALONE = "the token"


def lint_given(options: dict[str, Any], *, profile_named: bool) -> ExitCode:
    """Lists what in the given tokens is wrong or risky.

    Args:
        options: The options of the command.
        profile_named: Whether the line names a profile.

    Returns:
        The exit code.

    Raises:
        UsageProblem: An option means nothing for that, or what was given is no JWT.
    """
    from tokencli.wire.redaction import Redactor

    refuse_strays(options, Question.LINT, *(("profile",) if profile_named else ()))
    given = given_tokens(options["token"])
    return show_lint(_looked_at(given, options), options, look(options, 0.0), Redactor())


def _looked_at(given: GivenTokens, options: dict[str, Any]) -> list[LookedAt]:
    from tokencli.app.lint import lint_token
    from tokencli.oauth.tokens.token_use import Use
    from tokencli.settings.resolve import resolve

    settings = resolve(parameters_of(LintSettings), options, os.environ, {})
    ignored, standards = frozenset(settings.get("ignore") or ()), frozenset(options["standards"])
    use = Use(options["use"]) if options["use"] else None
    seen = ((one.name, seen_token(one.text, options, must_open=given.alone)[0]) for one in given.tokens)
    return [lint_token(name or _ALONE, inside, use, ignored, standards) for name, inside in seen]
