"""What a name means, as text and as JSON."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.known_errors import causes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.explain_name import Named, ProductError
    from tokencli.providers.known_error import Cause, KnownError

_SHOWN_IN_FULL = 4
_WIDEST = 100  # columns: longer lines read badly


def named_document(named: Named) -> dict[str, Any]:
    """The causes that the products' entries know, as findings, and what the name means in general."""
    findings = [finding for one in named.errors for finding in causes_of(one.provider, one.error)]
    return {"findings": [finding.as_json() for finding in findings], "name": named.name, "text": named.text}


def named_text(named: Named, width: int) -> str:
    """What the name means, each of its errors with every cause where they are few, else with the likeliest.

    Args:
        named: What is known.
        width: Columns.
    """
    width = min(width, _WIDEST)
    brief = len(named.errors) > _SHOWN_IN_FULL
    parts = [named.name, *([named.text] if named.text else [])]
    parts += [_brief(one, width) if brief else error_text(one, width) for one in named.errors]
    if brief:
        parts.append("All causes of one of them: tokencli explain NAME")
    if named.elsewhere:
        parts.append(
            _wrapped(f"More of it, as a product uses it: tokencli explain {named.name} --provider NAME", "", width)
            + "\n"
            + _wrapped(f"NAME is one of: {', '.join(named.elsewhere)}", "", width)
        )
    return "\n\n".join(parts) + "\n"


def error_text(one: ProductError, width: int) -> str:
    """An error of a product with every cause.

    Args:
        one: The error.
        width: Columns.
    """
    return "\n".join(_error_lines(one, width))


def _error_lines(one: ProductError, width: int) -> Iterator[str]:
    error = one.error
    yield _heading(one)
    yield _wrapped(error.meaning[:1].upper() + error.meaning[1:], "  ", width)
    if error.example:
        yield _wrapped(f"“{error.example}”", "  ", width)
    for number, cause in enumerate(error.causes, 1):
        yield ""
        yield from _cause_lines(number, cause, width)
    yield ""
    yield f"  again  {error.retry}"
    yield from (f"  see    {source}" for source in error.sources)
    if doubt := _doubt(error):
        yield f"  note   {doubt}"


def _heading(one: ProductError) -> str:
    # The number goes first: it is what people search for.
    told = (one.provider.title, *one.error.codes, *one.error.numbers)
    return f"{one.error.name}  ({' · '.join(told)})"


def _cause_lines(number: int, cause: Cause, width: int) -> Iterator[str]:
    yield _wrapped(cause.what, f"  {number}  ", width)
    yield _wrapped(cause.confirm, "     confirm  ", width)
    yield _wrapped(f"({cause.who}) {cause.fix}", "     help     ", width)


def _doubt(error: KnownError) -> str:
    if not error.verified:
        return "not verified: the words rest on general knowledge"
    return f"not verified: {', '.join(error.unverified)}" if error.unverified else ""


def _brief(one: ProductError, width: int) -> str:
    lines = [one.error.name, _wrapped(one.error.meaning, "  ", width)]
    if one.error.example:
        lines.append(_wrapped(f"“{one.error.example}”", "  ", width))
    lines.append(_wrapped(one.error.causes[0].what, "  likeliest  ", width))
    return "\n".join(lines)


def _wrapped(text: str, lead: str, width: int) -> str:
    # A command or an address is copied whole, so nothing is broken but at white space.
    return fill(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
