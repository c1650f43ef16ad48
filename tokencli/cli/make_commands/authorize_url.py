"""`tokencli make authorize-url`: the URL that begins a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.declared_options import declared_options
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.make_commands.show_made import in_lines, show_made
from tokencli.cli.options import (
    color_option,
    field_option,
    look,
    output_option,
    profile_options,
    run_options,
    settings_from,
    watching_options,
)
from tokencli.cli.sectioned import SectionedCommand
from tokencli.oauth.grants import find_grant
from tokencli.settings.model import grant_sections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.app.results import Run
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.parameter import Parameter

# What belongs to the answer and to the token request.
_LATER = frozenset({"code", "code_verifier", "listen", "port", "login_timeout", "param", "token_endpoint", "jwks_uri"})
_KEPT = ("code_verifier", "state", "nonce", "redirect_uri")


def _sections() -> dict[str, tuple[Parameter, ...]]:
    sections = grant_sections(find_grant("authorization-code"))
    return {title: tuple(one for one in declared if one.name not in _LATER) for title, declared in sections.items()}


def _authorize_url(**options: Any) -> int:
    from tokencli.app.make import AuthorizationUrl, make_authorization_url
    from tokencli.app.wiring import assemble

    settings = settings_from([one for section in _sections().values() for one in section], options)
    wiring = assemble(settings, run_options(options))
    if options["verbose"]:
        from tokencli.app.wiring import shown_settings
        from tokencli.render.conversation import Conversation, settings_lines

        wiring.terminal.text(settings_lines(shown_settings(settings, wiring.redactor())))
        wiring.recorder.watchers = (Conversation(wiring.terminal.text, wiring.redactor, options["verbose"]),)
    made = make_authorization_url(settings, wiring)
    if not isinstance(made, AuthorizationUrl):
        return _refused(made, wiring, options)
    kind = options["output"] or "pretty"
    if kind == "pretty" and not options["field"]:
        wiring.terminal.text(_what_to_keep(made.keep, settings.profile))
    show_made({"url": made.url, **made.keep}, options, kind, made.url)
    return ExitCode.DONE


def _what_to_keep(keep: Mapping[str, str], profile: str | None) -> str:
    kept = {name: keep[name] for name in _KEPT if name in keep}
    verifier = "--code-verifier prompt: " if "code_verifier" in kept else ""
    same = f"-p {profile}" if profile else "..."
    run = f"tokencli fetch authorization-code {same} --code prompt: {verifier}--redirect-uri {keep['redirect_uri']}"
    return f"keep for the answer and the token request:\n{in_lines(kept)}\nnext: {run}"


def _refused(run: Run, wiring: Wiring, options: dict[str, Any]) -> int:
    from tokencli.render.short_explanation import short_explanation

    wiring.terminal.text(short_explanation(run, wiring.redactor(), width=look(options, wiring.ambient.now()).width))
    return of_verdict(run.verdict.value)


command = SectionedCommand(
    "authorize-url",
    params=[
        *(option for title, parameters in _sections().items() for option in declared_options(parameters, title)),
        *profile_options(),
        output_option(("pretty", "json"), "pretty: the URL, and on stderr what to keep"),
        field_option(),
        *(one for one in watching_options() if one.name != "trace"),
        color_option(),
    ],
    callback=_authorize_url,
    help="Make the URL that begins a sign-in (RFC 6749 section 4.1.1): the one that fetch authorization-code opens. "
    "Nothing is sent but for metadata and, where it is wanted, the pushed request. The answer is traded with "
    "fetch authorization-code --code.",
    examples=(
        "tokencli make authorize-url --issuer https://login.example --client-id app --scope openid",
        "tokencli make authorize-url -p dev -o json",
    ),
)
