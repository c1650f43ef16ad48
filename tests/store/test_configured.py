from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.diagnosis.lint import LINT_RULES
from tokencli.oauth.parameter import Kind, Parameter
from tokencli.settings.model import all_parameters
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.resolve import Settings, resolve
from tokencli.store.configured import HOW_NOT_WHAT, ConfiguredInputs, configured_inputs, fingerprint

PARAMETERS = all_parameters()
VALUES = st.text(max_size=5)
INPUTS = {
    one.name: VALUES if one.default == "" else st.lists(VALUES, max_size=3).map(tuple)
    for one in fields(ConfiguredInputs)
} | {name: st.lists(st.tuples(VALUES, VALUES), max_size=2).map(tuple) for name in ("param", "auth_param", "further")}


def meaning(inputs: ConfiguredInputs) -> ConfiguredInputs:
    """The same inputs with the scope as a set of words (RFC 6749 section 3.3)."""
    return replace(inputs, scope=tuple(sorted({word for text in inputs.scope for word in text.split()})))


def settings_of(options: dict[str, Any], profile: str | None = "dev") -> Settings:
    return resolve(PARAMETERS, options, {}, {}, profile)


def key(options: dict[str, Any], profile: str | None = "dev", grant: str = "device-code") -> str:
    return fingerprint(configured_inputs(settings_of(options, profile), grant))


@given(st.builds(ConfiguredInputs, **INPUTS), st.builds(ConfiguredInputs, **INPUTS))
def test_inputs_share_a_key_only_if_they_mean_the_same(one: ConfiguredInputs, other: ConfiguredInputs) -> None:
    assert (fingerprint(one) == fingerprint(other)) is (meaning(one) == meaning(other))


@pytest.mark.parametrize("name", [one.name for one in fields(ConfiguredInputs)])
def test_inputs_that_differ_in_one_alone_have_different_keys(name: str) -> None:
    plain = ConfiguredInputs()
    value: Any = (
        "x" if getattr(plain, name) == "" else ("x",) if name in {"scope", "resource", "audience"} else (("x", "y"),)
    )
    other = replace(plain, **{name: value})
    assert fingerprint(other) != fingerprint(plain)


def test_a_text_in_one_place_is_not_taken_for_the_same_text_in_another() -> None:
    assert fingerprint(ConfiguredInputs(username="x")) != fingerprint(ConfiguredInputs(login_hint="x"))
    assert fingerprint(ConfiguredInputs(audience=("a b",))) != fingerprint(ConfiguredInputs(audience=("a", "b")))
    assert fingerprint(ConfiguredInputs(resource=("a",))) != fingerprint(ConfiguredInputs(audience=("a",)))


def test_the_order_of_scope_words_does_not_matter_and_neither_does_how_they_are_given() -> None:
    assert key({"scope": ["a b", "c"]}) == key({"scope": ["c", "b", "a", "a"]}) != key({"scope": ["a", "b"]})


def _sample(declared: Parameter, number: int) -> Any:
    match declared.kind:
        case Kind.FLAG:
            return True
        case Kind.COUNT | Kind.DURATION:
            text = str(number)
        case Kind.URI | Kind.ENDPOINT:
            text = f"https://{number}.example/"
        case Kind.PAIR:
            text = f"name=value-{number}"
        case Kind.HEADER:
            text = f"Name: value-{number}"
        case Kind.PROVIDER:
            text = ("google", "gitlab", "github")[number]
        case _ if declared.name == "ignore":
            text = LINT_RULES[number].name
        case _:
            text = declared.choices[number] if declared.choices else f"text-{number}"
    return [text] if declared.repeatable else text


@pytest.mark.parametrize(
    "declared", [one for one in PARAMETERS if one.name not in HOW_NOT_WHAT | {"grant"}], ids=lambda one: one.name
)
def test_every_setting_that_may_change_the_token_changes_the_key(declared: Parameter) -> None:
    keys = {key({}), key({declared.name: _sample(declared, 1)})}
    if declared.kind is not Kind.FLAG:
        keys.add(key({declared.name: _sample(declared, 2)}))
    assert len(keys) == (2 if declared.kind is Kind.FLAG else 3)


@pytest.mark.parametrize(
    "declared", [one for one in PARAMETERS if one.name in HOW_NOT_WHAT - {"provider"}], ids=lambda one: one.name
)
def test_no_setting_that_says_only_how_to_ask_costs_a_new_sign_in(declared: Parameter) -> None:
    assert key({declared.name: _sample(declared, 1)}) == key({})


def test_profile_and_grant_are_part_of_the_key() -> None:
    assert len({key({}), key({}, profile="other"), key({}, profile=None), key({}, grant="password")}) == 4


def test_two_literal_secrets_have_different_keys_and_neither_stands_in_the_inputs() -> None:
    one, other = (
        configured_inputs(
            settings_of({"subject_token": f"literal:canary-{number}", "param": ["x@literal:canary-9"]}),
            "token-exchange",
        )
        for number in (1, 2)
    )
    assert fingerprint(one) != fingerprint(other)
    assert "canary" not in repr((one, other))


def test_references_to_two_secrets_have_different_keys() -> None:
    assert key({"subject_token": "env:ONE"}) != key({"subject_token": "env:OTHER"})


def test_a_product_counts_by_the_server_that_its_name_fills_in() -> None:
    def of_issuer(issuer: str, source: Source) -> ConfiguredInputs:
        given = settings_of({"client_id": "app"})
        filled = {**given.values, "issuer": Setting(issuer, Origin(source, "somewhere"))}
        return configured_inputs(replace(given, values=filled), "password")

    assert of_issuer("https://one.example", Source.PROVIDER) == of_issuer("https://one.example", Source.PROFILE)
    assert of_issuer("https://one.example", Source.PROVIDER) != of_issuer("https://other.example", Source.PROVIDER)
