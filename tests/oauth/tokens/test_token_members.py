from __future__ import annotations

from tokencli.oauth.tokens.token_members import TokenMembers

NAMES = ("access_token", "token_type", "issued_token_type", "refresh_token", "id_token")


def test_each_member_is_read_by_its_name() -> None:
    tokens = TokenMembers({name: f"the {name}" for name in NAMES})
    assert [getattr(tokens, name) for name in NAMES] == [f"the {name}" for name in NAMES]


def test_what_is_absent_or_no_text_is_empty() -> None:
    for members in ({}, dict.fromkeys(NAMES, 5), dict.fromkeys(NAMES)):
        assert {getattr(TokenMembers(members), name) for name in NAMES} == {""}
