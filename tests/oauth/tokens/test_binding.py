from __future__ import annotations

from typing import Any

import pytest

from tests.spec.published import published
from tokencli.oauth.tokens.binding import bound_to, check_binding

RFC = published("dpop")
JKT: str = RFC["rfc9449-key"]["jkt"]
TOKEN = RFC["rfc9449-6.1-claims"]["claims"]
CERTIFICATE = published("certificates")["rfc8705-A"]["x5t#S256"]
NEITHER = "bound to neither key nor certificate"


def checked(confirmation: Any, **holder: str) -> list[tuple[bool, str, str]]:
    found = check_binding({"cnf": confirmation}, holder)
    return [(one.passed, one.expected, one.actual) for one in found]


def test_the_example_of_rfc_9449_is_bound_to_its_key() -> None:
    (check,) = check_binding(TOKEN, {"jkt": JKT})
    assert (check.name, check.passed, check.spec) == ("cnf", True, "RFC 9449 section 6.1")


def test_a_certificate_is_told_from_another() -> None:
    own = {"x5t#S256": CERTIFICATE}
    assert checked(own, **own) == [(True, f"x5t#S256 {CERTIFICATE}", f"x5t#S256 {CERTIFICATE}")]
    assert checked({"x5t#S256": "other"}, **own) == [(False, f"x5t#S256 {CERTIFICATE}", "x5t#S256 other")]


@pytest.mark.parametrize("confirmation", [None, {}, "x", [], {"kid": "k1"}, {"jwk": {"kty": "EC"}}, {"jwk": 1}])
def test_a_token_for_anybody_is_bound_to_nobody(confirmation: Any) -> None:
    assert checked(confirmation, jkt=JKT) == [(False, f"jkt {JKT}", NEITHER)]
    assert checked(confirmation) == []


def test_bound_to_something_of_another_kind_it_is_not_bound_to_the_key() -> None:
    assert checked({"x5t#S256": CERTIFICATE}, jkt=JKT) == [(False, f"jkt {JKT}", f"x5t#S256 {CERTIFICATE}")]


def test_of_a_key_with_its_certificate_that_counts_which_the_token_names() -> None:
    holder = {"jkt": JKT, "x5t#S256": CERTIFICATE}
    assert [one[0] for one in checked({"jkt": JKT}, **holder)] == [True]
    assert [one[0] for one in checked({"x5t#S256": CERTIFICATE}, **holder)] == [True]
    assert [one[0] for one in checked({"jkt": JKT, "x5t#S256": "other"}, **holder)] == [True, False]
    assert checked({}, **holder) == [(False, f"jkt {JKT} or x5t#S256 {CERTIFICATE}", NEITHER)]


def test_a_key_that_stands_there_itself_is_known_by_its_thumbprint() -> None:
    assert bound_to({"cnf": {"jwk": RFC["rfc9449-key"]["jwk"]}}) == {"jkt": JKT}
