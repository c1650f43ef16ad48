"""`tokencli token [PROFILE]`: a valid access token, from the store where it is good, else fresh."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from tokencli.cli.options import output_option
from tokencli.cli.sectioned import SectionedCommand
from tokencli.cli.stored import force_option, format_options, profile_argument, show, stored_options, wanted_from
from tokencli.cli.watching import watching
from tokencli.render import FORMATS

# A line that says no more than this can be answered as it was the last time: it names settings or a look of no consequence.
_SAYS_AGAIN = frozenset(
    {"profile_name", "profile", "config", "store", "min_validity", "no_input", "no_cache", "output", "color"}
)
# The formats that need nothing of a run but its tokens, and no setting.
_SHOWS_AGAIN = frozenset({"token", "id-token", "refresh-token", "header", "curl", "exec-credential"})


@click.pass_context
def _token(context: click.Context, /, **options: Any) -> int:
    from tokencli.app.quick_token import remember
    from tokencli.app.stored_token import valid_token

    wanted, wiring = wanted_from(options)
    with watching(wanted.settings, wiring, options):
        found = valid_token(wanted)
    output = str(options["output"] or "token")
    code = show(found, options, wanted, output)
    if found.tokens is not None and _is_for_again(context, output) and not wanted.settings.get("output_member"):
        remember(context.obj, options["config"], output, wanted)
    return code


def _is_for_again(context: click.Context, output: str) -> bool:
    said = {name for name in context.params if context.get_parameter_source(name) is not ParameterSource.DEFAULT}
    return output in _SHOWS_AGAIN and said <= _SAYS_AGAIN


command = SectionedCommand(
    "token",
    params=[
        profile_argument(),
        output_option(tuple(FORMATS), "token"),
        *format_options(),
        force_option(),
        *stored_options(),
    ],
    callback=_token,
    help="Print a valid access token: from the store, else by refresh, else by running the profile's grant where it needs "
    "nobody, else, on a terminal, by signing in. Without a terminal exit code 4 says that a person must sign in.",
    examples=(
        "TOKEN=$(tokencli token ci)",
        "tokencli token dev --min-validity 5m -o header",
        "tokencli token --grant client-credentials --issuer https://login.example --client-id ci --client-secret env:CI_SECRET",
    ),
)
