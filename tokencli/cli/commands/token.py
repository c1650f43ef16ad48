"""`tokencli token [PROFILE]`: a valid access token, from the store where it is good, else fresh."""

from __future__ import annotations

from typing import Any

from tokencli.cli.options import output_option
from tokencli.cli.sectioned import SectionedCommand
from tokencli.cli.stored import force_option, format_options, profile_argument, show, stored_options, wanted_from
from tokencli.cli.watching import watching
from tokencli.render import FORMATS


def _token(**options: Any) -> int:
    from tokencli.app.stored_token import valid_token

    wanted, wiring = wanted_from(options)
    with watching(wanted.settings, wiring, options):
        found = valid_token(wanted)
    return show(found, options, wiring, str(options["output"] or "token"))


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
