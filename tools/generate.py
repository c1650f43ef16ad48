"""Writes what is made from the code: the command reference, the pages of findings and providers, the completion scripts.

`python tools/generate.py` writes the files; `--check` says which are not current and ends with 1.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tokencli.app.checks import CHECKS
from tokencli.app.explain_name import ProductError
from tokencli.app.steps import STEPS
from tokencli.cli.commands.completion import SHELLS, completion_script
from tokencli.cli.program import cli
from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.lint import LINT_RULES
from tokencli.diagnosis.rules import RULES
from tokencli.providers import PROVIDERS, load_provider
from tokencli.providers.model import QUIRKS
from tokencli.render.named import error_text
from tokencli.settings.model import all_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.providers.model import Preset, Provider

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 110
_LINTED = {
    "metadata": "Metadata of an authorization server",
    "keys": "Keys of an authorization server",
    "resource": "Metadata of a protected resource",
    "token": "Tokens",
    "profile": "Profiles",
}
_SUFFIXES = {"bash": "tokencli.bash", "zsh": "_tokencli", "fish": "tokencli.fish", "powershell": "tokencli.ps1"}


def _commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """Every command with its help, depth first."""
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _commands(child, click.Context(child, info_name=name, parent=context, terminal_width=WIDTH))


def command_reference() -> str:
    """`docs/reference/cli.md`."""
    context = click.Context(cli, info_name="tokencli", terminal_width=WIDTH)
    parts = ["# Commands\n\nMade from the commands' own help by `python tools/generate.py`.\n"]
    parts += [f"## {path}\n\n```text\n{text}\n```\n" for path, text in _commands(cli, context)]
    return "\n".join(parts)


def settings_reference() -> str:
    """`docs/reference/settings.md`."""
    lines = [
        "# Settings",
        "",
        "Every setting of a profile, with its option and its environment variable. Made by `python tools/generate.py`.",
        "",
        "| key | option | variable | meaning | defined in |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.key}` | `{one.option}` | `{one.variable}` | {one.help.replace('|', chr(92) + '|')} | {one.spec} |"
        for one in all_parameters()
    ]
    return "\n".join(lines) + "\n"


def providers_reference() -> str:
    """`docs/reference/providers.md`."""
    rows = [
        f"| [{one.title}](providers/{one.name}.md) | {_forms(one)} | {len(one.errors)} |"
        for one in map(load_provider, PROVIDERS)
    ]
    head = (
        "# Providers\n\nWhat is known about products: `--provider NAME[:TENANT]` fills in their settings, and what you say yourself"
        " wins over it; their refusals are explained. Nothing depends on a server being known.\n\n"
        "| product | `--provider` | errors |\n|---|---|---|"
    )
    return "\n".join([head, *rows]) + "\n"


def _forms(one: Provider) -> str:
    return ", ".join(f"`{_form(one, preset)}`" for preset in one.presets) or "-"


def _form(one: Provider, preset: Preset) -> str:
    return f"{one.name}:{preset.tenant}" if preset.tenant else one.name


def provider_page(one: Provider) -> str:
    """`docs/reference/providers/NAME.md`."""
    parts = [f"# {one.title}\n"]
    parts += [
        f"- `{_form(one, preset)}`: {', '.join(f'{name} `{value}`' for name, value in preset.settings.items())}"
        for preset in one.presets
    ]
    parts += [f"\nThe tenant is {one.tenant}: `{one.example}`."] if one.tenant else []
    parts += _section("To know before", [_sourced(note.what, note.source, note.verified) for note in one.notes])
    lives = [_sourced(f"{life.what}: {life.value}", life.source, life.verified) for life in one.lifetimes]
    parts += _section("Lifetimes", lives)
    strays = [_sourced(note.what, note.source, note.verified) for note in one.deviations]
    parts += _section("Where it strays from the specifications", strays)
    parts += _section("Behaviour that rules ask for", [f"{quirk}: {QUIRKS[quirk]}" for quirk in sorted(one.quirks)])
    if one.errors:
        parts.append("\n## Errors\n")
    parts += [f"```text\n{error_text(ProductError(one, error), WIDTH)}\n```\n" for error in one.errors]
    parts += _section("Read in", sorted(one.sources))
    return "\n".join(parts).rstrip() + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"\n## {title}\n", *(f"- {one}" for one in lines)] if lines else []


def _sourced(what: str, source: str, verified: bool) -> str:  # noqa: FBT001 - the mark of the fact
    return f"{what} ({source}{'' if verified else '; not verified'})"


def findings_reference() -> str:
    """`docs/reference/findings.md`."""
    parts = [
        "# Findings\n\nWhat `tokencli` can tell about a failure. Made from the rules by `python tools/generate.py`.\n"
    ]
    stage = ""
    for rule in sorted(RULES, key=lambda one: one.stage):
        if rule.stage != stage:
            stage = rule.stage
            parts.append(f"## {stage.replace('_', ' ').capitalize()}\n")
        parts.append(f"### {rule.name}\n\n```text\n{rule.text.rstrip()}\n```\n")
    parts.append("## This machine\n\nWhat `tokencli doctor` finds.\n")
    parts += [f"### {', '.join(check.findings)}\n\n```text\n{check.text.rstrip()}\n```\n" for check in CHECKS]
    parts.append("## A server, asked step by step\n\nWhat `tokencli diagnose` finds besides.\n")
    parts += [
        f"### {', '.join(step.findings)}\n\n```text\n{step.text.rstrip()}\n```\n" for step in STEPS if step.findings
    ]
    parts.append("## Error codes\n")
    parts += [
        f"- `{code}`: {one.meaning} Who acts: {one.who.value}. Again: {one.retry.value}. ({one.spec})"
        for code, one in REGISTERED_ERRORS.items()
    ]
    return "\n".join(parts) + "\n"


def lint_reference() -> str:
    """`docs/reference/lint.md`."""
    parts = [
        (
            "# Lint\n\nWhat `tokencli discover URL --lint`, `tokencli decode --lint` and `tokencli profile lint` look for. Made from the rules by "
            "`python tools/generate.py`.\n"
        )
    ]
    for about, title in _LINTED.items():
        parts.append(f"## {title}\n")
        parts += [
            f"### {rule.name}\n\n```text\n{rule.text.rstrip()}\n\n{rule.silencing}\n```\n"
            for rule in LINT_RULES
            if rule.about == about
        ]
    return "\n".join(parts)


def generated() -> dict[Path, str]:
    """Every generated file with its text."""
    os.environ["COLUMNS"] = str(WIDTH)
    reference = ROOT / "docs" / "reference"
    return {
        reference / "cli.md": command_reference(),
        reference / "settings.md": settings_reference(),
        reference / "providers.md": providers_reference(),
        **{reference / "providers" / f"{name}.md": provider_page(load_provider(name)) for name in PROVIDERS},
        reference / "findings.md": findings_reference(),
        reference / "lint.md": lint_reference(),
        **{ROOT / "completions" / _SUFFIXES[shell]: completion_script(shell) for shell in SHELLS},
    }


def main() -> int:
    """Writes the files, or with `--check` only compares them."""
    check = "--check" in sys.argv[1:]
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(f"{'not current' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(generated()[path], "utf-8")
    if check and stale:
        print("run: python tools/generate.py")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
