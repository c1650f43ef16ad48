from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tokencli.providers.known_error import Cause, KnownError, Refused, Retry, Who, inherited, known_error
from tokencli.providers.model import Provider, Recognition
from tokencli.wire.exchange import Purpose

CAUSE = Cause("the code was used before", "look whether it was sent twice", "sign in again", Who.YOU)
ERROR = KnownError(
    "acme-code-used",
    ("invalid_grant",),
    "The code is spent.",
    (CAUSE,),
    Retry.NEW_SIGN_IN,
    ("https://docs.acme.example",),
)


def _matches(error: KnownError, code: str = "invalid_grant", words: str = "", **seen: Any) -> bool:
    return error.matches(Refused(code, words, **seen))


def test_an_error_is_known_by_its_code() -> None:
    assert _matches(ERROR)
    assert not _matches(ERROR, "invalid_client")


def test_a_grant_a_status_and_an_endpoint_narrow_it_where_they_are_named() -> None:
    narrow = replace(ERROR, grants=("authorization_code",), statuses=(400, 403), endpoints=(Purpose.TOKEN,))
    assert _matches(narrow, grant_type="authorization_code", status=403, endpoint=Purpose.TOKEN)
    assert not _matches(narrow, grant_type="password", status=403)
    assert not _matches(narrow, grant_type="authorization_code", status=401)
    assert not _matches(narrow, endpoint=Purpose.AUTHORIZATION)


def test_what_was_not_seen_is_no_reason_against_it() -> None:
    assert _matches(replace(ERROR, grants=("authorization_code",), statuses=(400,), endpoints=(Purpose.TOKEN,)))


@pytest.mark.parametrize(
    ("pattern", "words", "matches"),
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
def test_words_are_a_pattern_must_be_empty_or_do_not_matter(pattern: str | None, words: str, matches: bool) -> None:
    assert _matches(replace(ERROR, words=pattern), words=words) is matches


def test_other_members_must_be_there_and_fit() -> None:
    worded = replace(ERROR, members=(("suberror", "^consent"),))
    assert _matches(worded, members={"suberror": "consent_required"})
    assert not _matches(worded, members={"suberror": "bad_token"})
    assert not _matches(worded)


def test_a_page_for_a_person_has_no_code_and_is_no_answer_to_a_program() -> None:
    page = replace(ERROR, codes=(), page=True, words="not registered")
    assert _matches(page, "", "this address is not registered", page=True)
    assert not _matches(page, "", "something else", page=True)
    assert not _matches(page, "invalid_grant", "this address is not registered")
    assert not _matches(ERROR, "", page=True)


def test_a_number_of_the_product_is_enough() -> None:
    numbered = replace(ERROR, numbers=("ACME17",), words="ACME17: spent")
    assert _matches(numbered, "ACME17")
    assert not _matches(numbered, "ACME18")


def test_the_error_that_fits_best_is_the_one_that_says_most() -> None:
    generic = replace(ERROR, name="acme-any", generic=True, words="used")
    plain = replace(ERROR, name="acme-plain")
    for_grant = replace(ERROR, name="acme-grant", grants=("authorization_code",))
    worded = replace(ERROR, name="acme-worded", words="used")
    membered = replace(ERROR, name="acme-membered", words="used", members=(("reason", "."),))
    provider = Provider("acme", "Acme", Recognition(), errors=(generic, plain, for_grant, worded, membered))

    def found(words: str, grant: str, code: str = "invalid_grant", **members: str) -> str:
        error = known_error(provider, Refused(code, words, grant, 400, members=members))
        return error.name if error else ""

    assert found("it was used", "authorization_code", reason="x") == "acme-membered"
    assert found("it was used", "authorization_code") == "acme-worded"
    assert found("", "authorization_code") == "acme-grant"
    assert found("", "password") == "acme-plain"
    assert found("", "password", "invalid_scope") == ""
    assert known_error(replace(provider, errors=(generic,)), Refused("invalid_grant", "used")) == generic


def test_a_product_takes_over_the_errors_of_its_family_under_its_own_name() -> None:
    family = (ERROR, replace(ERROR, name="acme-client-refused", codes=("invalid_client",)))
    (taken,) = inherited(family, "beep", family="acme", but=("client-refused",))
    assert taken == replace(ERROR, name="beep-code-used")


def test_a_family_cannot_go_without_an_error_that_it_does_not_have() -> None:
    with pytest.raises(KeyError):
        inherited((ERROR,), "beep", family="acme", but=("no-such-error",))
