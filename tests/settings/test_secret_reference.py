from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.errors import UsageProblem
from tokencli.settings.secret_reference import Scheme, SecretReference, parse_reference

NEEDS_SOMETHING = ("env", "file", "cmd", "keyring")


@pytest.mark.parametrize("scheme", list(Scheme))
def test_what_stands_after_the_first_colon_is_the_place(scheme: Scheme) -> None:
    assert parse_reference(f"{scheme.value}:a:b c=", "--it") == SecretReference(scheme, "a:b c=")


@pytest.mark.parametrize("name", NEEDS_SOMETHING)
def test_a_reference_to_nowhere_is_refused(name: str) -> None:
    with pytest.raises(UsageProblem, match=f"--it: {name}: needs .* after the colon"):
        parse_reference(f"{name}:", "--it")


@pytest.mark.parametrize("name", sorted(set(Scheme) - set(NEEDS_SOMETHING)))
def test_the_others_need_nothing(name: str) -> None:
    assert parse_reference(f"{name}:", "--it").argument == ""


@pytest.mark.parametrize(
    "text", ["hush", "", ":", "ENV:X", "Env:X", " env:X", "envv:X", "https://as.example", "a:b", "env"]
)
def test_any_other_text_is_the_secret_itself(text: str) -> None:
    reference = parse_reference(text, "--it")
    assert (reference.scheme, reference.argument, reference.bare) == (Scheme.LITERAL, text, True)


def test_a_literal_that_was_spelled_out_is_not_bare() -> None:
    assert parse_reference("literal:env:X", "--it") == SecretReference(Scheme.LITERAL, "env:X", bare=False)


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_literal_never_shows_itself(text: str) -> None:
    shown = str(SecretReference(Scheme.LITERAL, text))
    assert shown == repr(SecretReference(Scheme.LITERAL, text)) == "literal:[redacted]"


@given(st.sampled_from([one for one in Scheme if one is not Scheme.LITERAL]), st.text(min_size=1))
def test_any_other_reference_is_read_back_as_the_same_from_what_is_kept_and_from_what_is_shown(
    scheme: Scheme, place: str
) -> None:
    reference = SecretReference(scheme, place)
    assert parse_reference(reference.written, "--it") == reference
    assert str(reference) == (reference.written if reference.is_quotable else f"{scheme.value}:[redacted]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("env:CI_SECRET", "env:CI_SECRET"),
        ("env:S3cret", "env:[redacted]"),
        ("file:~/a key.pem", "file:~/a key.pem"),
        ("file:-----BEGIN PRIVATE KEY-----", "file:[redacted]"),
        ("cmd:pass show ci", "cmd:pass show ci"),
        ('cmd:{"kty":"EC"}', "cmd:[redacted]"),
    ],
)
def test_the_secret_itself_after_a_scheme_is_not_shown(text: str, shown: str) -> None:
    assert str(parse_reference(text, "--it")) == shown
