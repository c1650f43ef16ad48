"""`tokencli logout [PROFILE] [--all]`: tokens revoked at their servers, then forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.echo import echo_product
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.stored import explain_failure, profile_argument, say_note, stored_options, wanted_from
from tokencli.cli.watching import watching
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.app.logout import LoggedOut
    from tokencli.app.token_at_rest import Wanted


def _logout(**options: Any) -> int:
    if options.pop("everything"):
        return _logout_everything(options)
    wanted, _ = wanted_from(options)
    return _logout_one(wanted, options)


def _logout_one(wanted: Wanted, options: dict[str, Any]) -> int:
    from tokencli.app.logout import logout

    with watching(wanted.settings, wanted.wiring, options):
        done = logout(wanted, with_url=options["url"], post_logout_redirect_uri=options["post_logout_redirect_uri"])
    if done.url:
        echo_product(f"{done.url}\n")
    say_note(_words(done))
    if done.failed is None:
        return ExitCode.DONE
    explain_failure(done.failed, wanted.wiring())
    return of_verdict(done.failed.verdict.value)


def _words(done: LoggedOut) -> str:
    if not done.found:
        return f"no token is stored for {done.profile}"
    if done.why_not:
        return f"the token of {done.profile} is forgotten here; {done.why_not}, so it stays good there until it ends"
    if done.failed is not None:
        return f"the token of {done.profile} is forgotten here; at the server it may stay good until it ends"
    return f"the token of {done.profile} is revoked and forgotten"


def _logout_everything(options: dict[str, Any]) -> int:
    """Each entry with the settings of its profile where these still lead to it; else it is only forgotten."""
    from tokencli.app.logout import forget
    from tokencli.app.status import stored
    from tokencli.store.configured import configured_inputs, fingerprint

    codes = [ExitCode.DONE]
    entries = stored()
    for entry in entries:
        try:
            wanted, _ = wanted_from({**options, "profile_name": entry.profile or "-", "store": entry.store})
        except UsageProblem:
            wanted = None
        if wanted and fingerprint(configured_inputs(wanted.settings, wanted.listed.name)) == entry.fingerprint:
            codes.append(ExitCode(_logout_one(wanted, options)))
        else:
            forget(entry)
            say_note(
                f"a token of {entry.profile or entry.client_id} is forgotten; its settings are gone, so no server was asked"
            )
    if not entries:
        say_note("no token is stored")
    return max(codes)


command = SectionedCommand(
    "logout",
    params=[
        profile_argument(),
        SectionedOption(
            ["--all", "everything"], is_flag=True, section="Output", help="every stored token, of all profiles"
        ),
        SectionedOption(
            ["--url", "url"],
            is_flag=True,
            section="Output",
            help="also print the URL that ends the session in the browser (OpenID Connect RP-Initiated Logout 1.0)",
        ),
        SectionedOption(
            ["--post-logout-redirect-uri", "post_logout_redirect_uri"],
            section="Output",
            metavar="URI",
            help="where the browser goes after --url, as registered",
        ),
        *stored_options(),
    ],
    callback=_logout,
    help="Revoke the stored token at its server where it can be done (RFC 7009), then forget it. It is forgotten whatever the "
    "server says; when that was not yes, the exit code tells.",
    examples=("tokencli logout dev", "tokencli logout --all"),
)
