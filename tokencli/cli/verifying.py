"""`tokencli decode --verify`: every check of one token or several, and the exit code that says whether all passed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.ended import explain_end
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.given_tokens import given_tokens
from tokencli.cli.linting import lint_options
from tokencli.cli.options import (
    look,
    output_format,
    profile_options,
    run_options,
    settings_from,
    watching_options,
)
from tokencli.cli.sectioned import SectionedOption
from tokencli.cli.watching import watched
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.oauth.tokens.token_use import Use
from tokencli.settings.opening import OpeningSettings
from tokencli.settings.verifying import Question, answers_of, said_for_nothing, verifying_sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.verify_token import Verified
    from tokencli.app.wiring import Wiring
    from tokencli.cli.given_tokens import GivenTokens
    from tokencli.oauth.parameter import Parameter
    from tokencli.render import Look
    from tokencli.settings.resolve import Settings
    from tokencli.wire.redaction import Redactor


def verifying_options() -> list[click.Parameter]:
    """The options of `--verify`, `--diff` and `--lint`."""
    sections = verifying_sections()
    return [
        click.Argument(["other"], required=False, metavar="[OTHER]"),
        SectionedOption(
            ["--verify", "verify"],
            section="Verify or compare",
            is_flag=True,
            help="check the signature with the issuer's keys, and every claim; exit 40 when a check fails",
        ),
        SectionedOption(
            ["--as", "use"],
            section="Verify or compare",
            type=click.Choice([one.value for one in Use]),
            help="rules to check by; default: told from typ and claims, and said",
        ),
        SectionedOption(
            ["--diff", "diff"],
            section="Verify or compare",
            is_flag=True,
            help="compare two tokens; or one token, or a token response, with what was asked for",
        ),
        SectionedOption(
            ["--lint", "lint"],
            section="Lint",
            is_flag=True,
            help="list what in the token is wrong or risky, whether it is good or not; nothing is sent",
        ),
        *lint_options(),
        *(one for title, parameters in sections.items() for one in declared_options(parameters, title)),
        *profile_options(),
        *watching_options(),
    ]


def named_settings(options: dict[str, Any]) -> tuple[str, ...]:
    """The settings that the line gives, by name; what opens an encrypted token is none of them."""
    own = {one.name for one in parameters_of(OpeningSettings)}
    given = (one.name for one in verifying_parameters() if options.get(one.name) not in (None, (), False))
    return (*(name for name in given if name not in own), *(("as",) if options.get("use") else ()))


def refuse_strays(options: dict[str, Any], question: Question, *named: str) -> None:
    """Nobody must believe that something counted which did not.

    Args:
        options: The options of the command.
        question: What the line asks.
        named: What else the line says.

    Raises:
        UsageProblem: An option means nothing for that.
    """
    stray = said_for_nothing((*named_settings(options), *named), question)
    if stray:
        others = " or ".join(answers_of(stray))
        raise UsageProblem(
            f"--{stray.replace('_', '-')} means nothing for {question}", f"leave it out, or use {others}"
        )


def verifying_parameters() -> Sequence[Parameter]:
    """Everything that may be said of a token."""
    sections = verifying_sections()
    return (*(one for part in sections.values() for one in part), *parameters_of(OpeningSettings))


def verifying_settings(options: dict[str, Any]) -> Settings:
    """The settings of the run; a profile counts only when it is named: a token says itself who issued it."""
    from tokencli.settings.resolve import resolve

    if options["profile"]:
        return settings_from(verifying_parameters(), options)
    return resolve(verifying_parameters(), options, os.environ, {})


def verify(options: dict[str, Any]) -> int:
    """Verifies the given tokens.

    Args:
        options: The options of the command.

    Returns:
        The exit code.

    Raises:
        TokencliError: A setting or a token cannot be used.
    """
    from tokencli.app.verify_token import read_moment, verify_tokens
    from tokencli.app.wiring import assemble

    refuse_strays(options, Question.VERIFY)
    settings = verifying_settings(options)
    wiring = assemble(settings, run_options(options))
    given = given_tokens(options["token"])
    for name in given.opaque:
        wiring.terminal.note(f"{name} is no JWT, so that only its server can tell whether it is good")
    with watched(settings, wiring, options["verbose"]):
        use = Use(options["use"]) if options["use"] else None
        done = verify_tokens(given.tokens, use, settings, wiring, access_token=given.access_token)
    if not isinstance(done, tuple):
        return explain_end(done, wiring, look(options, wiring.ambient.now()), options)
    at = read_moment(settings.get("at"))
    _show(done, given, wiring, options, wiring.ambient.now() if at is None else at)
    return ExitCode.DONE if all(one.valid for one in done) else ExitCode.TOKEN_INVALID


def _show(done: Sequence[Verified], given: GivenTokens, wiring: Wiring, options: dict[str, Any], now: float) -> None:
    if options["field"] is None and output_format(options) == "pretty":
        echo_view("\n".join(_pretty(one, wiring.redactor(), look(options, now)) for one in done))
        return
    document = _document(done, given, wiring.redactor())
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(document, options["field"]))
    else:
        from tokencli.render.json_text import json_text

        echo_view(json_text(document))
    for one in done:
        if not one.valid:
            wiring.terminal.text(f"tokencli: {one.name or 'the token'} is not valid: {_failed(one)}")


def _document(done: Sequence[Verified], given: GivenTokens, redactor: Redactor) -> Any:
    from tokencli.render.verified import verified_document

    if given.alone:
        return verified_document(done[0], redactor)
    return [{"name": one.name, **verified_document(one, redactor)} for one in done]


def _pretty(one: Verified, redactor: Redactor, how: Look) -> str:
    from tokencli.render.decoded import decoded_text, heading
    from tokencli.render.human.console import to_text
    from tokencli.render.human.verification import verification_view

    name = heading(one.name, color=how.color) if one.name else ""
    text = decoded_text(one.seen, how.now, one.encryption, color=how.color, verified=True)
    return f"{name}{text}\n{to_text(verification_view(one, redactor), how)}"


def _failed(one: Verified) -> str:
    return "; ".join(
        f"{check.name}: expected {check.expected}, found {check.actual}" for check in one.checks if not check.passed
    )
