"""Tokens printed in a format that needs nothing of a run but its tokens."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tokencli.cli.echo import echo_product
from tokencli.errors import UsageProblem
from tokencli.render import Look, load_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.render import Issued


def print_issued(
    found: Issued, kind: str, options: Mapping[str, Any], members: tuple[tuple[str, str], ...] = ()
) -> None:
    """Prints tokens, and appends to a file where the format does that too.

    Args:
        found: What brought the tokens.
        kind: The output format; none of those that show a run.
        options: The options of the command.
        members: Which member of the answer stands for what.

    Raises:
        UsageProblem: The format cannot hold these tokens, or its file cannot be written.
    """
    look = Look(
        shell=options.get("shell") or "posix",
        env_prefix=options.get("env_prefix") or "",
        members=members,
        exec_info=os.environ.get("KUBERNETES_EXEC_INFO", ""),
    )
    module = load_format(kind)
    echo_product(module.render(found, look, None))
    if hasattr(module, "file_output"):
        _append(*module.file_output(found))


def _append(variable: str, text: str) -> None:
    path = os.environ.get(variable)
    if not path:
        raise UsageProblem(
            f"{variable} is not set, so there is no file to append to", "this format is for GitHub Actions"
        )
    try:
        with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not loaded otherwise
            file.write(text)
    except OSError as problem:
        raise UsageProblem(f"{path} ({variable}) cannot be written: {problem.strerror or problem}") from None
