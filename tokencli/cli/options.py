"""Options that recur under one name everywhere."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.sectioned import SectionedOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.wiring import RunOptions
    from tokencli.oauth.parameter import Parameter
    from tokencli.render import Look
    from tokencli.settings.resolve import Settings

WIDTH_OF_A_PIPE = 100
SHELLS = ("posix", "fish", "powershell", "cmd")
_NAMES_A_SERVER = (
    "issuer",
    "provider",
    "token_endpoint",
    "introspection_endpoint",
    "revocation_endpoint",
    "userinfo_endpoint",
)
REQUEST_FORMATS = ("http", "curl", "json")


def _variable(name: str) -> str:
    return "TOKENCLI_" + name.upper()


def profile_options() -> list[click.Option]:
    """`--profile` and `--config`."""
    return [profile_option(), config_option()]


def profile_option() -> click.Option:
    """`--profile`."""
    return SectionedOption(
        ["-p", "--profile", "profile"],
        section="Settings",
        metavar="NAME",
        envvar=_variable("profile"),
        help="profile to start from; options given here win",
        shell_complete=_complete_profile,
    )


def config_option() -> click.Option:
    """`--config`."""
    return SectionedOption(
        ["--config", "config"],
        section="Settings",
        metavar="FILE",
        help="configuration file to use instead of the usual one",
    )


def _complete_profile(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG001 - click's signature
    import re

    from click.shell_completion import CompletionItem

    from tokencli.settings.paths import config_file

    path, _ = config_file(ctx.params.get("config"), os.environ)
    try:
        text = path.read_text("utf-8")
    except OSError:
        return []
    names = re.findall(r'^\s*\[profiles\."?([^"\]]+)"?\]', text, re.MULTILINE)
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def color_option() -> click.Option:
    """`--color`."""
    return SectionedOption(
        ["--color", "color"],
        section="Output",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        envvar=_variable("color"),
        help="colours: auto means on a terminal, unless NO_COLOR is set",
    )


def output_option(formats: Sequence[str], default: str = "pretty on a terminal, json in a pipe") -> click.Option:
    """`--output`."""
    return SectionedOption(
        ["-o", "--output", "output"],
        section="Output",
        type=click.Choice(list(formats)),
        metavar="FORMAT",
        envvar=_variable("output"),
        help=f"{', '.join(formats)}; default: {default}",
    )


def field_option() -> click.Option:
    """`--field`."""
    return SectionedOption(
        ["--field", "field"],
        section="Output",
        metavar="PATH",
        envvar=_variable("field"),
        help="print one member of the JSON output, such as expires_in or tokencli.findings.0.name",
    )


def env_options() -> list[click.Option]:
    """`--shell` and `--env-prefix`."""
    return [
        SectionedOption(
            ["--shell", "shell"],
            section="Output",
            type=click.Choice(SHELLS),
            default="posix",
            envvar=_variable("shell"),
            help="shell that -o env writes for",
        ),
        SectionedOption(
            ["--env-prefix", "env_prefix"],
            section="Output",
            metavar="TEXT",
            default="",
            envvar=_variable("env_prefix"),
            help="what the names of -o env begin with",
        ),
    ]


def watching_options() -> list[click.Option]:
    """`-v`, `--trace`, `--show-secrets`, `--no-input`, `--no-cache`."""
    return [
        SectionedOption(
            ["-v", "--verbose", "verbose"],
            section="Output",
            count=True,
            help="show the exchange on stderr; -vv also the answers' bodies",
        ),
        SectionedOption(
            ["--trace", "trace"],
            section="Output",
            metavar="FILE",
            envvar=_variable("trace"),
            help="save the run, redacted, as a file that explain reads",
        ),
        SectionedOption(
            ["--show-secrets", "show_secrets"],
            section="Output",
            is_flag=True,
            help="do not redact secrets in traces, -v and --dry-run",
        ),
        no_input_option(),
        SectionedOption(
            ["--step", "step"],
            section="Output",
            is_flag=True,
            help="stop before each request: see it, change it, send it or quit",
        ),
        SectionedOption(
            ["--no-cache", "no_cache"],
            section="Connection",
            is_flag=True,
            envvar=_variable("no_cache"),
            help="fetch the issuer's metadata afresh",
        ),
    ]


def no_input_option() -> click.Option:
    """`--no-input`."""
    return SectionedOption(
        ["--no-input", "no_input"],
        section="Output",
        is_flag=True,
        envvar=_variable("no_input"),
        help="never prompt, never open a browser",
    )


def person_options(endpoints: Sequence[str]) -> list[click.Option]:
    """The options of a run with a person in it, as far as they apply to a grant.

    Args:
        endpoints: The endpoints the grant asks, by their metadata names.
    """
    options = {
        "authorization_endpoint": (_no_browser_option(), _callback_cert_option("https redirect URI")),
        "device_authorization_endpoint": (_no_qr_code_option(),),
        "backchannel_authentication_endpoint": (_callback_cert_option("https notification endpoint"),),
    }
    return [one for endpoint in endpoints for one in options.get(endpoint, ())]


def _no_browser_option() -> click.Option:
    return SectionedOption(
        ["--no-browser", "no_browser"],
        section="Grant",
        is_flag=True,
        envvar=_variable("no_browser"),
        help="only print the URL; the person opens it",
    )


def _callback_cert_option(what: str) -> click.Option:
    return SectionedOption(
        ["--callback-cert", "callback_cert"],
        section="Grant",
        metavar="FILE",
        envvar=_variable("callback_cert"),
        help=f"PEM file of certificate and key for an {what}",
    )


def _no_qr_code_option() -> click.Option:
    return SectionedOption(
        ["--no-qr-code", "no_qr_code"],
        section="Grant",
        is_flag=True,
        envvar=_variable("no_qr_code"),
        help="do not draw the address as a QR code, which a screen reader would spell",
    )


def dry_run_option() -> click.Option:
    """`--dry-run[=http|curl|json]`."""
    return SectionedOption(
        ["--dry-run", "dry_run"],
        section="Output",
        type=click.Choice(REQUEST_FORMATS),
        metavar="[=http|curl|json]",
        help="print the exact request and send nothing; a kind is given only with =",
    )


def run_options(options: dict[str, Any]) -> RunOptions:
    """What the command was told about the run itself."""
    from tokencli.app.wiring import RunOptions

    return RunOptions(
        color=options["color"],
        no_input=bool(options.get("no_input")),
        show_secrets=bool(options.get("show_secrets")),
        use_cache=not options.get("no_cache"),
        trace_file=options.get("trace"),
        no_browser=bool(options.get("no_browser")),
        step=bool(options.get("step")),
        callback_cert=options.get("callback_cert"),
        qr_code=not options.get("no_qr_code"),
    )


def look(options: dict[str, Any], now: float) -> Look:
    """How output is to look: colours and width follow the terminal."""
    from tokencli.render import Look
    from tokencli.runtime.color import wants_color

    return Look(
        color=wants_color(options["color"], sys.stdout),
        width=_columns(),
        shell=options.get("shell") or "posix",
        env_prefix=options.get("env_prefix") or "",
        now=now,
    )


def _columns() -> int:
    if not sys.stdout.isatty():
        return WIDTH_OF_A_PIPE
    from shutil import get_terminal_size

    return get_terminal_size((80, 24)).columns


def output_format(options: dict[str, Any]) -> str:
    """The output format: as asked for, else pretty on a terminal and json in a pipe."""
    return str(options.get("output") or ("pretty" if sys.stdout.isatty() else "json"))


def _names_server(options: dict[str, Any]) -> bool:
    """Whether the command line or the environment names a server."""
    return any(options.get(name) or os.environ.get(_variable(name)) for name in _NAMES_A_SERVER)


def settings_from(parameters: Sequence[Parameter], options: dict[str, Any]) -> Settings:
    """The settings of a command that may start from a profile.

    A profile that was not named is used only when nothing else names a server: its secret must not go to another one.
    """
    from tokencli.settings.resolve import resolve

    named = options.get("profile")
    profile, values = None, {}
    if named or not _names_server(options):
        from tokencli.settings.paths import config_file
        from tokencli.settings.profile_file import choose_profile, from_profile, read_profile_file

        path, must_exist = config_file(options.get("config"), os.environ)
        file = read_profile_file(path, must_exist=must_exist)
        profile = choose_profile(file, named)
        values = from_profile(file, profile) if profile is not None else {}
    return resolve(parameters, options, os.environ, values, profile)
