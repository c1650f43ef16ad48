"""`tokencli decode`: what stands in a token, fast; with an option whether it is good, what differs, or what is risky."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.options import color_option, field_option, output_format, output_option
from tokencli.cli.sectioned import WideCommand, words_too_many
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.opening import OpeningSettings

if TYPE_CHECKING:
    from tokencli.jose.peek import PeekedToken

_QUESTIONS = ("verify", "diff", "lint")
_PARAMETERS = parameters_of(OpeningSettings)


def _further() -> list[click.Parameter]:
    from tokencli.cli.verifying import verifying_options

    return verifying_options()


@click.pass_context
def _decode(context: click.Context, /, **options: Any) -> int | None:
    _refuse_two_questions(options)
    if options.get("diff"):
        from tokencli.cli.comparing import compare

        return compare(options, profile_named=_profile_named(context))
    if options.get("other") is not None:
        words_too_many(context, (options["other"],))
    if options.get("verify"):
        from tokencli.cli.verifying import verify

        return verify(options)
    if options.get("lint"):
        from tokencli.cli.token_lint import lint_given

        return lint_given(options, profile_named=_profile_named(context))
    _refuse_what_means_nothing(context, options)
    _show_unverified(options)
    return None


def _refuse_two_questions(options: dict[str, Any]) -> None:
    if "lint" not in options:
        return
    from tokencli.cli.linting import refuse_lint_options

    asked = [f"--{name}" for name in _QUESTIONS if options[name]]
    if len(asked) > 1:
        raise UsageProblem(f"{asked[0]} and {asked[1]} are two questions", "ask one, then the other")
    refuse_lint_options(options)


def _refuse_what_means_nothing(context: click.Context, options: dict[str, Any]) -> None:
    """Nobody must believe that a token was held against what was only said."""
    if "verify" not in options:
        return
    from tokencli.cli.verifying import named_settings

    named = named_settings(options)
    if _profile_named(context):
        named = (*named, "profile")
    if named:
        raise UsageProblem(
            f"--{named[0].replace('_', '-')} says what a token is held against, and nothing is verified",
            "add --verify, or --diff",
        )


def _profile_named(context: click.Context) -> bool:
    """Whether the line names a profile; one of the environment is there for other commands too."""
    return context.get_parameter_source("profile") is ParameterSource.COMMANDLINE


def _show_unverified(options: dict[str, Any]) -> None:
    from tokencli.cli.given_tokens import given_tokens, seen_token
    from tokencli.render.decoded import decoded_document

    given = given_tokens(options["token"])
    shown = [(one.name, *seen_token(one.text, options, must_open=given.alone)) for one in given.tokens]
    if options["field"] is None and output_format(options) == "pretty":
        echo_view("\n".join(_pretty(*one, options["color"]) for one in shown))
        return
    named = [{"name": name, **decoded_document(seen, encryption)} for name, seen, encryption in shown]
    document: Any = decoded_document(*shown[0][1:]) if given.alone else named
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(document, options["field"]))
    else:
        from tokencli.render.json_text import json_text

        echo_view(json_text(document))


def _pretty(name: str, seen: PeekedToken, encryption: dict[str, Any] | None, color: str) -> str:
    from tokencli.render.decoded import decoded_text, heading
    from tokencli.runtime.color import wants_color
    from tokencli.runtime.system import wall_clock

    colored = wants_color(color, sys.stdout)
    above = heading(name, color=colored) if name else ""
    return above + decoded_text(seen, wall_clock(), encryption, color=colored)


command = WideCommand(
    "decode",
    params=[
        click.Argument(["token"], required=False, metavar="[TOKEN|REF|-]"),
        output_option(("pretty", "json")),
        field_option(),
        *declared_options(_PARAMETERS, "Encrypted token"),
        color_option(),
    ],
    further=_further,
    callback=_decode,
    help="Show header and claims of a JWT, with times in words; nothing is verified without --verify. "
    "Without an argument, or with -, the token is read from standard input: one, one a line, or a text in which tokens stand, such as "
    "a token response. An encrypted token (JWE) is recognised, and opened with "
    "--key, or with --client-secret where that is its key (extra [jwe]). --verify checks an ID token as its client does (OpenID Connect "
    "Core section 3.1.3.7), a JWT access token as its API does (RFC 9068 section 4), and any other JWT by RFC 7519; "
    "all checks are shown, with what was expected and what was found. --diff shows what two tokens say differently, "
    "or what was asked for and what came. --lint lists what is wrong or risky; exit code 10 with an error among the findings.",
    examples=(
        "tokencli decode eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln",
        "tokencli fetch client-credentials -p ci -o token | tokencli decode",
        "tokencli decode env:ACCESS_TOKEN --field claims.exp",
        "tokencli decode env:ID_TOKEN --key file:client.pem",
        "tokencli decode --verify env:ACCESS_TOKEN --issuer https://login.example --audience api://orders",
        "tokencli decode --verify env:ID_TOKEN --issuer https://login.example --client-id app --jwks keys.json",
        "tokencli decode --lint env:ACCESS_TOKEN --ignore subject-is-client",
        "tokencli decode --diff env:OLD_TOKEN env:NEW_TOKEN",
        "tokencli fetch client-credentials -p ci -o json | tokencli decode --diff -p ci",
    ),
)
