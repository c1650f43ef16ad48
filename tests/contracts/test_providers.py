"""What every product must keep to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tokencli import providers
from tokencli.diagnosis.rules import RULES
from tokencli.errors import UsageProblem
from tokencli.oauth.client_auth import load_method
from tokencli.oauth.parameter import parameters_of
from tokencli.providers import OTHER_NAMES, PROVIDERS, load_provider, provider_settings, recognise
from tokencli.providers.known_error import KnownError, Refused, known_error
from tokencli.providers.model import QUIRKS, Provider
from tokencli.settings.groups import ClientSettings, ServerSettings
from tokencli.settings.value import read_value

CASES = Path(__file__).parents[1] / "cases" / "providers"
ALL = [load_provider(name) for name in PROVIDERS]
every_product = pytest.mark.parametrize("product", ALL, ids=[one.name for one in ALL])
DECLARED = {one.name: one for one in (*parameters_of(ServerSettings), *parameters_of(ClientSettings))}


def _filled(product: Provider) -> list[dict[str, str]]:
    """What its example stands for, and its name alone where it stands alone."""
    alone = [one.fill("") for one in product.presets]
    return [provider_settings(product.example), *(found for found in alone if found is not None)]


def test_the_list_holds_every_product_file_once() -> None:
    folder = Path(providers.__file__).parent
    form = {"__init__", "causes", "known_error", "model"}
    files = sorted(path.stem for path in folder.glob("*.py") if path.stem not in form)
    listed = sorted(name.replace("-", "_") for name in PROVIDERS)
    assert files == listed, "add the missing file to PROVIDERS in tokencli/providers/__init__.py"


def test_every_other_name_leads_to_a_product() -> None:
    assert set(OTHER_NAMES.values()) <= set(PROVIDERS)
    assert not set(OTHER_NAMES) & set(PROVIDERS)


@every_product
def test_a_product_is_called_what_the_list_calls_it_and_says_where_it_was_read(product: Provider) -> None:
    assert product.name in PROVIDERS
    assert product.title
    assert product.sources
    assert all(note.what and note.source for note in (*product.notes, *product.deviations))
    assert all(one.what and one.value and one.source for one in product.lifetimes)


@every_product
def test_the_example_of_a_product_fills_declared_settings_with_values_that_they_accept(product: Provider) -> None:
    for filled in _filled(product):
        assert "issuer" in filled or "token_endpoint" in filled
        for name, value in filled.items():
            assert "{" not in value
            assert read_value(DECLARED[name], value, name) == value
        if "auth_method" in filled:
            assert load_method(filled["auth_method"]).method


@every_product
def test_a_product_that_needs_a_tenant_says_what_it_is_with_an_example(product: Provider) -> None:
    if any(one.fill("") is not None for one in product.presets):
        return
    with pytest.raises(UsageProblem) as problem:
        product.settings("")
    assert product.tenant in problem.value.what
    assert product.example in problem.value.what


@every_product
def test_what_a_product_fills_in_is_recognised_as_that_product_unless_any_server_could_be_it(product: Provider) -> None:
    by_url = [re.compile(pattern) for pattern in product.recognise.urls]
    for filled in _filled(product):
        url = filled.get("issuer") or filled["token_endpoint"]
        if any(pattern.search(url) for pattern in by_url):
            found = recognise(url, {})
            assert found is not None
            assert found.name == product.name


@every_product
def test_a_product_only_has_quirks_that_code_knows(product: Provider) -> None:
    assert product.quirks <= set(QUIRKS)


def test_an_error_has_one_name_among_all_products_and_all_rules() -> None:
    names = [error.name for product in ALL for error in product.errors]
    assert len(names) == len(set(names))
    assert not set(names) & {rule.name for rule in RULES}


@every_product
def test_an_error_bears_the_name_of_its_product_says_what_to_do_and_has_a_pattern_that_compiles(
    product: Provider,
) -> None:
    for error in product.errors:
        assert re.fullmatch(rf"{product.name}(?:-[a-z0-9]+)+", error.name)
        assert error.meaning.endswith(".")
        assert error.causes
        assert error.sources
        re.compile(error.words or "")
        for cause in error.causes:
            assert all((cause.what, cause.confirm, cause.fix))
            assert "?" not in cause.what + cause.fix


def test_every_product_with_errors_has_cases() -> None:
    cases = "\n".join(path.read_text("utf-8") for path in CASES.glob("*.md"))
    unseen = [one.name for one in ALL if one.errors and f"- {one.errors[0].name.split('-')[0]}" not in cases]
    assert not unseen, f"write tests/cases/providers/{unseen[0]}.md"


def _as_sent(error: KnownError) -> Refused:
    """The refusal with which an entry's own example would come."""
    return Refused(
        error.codes[0] if error.codes else "",
        error.example,
        error.grants[0] if error.grants else "",
        error.statuses[0] if error.statuses else 0,
        error.endpoints[0] if error.endpoints else None,
        {name: re.sub(r"[\\^$]", "", pattern) for name, pattern in error.members},
        error.page,
        error.methods[0] if error.methods else "",
    )


@every_product
def test_an_error_is_known_again_by_its_own_example(product: Provider) -> None:
    for error in product.errors:
        assert bool(error.example) is bool(error.words), (
            "an entry with a pattern needs an example, and one without has none"
        )
        if error.example:
            found = known_error(product, _as_sent(error))
            assert found is not None
            assert found.name == error.name, "another entry goes before it for its own words"


@every_product
def test_a_page_has_words_and_no_code_and_an_answer_has_a_code(product: Provider) -> None:
    for error in product.errors:
        assert bool(error.codes) is not error.page
        assert error.words or not error.page
