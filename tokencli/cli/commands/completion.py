"""`tokencli completion SHELL`: the script that a shell loads to complete this program's words."""

from __future__ import annotations

import click

from tokencli.cli.sectioned import SectionedCommand

SHELLS = ("bash", "zsh", "fish", "powershell")

_EXAMPLES = (
    "tokencli completion bash > ~/.local/share/bash-completion/completions/tokencli",
    'tokencli completion zsh > "${fpath[1]}/_tokencli"',
    "tokencli completion fish > ~/.config/fish/completions/tokencli.fish",
    "tokencli completion powershell | Out-String | Invoke-Expression",
)


def completion_script(shell: str) -> str:
    """The script of a shell.

    Args:
        shell: One of `SHELLS`.
    """
    from click.shell_completion import get_completion_class

    from tokencli.cli.program import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise click.BadParameter(f"click knows no completion for {shell}")
    return kind(cli, {}, "tokencli", "_TOKENCLI_COMPLETE").source().rstrip("\n") + "\n"


def _print(shell: str) -> None:
    click.echo(completion_script(shell), nl=False)


command = SectionedCommand(
    "completion",
    params=[click.Argument(["shell"], type=click.Choice(SHELLS))],
    callback=_print,
    help="Print the completion script of a shell.",
    examples=_EXAMPLES,
)
