"""What a name means: that of a finding, of a product's error, an error code, or a product's own number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.checks import CHECKS, find_check
from tokencli.app.steps import STEPS, find_step
from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.lint import LINT_RULES, find_lint_rule
from tokencli.diagnosis.rules import RULES, find_rule
from tokencli.providers import PROVIDERS, load_provider

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.providers.known_error import KnownError
    from tokencli.providers.model import Provider


@dataclass(frozen=True, slots=True)
class ProductError:
    """An error with the product that sends it."""

    provider: Provider
    error: KnownError


@dataclass(frozen=True, slots=True)
class Named:
    """What is known of a name.

    Attributes:
        name: The name as it is written.
        text: What it means in general; empty where only products know it.
        errors: The errors of products that bear it, the most telling first.
        elsewhere: The names of other products that have more to say of it.
    """

    name: str
    text: str = ""
    errors: tuple[ProductError, ...] = ()
    elsewhere: tuple[str, ...] = ()


def explain_name(name: str, provider: Provider | None) -> Named | None:
    """Looks a name up: the findings first, then the products' errors and numbers, then the error codes.

    Args:
        name: What somebody wants explained; letter case and `_` for `-` do not matter.
        provider: The product whose meaning counts; None for any.

    Returns:
        What is known; None when nobody knows the name.
    """
    linted = find_lint_rule(name)
    found = find_rule(name) or find_check(name) or find_step(name) or linted
    if found is not None:
        return Named(_kebab(name), found.text + (f"\n\n{linted.silencing}" if linted is not None else ""))
    products = tuple(map(load_provider, PROVIDERS)) if provider is None else (provider,)
    errors = tuple(_all_errors(products))
    own = tuple(one for one in errors if _is_called(one.error, name))
    if own:
        return Named(_written(own[0].error, name), errors=own)
    return _code(name.lower(), errors, provider)


def _kebab(name: str) -> str:
    return name.lower().replace("_", "-")


def _all_errors(products: Iterable[Provider]) -> Iterator[ProductError]:
    for product in products:
        yield from (ProductError(product, error) for error in product.errors)


def _is_called(error: KnownError, name: str) -> bool:
    return error.name == _kebab(name) or name.upper() in map(str.upper, error.numbers)


def _written(error: KnownError, name: str) -> str:
    return next((number for number in error.numbers if number.upper() == name.upper()), error.name)


def _code(code: str, errors: Iterable[ProductError], provider: Provider | None) -> Named | None:
    bearing = [one for one in errors if code in map(str.lower, one.error.codes)]
    registered = REGISTERED_ERRORS.get(code)
    if registered is None:
        return Named(code, errors=_most_telling(bearing)) if bearing else None
    text = f"{registered.meaning}\n\nWho acts: {registered.who}\nTry again: {registered.retry}\nSee: {registered.spec}"
    if provider is not None:
        return Named(code, text, _most_telling(bearing))
    return Named(code, text, elsewhere=tuple(dict.fromkeys(one.provider.name for one in bearing)))


def _most_telling(errors: Iterable[ProductError]) -> tuple[ProductError, ...]:
    return tuple(sorted(errors, key=lambda one: one.error.rank))


def all_names(provider: Provider | None) -> Iterator[tuple[str, str]]:
    """Every name that can be explained, with its first line.

    Args:
        provider: The product whose errors are wanted alone; None for all that is known.
    """
    if provider is not None:
        yield from ((error.name, _first_line(error)) for error in provider.errors)
        return
    yield from ((rule.name, rule.text.splitlines()[0]) for rule in RULES)
    for listed in (*CHECKS, *STEPS):
        yield from ((name, listed.text.splitlines()[0]) for name in listed.findings if find_rule(name) is None)
    for rule in LINT_RULES:
        if not (find_rule(rule.name) or find_check(rule.name) or find_step(rule.name)):
            yield rule.name, rule.text.splitlines()[0]
    yield from ((code, registered.meaning) for code, registered in REGISTERED_ERRORS.items())
    for product in map(load_provider, PROVIDERS):
        yield from ((error.name, _first_line(error)) for error in product.errors)


def _first_line(error: KnownError) -> str:
    numbers = f" ({', '.join(error.numbers)})" if error.numbers else ""
    return f"{error.meaning}{numbers}"
