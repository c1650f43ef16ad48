"""`tokencli token [PROFILE]`: a valid access token, from the store where it is good, else fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import config_option, no_input_option, output_option, profile_option
from tokencli.cli.quick_command import QuickCommand
from tokencli.cli.sectioned import SectionedOption
from tokencli.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

# The formats that need nothing of a run but its tokens, and no setting.
_QUICK = frozenset({"token", "id-token", "refresh-token", "header", "curl"})


def _key(options: Mapping[str, Any]) -> str:
    from tokencli.app.quick_token import quick_key

    words = {name: options.get(name) for name in ("profile_name", "profile", "store", "no_input")}
    return quick_key(options.get("config"), words)


def _short_way(options: dict[str, Any]) -> int | None:
    kind = options["output"] or "token"
    if kind not in _QUICK:
        return None
    from tokencli.app.quick_token import quick_token
    from tokencli.runtime.system import wall_clock

    held = quick_token(_key(options), wall_clock(), _least(options["min_validity"]))
    if held is None:
        return None
    from tokencli.cli.issued import print_issued

    print_issued(held, kind, options)
    return ExitCode.DONE


def _least(text: str | None) -> float | None:
    if text is None:
        return None
    from tokencli.settings.value import read_duration

    return read_duration(text, "--min-validity")


def _further() -> list[click.Parameter]:
    from tokencli.cli.stored import force_option, format_options, stored_options

    return [*format_options(), force_option(), *stored_options(without=_FEW)]


def _long_way(**options: Any) -> int:
    from tokencli.app.quick_token import remember
    from tokencli.app.stored_token import valid_token
    from tokencli.cli.stored import is_plain, show, wanted_from
    from tokencli.cli.watching import watching

    key, plain = _key(options), is_plain(options, _FEW)
    wanted, wiring = wanted_from(options)
    with watching(wanted.settings, wiring, options):
        found = valid_token(wanted)
    if plain and found.tokens is not None:
        remember(key, wanted)
    return show(found, options, wanted, str(options["output"] or "token"))


_FEW: list[click.Parameter] = [
    click.Argument(["profile_name"], required=False, metavar="[PROFILE]"),
    output_option(tuple(FORMATS), "token"),
    profile_option(),
    config_option(),
    SectionedOption(
        ["--store", "store"],
        section="Settings",
        metavar="keyring|file|none",
        help="where tokens rest; default: the keyring, and nowhere in CI for a grant that needs nobody",
    ),
    SectionedOption(
        ["--min-validity", "min_validity"],
        section="Settings",
        metavar="5m",
        help="how long a stored token must still live; default 60s",
    ),
    no_input_option(),
]

command = QuickCommand(
    "token",
    few=_FEW,
    further=_further,
    short_way=_short_way,
    callback=_long_way,
    help="Print a valid access token: from the store, else by refresh, else by running the profile's grant where it needs "
    "nobody, else, on a terminal, by signing in. Without a terminal exit code 4 says that a person must sign in.",
    examples=(
        "TOKEN=$(tokencli token ci)",
        "tokencli token dev --min-validity 5m -o header",
        "tokencli token --grant client-credentials --issuer https://login.example --client-id ci --client-secret env:CI_SECRET",
    ),
)
