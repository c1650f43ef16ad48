"""A command with very many options that first tries a short way, for which a few of them are enough.

Making all options means loading every grant. A script that asks for a stored token again and again must not pay for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.sectioned import SectionedCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    import click


class QuickCommand(SectionedCommand):
    """A command whose options are made when one of them is used or shown, and whose short way comes first.

    Args:
        few: The parameters of the short way; they are parameters of the command too.
        further: Makes the others.
        short_way: Takes the values of the few and the words of the line; its exit code, or None when the long way must be taken.
    """

    def __init__(
        self,
        name: str,
        *,
        few: list[click.Parameter],
        further: Callable[[], list[click.Parameter]],
        short_way: Callable[..., int | None],
        **kwargs: Any,
    ) -> None:
        self._few, self._further, self._made = few, further, False
        self._short_way = short_way
        super().__init__(name, params=few, **kwargs)

    @property
    def params(self) -> list[click.Parameter]:
        """All parameters, made at the first look."""
        if not self._made:
            self._made = True
            self._all = [*self._few, *self._further()]
        return self._all

    @params.setter
    def params(self, given: list[click.Parameter]) -> None:
        """The few stay as they were given."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Makes the context of the short way where the line has nothing else in it."""
        if not self._is_short(args):
            return super().make_context(info_name, args, parent, **extra)
        words = list(args)

        def way(**options: Any) -> int:
            code = self._short_way(options)
            return self._long(info_name, words, parent, **extra) if code is None else code

        short = SectionedCommand(self.name, params=self._few, callback=way, context_settings=self.context_settings)
        return short.make_context(info_name, args, parent, **extra)

    def _long(self, info_name: str | None, words: list[str], parent: click.Context | None, **extra: Any) -> int:
        with super().make_context(info_name, words, parent, **extra) as context:
            code: int = self.invoke(context)
            return code

    def _is_short(self, args: list[str]) -> bool:
        known = {name for one in self._few for name in one.opts}
        words = args[: args.index("--")] if "--" in args else args
        return all(word.partition("=")[0] in known for word in words if word.startswith("-") and word != "-")
