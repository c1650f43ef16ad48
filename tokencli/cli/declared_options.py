"""Declared parameters as options of click; their texts are read by `settings`, so that errors sound the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.sectioned import SectionedOption
from tokencli.oauth.parameter import Kind, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

_METAVARS = {Kind.COUNT: "N", Kind.DURATION: "TIME", Kind.FILE: "FILE"}


def declared_options(parameters: Iterable[Parameter], section: str) -> list[click.Option]:
    """Options for declared parameters.

    Args:
        parameters: The declarations.
        section: The heading they stand under.
    """
    return [_option(declared, section) for declared in parameters]


def _option(declared: Parameter, section: str) -> click.Option:
    names = [declared.option, *declared.aliases, declared.name]
    if declared.kind is Kind.FLAG:
        return SectionedOption(names, section=section, is_flag=True, default=False, help=_help(declared))
    return SectionedOption(
        names,
        section=section,
        multiple=declared.repeatable,
        default=None,
        metavar=_metavar(declared),
        help=_help(declared),
        shell_complete=_complete(declared),
    )


def _metavar(declared: Parameter) -> str:
    if declared.metavar:
        return declared.metavar
    if declared.choices:
        return "|".join(declared.choices)
    return _METAVARS.get(declared.kind, "TEXT")


def _help(declared: Parameter) -> str:
    default = "" if declared.default in (None, (), False) else f" (default {_shown(declared)})"
    required = " (required)" if declared.required else ""
    spec = f" [{declared.spec}]" if declared.spec else ""
    return declared.help + default + required + spec


def _shown(declared: Parameter) -> str:
    return f"{declared.default:g}s" if declared.kind is Kind.DURATION else str(declared.default)


def _complete(declared: Parameter) -> Any:
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG001 - click's signature
        from click.shell_completion import CompletionItem

        if declared.choices:
            return [CompletionItem(one) for one in declared.choices if one.startswith(incomplete)]
        if declared.kind is Kind.PROVIDER:
            from tokencli.providers import PROVIDERS

            return [CompletionItem(one) for one in PROVIDERS if one.startswith(incomplete)]
        if declared.kind is Kind.LINT_RULE:
            from tokencli.diagnosis.lint import LINT_RULES

            return [CompletionItem(one.name) for one in LINT_RULES if one.name.startswith(incomplete)]
        if declared.secret:
            schemes = ("env:", "file:", "cmd:", "keyring:", "stdin:", "prompt:", "github-actions:", "kubernetes:")
            return [CompletionItem(one) for one in schemes if one.startswith(incomplete)]
        return [CompletionItem(incomplete, type="file")] if declared.kind in {Kind.FILE, Kind.DOCUMENT} else []

    return complete
