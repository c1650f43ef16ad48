"""`tokencli logout [PROFILE] [--all]`: tokens revoked at their servers, then forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.echo import echo_product
from tokencli.cli.exit_codes import ExitCode, of_error, of_verdict
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.stored import explain_failure, profile_argument, say_note, stored_options, wanted_from
from tokencli.cli.watching import watching
from tokencli.errors import TokencliError, UsageProblem

if TYPE_CHECKING:
    from tokencli.app.logout import LoggedOut
    from tokencli.app.token_at_rest import Wanted
    from tokencli.store.index import Summary


_ENDPOINTS = ("revocation_endpoint", "end_session_endpoint")  # no grant has a use for them


def _logout(**options: Any) -> int:
    if options.pop("everything"):
        return _logout_everything(options)
    wanted, _ = wanted_from(options, _ENDPOINTS)
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
    from tokencli.app.status import stored

    entries = stored()
    if not entries:
        say_note("no token is stored")
    return max((_logout_entry(entry, options) for entry in entries), default=ExitCode.DONE)


def _logout_entry(entry: Summary, options: dict[str, Any]) -> int:
    """One of them; a store that is locked or a server that cannot be asked does not save the others."""
    from tokencli.app.logout import forget

    name = f"profile {entry.profile}" if entry.profile else entry.client_id
    try:
        wanted = _wanted_of(entry, options)
        if wanted is not None:
            return _logout_one(wanted, options)
        forget(entry)
    except TokencliError as problem:
        say_note(f"a token of {name} is not forgotten: {problem.what}" + (f"; {problem.help}" if problem.help else ""))
        return of_error(problem)
    say_note(f"a token of {name} is forgotten; its settings are gone, so no server was asked")
    return ExitCode.DONE


def _wanted_of(entry: Summary, options: dict[str, Any]) -> Wanted | None:
    """The settings that lead to an entry; None when they are gone."""
    from tokencli.store.configured import configured_inputs, fingerprint

    if not entry.profile:
        return None
    try:
        wanted, _ = wanted_from({**options, "profile_name": entry.profile, "store": entry.store}, _ENDPOINTS)
    except UsageProblem:
        return None
    same = fingerprint(configured_inputs(wanted.settings, wanted.listed.name)) == entry.fingerprint
    return wanted if same else None


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
