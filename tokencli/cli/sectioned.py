"""Commands whose help shows options under headings, and groups that import a command only when it runs."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_PLAIN_WORD = re.compile(r"[a-z]{1,7}")
_LIKE_A_COMMAND = re.compile(r"[a-z][a-z_-]{0,30}")
_FEW = "tokencli.few"  # whether a line needs only a command's own options
BARE_VALUES = {"--dry-run": "http"}  # options whose value is given only with `=`, and what they mean without one


class SectionedOption(click.Option):
    """An option that stands under a heading of its own in the help."""

    def __init__(self, *args: Any, section: str = "Options", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section


class _WithExamples(click.Command):
    """Anything whose help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the examples, unwrapped, so that they can be copied."""
        if self.examples:
            formatter.write_paragraph()
            formatter.write("Examples:\n")
            for example in self.examples:
                formatter.write(f"  {example}\n")
        super().format_epilog(ctx, formatter)


class SectionedCommand(_WithExamples):
    """A command whose options are shown by section, with examples at the end."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Gives bare `--dry-run` its value, so that a word after it stays an argument; refuses words too many.

        Raises:
            click.UsageError: There are more words than arguments.
        """
        ctx.allow_extra_args = True
        beyond = super().parse_args(ctx, self._with_bare_values(ctx, args))
        if beyond and not ctx.resilient_parsing:
            words_too_many(ctx, beyond)
        return beyond

    def _with_bare_values(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        takes_value = {name for one in options if not (one.is_flag or one.count) for name in one.opts}
        done: list[str] = []
        for index, word in enumerate(args):
            if word == "--":
                return done + args[index:]
            follows_option = index > 0 and args[index - 1] in takes_value - set(BARE_VALUES)
            done.append(f"{word}={BARE_VALUES[word]}" if word in BARE_VALUES and not follows_option else word)
        return done

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options under their headings, in the order in which the headings first appear."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for one in self.get_params(ctx):
            record = one.get_help_record(ctx)
            if record is not None:
                sections.setdefault(getattr(one, "section", "Other"), []).append(record)
        for title, records in sections.items():
            with formatter.section(title):
                formatter.write_dl(records)


class WideCommand(SectionedCommand):
    """A command with options that few lines use and that take long to declare: they are made when a line needs them.

    A line that names only options of `params` gets those; any other line, the help and the completion get all.
    """

    def __init__(
        self, *args: Any, further: Callable[[], list[click.Parameter]], examples: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, examples=examples, **kwargs)
        self.further = further
        self._made: list[click.Parameter] | None = None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sees first whether the line needs more than the few."""
        ctx.meta[_FEW] = not ctx.resilient_parsing and self._few_do(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The parameters that the line may name."""
        few = super().get_params(ctx)
        if ctx.meta.get(_FEW):
            return few
        if self._made is None:
            self._made = self.further()
        # The help option is the last.
        return [*few[:-1], *self._made, few[-1]]

    def _few_do(self, args: list[str]) -> bool:
        names = tuple(name for one in self.params if isinstance(one, click.Option) for name in one.opts)
        options = [word for word in takewhile(lambda word: word != "--", args) if word.startswith("-") and word != "-"]
        return all((word.partition("=")[0] if word.startswith("--") else word[:2]) in names for word in options)


class _NamesTheNearest(click.Group):
    """A group that answers an unknown command with the nearest known one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command; for an unknown one names the nearest."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            unknown(ctx, args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


class SectionedGroup(_WithExamples, _NamesTheNearest):
    """A group whose commands are shown in the order of their list, with examples at the end."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """The names, as they were added."""
        return list(self.commands)


def words_too_many(ctx: click.Context, words: Sequence[str]) -> NoReturn:
    """Ends where a line has more words than the command takes.

    Raises:
        click.UsageError: Always. Only plain words are repeated: another may be a secret that lost its option or its quotes.
    """
    shown = " ".join(word if _PLAIN_WORD.fullmatch(word) else "…" for word in words)
    quotes = "; a value with spaces wants quotes" if "…" in shown else ""
    ctx.fail(f"got unexpected extra argument{'s' if len(words) > 1 else ''} ({shown}){quotes}")


class Entry(NamedTuple):
    """A command in the table.

    Attributes:
        heading: The heading it stands under in `--help`.
        summary: One line for `--help`.
    """

    heading: str
    summary: str


class LazyGroup(_WithExamples, _NamesTheNearest):
    """A group whose commands are modules, imported when one is run or asked for its own help."""

    def __init__(self, *args: Any, table: Mapping[str, Entry] | None = None, package: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = dict(table or {})
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """The names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the signature is click's
        """Imports the command's module."""
        if cmd_name not in self.table:
            return None
        module = import_module(f"{self.package}.{cmd_name.replace('-', '_')}")
        return cast("click.Command", module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the signature is click's
        """Writes the table under its headings without importing anything."""
        headings = dict.fromkeys(entry.heading for entry in self.table.values())
        for heading in headings:
            with formatter.section(heading):
                formatter.write_dl(
                    [(name, entry.summary) for name, entry in self.table.items() if entry.heading == heading]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Completes command names from the table, without importing them."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=entry.summary)
            for name, entry in self.table.items()
            if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]


def unknown(ctx: click.Context, word: str, known: Sequence[str]) -> NoReturn:
    """Ends with the nearest known word.

    Raises:
        click.UsageError: Always.
    """
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    # Another word may be a secret that lost its option.
    named = f"command {word!r}" if _LIKE_A_COMMAND.fullmatch(word) else "such command"
    ctx.fail(
        f"there is no {named}" + (f"; did you mean {close[0]}?" if close else f"; it is one of: {', '.join(known)}")
    )
