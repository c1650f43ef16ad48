"""`tokencli decode --diff`: two tokens beside each other, or what was asked for beside what came."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.given_tokens import given_tokens, seen_token
from tokencli.cli.options import output_format
from tokencli.cli.verifying import named_settings, refuse_strays, verifying_settings
from tokencli.errors import UsageProblem
from tokencli.settings.verifying import Question

if TYPE_CHECKING:
    from tokencli.cli.given_tokens import GivenTokens
    from tokencli.jose.found_tokens import FoundToken
    from tokencli.jose.peek import PeekedToken

_TWO = 2
_ASKED = frozenset({"scope", "audience", "resource", "acr_values", "issuer", "provider", "client_id"})
_HELP = "give two tokens, or one with what was asked for: --scope, --audience, --resource, --acr-values, or -p PROFILE"


def compare(options: dict[str, Any], *, profile_named: bool) -> int:
    """Compares what was given.

    Args:
        options: The options of the command.
        profile_named: Whether the line names a profile.

    Returns:
        The exit code.

    Raises:
        UsageProblem: What was given cannot be compared.
    """
    refuse_strays(options, Question.DIFF)
    given = given_tokens(options["token"])
    asks = profile_named or not _ASKED.isdisjoint(named_settings(options))
    if options["other"] is not None:
        if asks:
            raise UsageProblem("two tokens and what was asked for were given; --diff compares two things", _HELP)
        _two_tokens(_single(given, "the first"), _single(given_tokens(options["other"]), "the second"), options)
    elif asks or len(given.tokens) == 1:
        _with_asked(given, options)
    elif len(given.tokens) == _TWO:
        _two_tokens(given.tokens[0], given.tokens[1], options)
    else:
        raise UsageProblem(f"there are {len(given.tokens)} tokens in it; --diff compares two", _HELP)
    return ExitCode.DONE


def _single(given: GivenTokens, which: str) -> FoundToken:
    if len(given.tokens) != 1:
        raise UsageProblem(f"there are {len(given.tokens)} tokens in {which} argument", _HELP)
    return given.tokens[0]


def _two_tokens(first: FoundToken, second: FoundToken, options: dict[str, Any]) -> None:
    from tokencli.oauth.tokens.difference import compare_tokens
    from tokencli.render.compared import difference_document, difference_text
    from tokencli.runtime.system import wall_clock

    one, other = seen_token(first.text, options)[0], seen_token(second.text, options)[0]
    names = (_name(first, one), _name(second, other))
    difference = compare_tokens(one, other)
    _show(
        difference_document(names, difference),
        options,
        lambda color: difference_text(names, difference, wall_clock(), color=color),
    )


def _name(token: FoundToken, seen: PeekedToken) -> str:
    """What a token is called: where it stood, else what it is used as."""
    from tokencli.oauth.tokens.token_use import tell_use

    return token.name or tell_use(seen).use.value


def _with_asked(given: GivenTokens, options: dict[str, Any]) -> None:
    from tokencli.app.compare_tokens import asked_for, what_came
    from tokencli.oauth.tokens.granted import Asked, compare_granted
    from tokencli.render.compared import granted_document, granted_text

    asked = asked_for(verifying_settings(options))
    if asked == Asked():
        raise UsageProblem("there is one token, and nothing to compare it with", _HELP)
    came = {one.name: seen_token(one.text, options)[0] for one in given.tokens}
    compared = compare_granted(asked, what_came(given.text, came))
    _show(granted_document(compared), options, lambda color: granted_text(compared, color=color))


def _show(document: dict[str, Any], options: dict[str, Any], text: Any) -> None:
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(document, options["field"]))
    elif output_format(options) == "json":
        from tokencli.render.json_text import json_text

        echo_view(json_text(document))
    else:
        from tokencli.runtime.color import wants_color

        echo_view(text(wants_color(options["color"], sys.stdout)))
