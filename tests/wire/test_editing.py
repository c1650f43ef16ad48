from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.editing import has_form, members_of, with_member, with_members, without_member
from tokencli.wire.form import Members, encode
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, build_request

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[Members], Request]

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MEMBERS = st.lists(st.tuples(TEXT, TEXT)).map(tuple)


def _posted(members: Members) -> Request:
    headers = (("Content-Type", f"{FORM_MEDIA_TYPE};charset=UTF-8"), ("X-Tenant", "north"))
    return build_request("POST", "https://as.example/token?t=1", headers, encode(members).encode())


def _got(members: Members) -> Request:
    url = f"https://as.example/authorize?{encode(members)}".rstrip("?")
    return build_request("GET", url, (("Accept", "text/html"),))


both = pytest.mark.parametrize("make", [_posted, _got])


def test_the_members_stand_in_the_form_else_in_the_query() -> None:
    assert has_form(_posted(()))
    assert not has_form(_got(()))
    assert members_of(_posted((("a", "1"), ("a", "2")))) == members_of(_got((("a", "1"), ("a", "2"))))
    assert members_of(Request("GET", "https://as.example/")) == ()


@both
@given(MEMBERS, MEMBERS)
def test_other_members_take_the_place_of_all_and_nothing_else_changes(make: Make, old: Members, new: Members) -> None:
    assert with_members(make(old), new) == make(new)


@both
def test_a_member_is_set_where_it_stood_first_or_at_the_end(make: Make) -> None:
    request = make((("a", "1"), ("b", "2"), ("a", "3"), ("c", "4")))
    assert with_member(request, "a", "x y") == make((("a", "x y"), ("b", "2"), ("c", "4")))
    assert with_member(request, "d", "5") == make((("a", "1"), ("b", "2"), ("a", "3"), ("c", "4"), ("d", "5")))


@both
def test_a_member_is_taken_out_however_often_it_stood_there(make: Make) -> None:
    request = make((("a", "1"), ("b", "2"), ("a", "3")))
    assert without_member(request, "a") == make((("b", "2"),))
    assert without_member(request, "z") == request
