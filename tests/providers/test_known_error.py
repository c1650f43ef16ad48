from __future__ import annotations

from dataclasses import replace

import pytest

from tokencli.providers.model import Cause, KnownError, Provider, Recognition, Retry, Who, known_error

CAUSE = Cause("the code was used before", "look whether it was sent twice", "sign in again", Who.YOU)
ERROR = KnownError(
    "acme-code-used", ("invalid_grant",), "The code is spent.", (CAUSE,), Retry.NEW_SIGN_IN, "https://docs.acme.example"
)


def _matches(
    error: KnownError, code: str = "invalid_grant", description: str = "", grant: str = "", status: int = 400
) -> bool:
    return error.matches(code, description, grant, status)


def test_an_error_is_known_by_its_code() -> None:
    assert _matches(ERROR)
    assert not _matches(ERROR, "invalid_client")


def test_a_grant_and_a_status_narrow_it_where_they_are_named() -> None:
    narrow = replace(ERROR, grants=("authorization_code",), statuses=(400, 403))
    assert _matches(narrow, grant="authorization_code", status=403)
    assert not _matches(narrow, grant="password", status=403)
    assert not _matches(narrow, grant="authorization_code", status=401)


@pytest.mark.parametrize(
    ("pattern", "description", "matches"),
    [
        (None, "", True),
        (None, "whatever", True),
        ("", "", True),
        ("", "whatever", False),
        (r"^AADSTS7000\d+", "AADSTS700016: not found", True),
        (r"^AADSTS7000\d+", "AADSTS50034", False),
        (r"^AADSTS7000\d+", "", False),
    ],
)
def test_a_description_is_a_pattern_must_be_empty_or_does_not_matter(
    pattern: str | None, description: str, matches: bool
) -> None:
    assert _matches(replace(ERROR, description=pattern), description=description) is matches


def test_the_error_that_fits_best_is_the_one_that_says_most() -> None:
    generic = replace(ERROR, name="acme-any", generic=True, description="used")
    plain = replace(ERROR, name="acme-plain")
    for_grant = replace(ERROR, name="acme-grant", grants=("authorization_code",))
    worded = replace(ERROR, name="acme-worded", description="used")
    provider = Provider("acme", "Acme", Recognition(), errors=(generic, plain, for_grant, worded))

    def found(description: str, grant: str, code: str = "invalid_grant") -> str:
        error = known_error(provider, code, description, grant, 400)
        return error.name if error else ""

    assert found("it was used", "authorization_code") == "acme-worded"
    assert found("", "authorization_code") == "acme-grant"
    assert found("", "password") == "acme-plain"
    assert found("", "password", "invalid_scope") == ""
    assert known_error(replace(provider, errors=(generic,)), "invalid_grant", "used", "", 400) == generic
