from __future__ import annotations

import pytest

from tokencli.wire.placeholders import is_known, same
from tokencli.wire.redaction import Redactor

CODE = "9b1d7c2e-6a44-4f0b-9c77-1e0f2a3b4c5d.sess-77aa.cli-88bb"
MARKED = Redactor(salt=b"s").value(CODE)


@pytest.mark.parametrize(
    "value",
    [
        "***", "*" * 43, "xxxxx", "X" * 43, "0" * 43, "XXXX-XXXX", "00000000-0000-0000-0000-000000000000", " \u2022\u2022\u2022 ", "...", "--",
        "$CODE", "${code}", "$env:CODE", "%CODE%", "{{code}}", "{code}", "<code>", "$(cat code)", "base64(client_id:client_secret)",
        "[redacted]", "[REDACTED]", "REDACTED" * 6, "--redacted--", "removed", "(hidden)", "[code redacted]", "[removed by support]",
        "AUTH_CODE_HERE", "9b1d...", "9b1d\u2026", "Zk3q...XyWq", "9b1d***88bb", "wxxxxp", "9b1dxxxx", "XXXX88bb", "user-REMOVED-1",
        "https://<redacted>/callback", "https://${host}/callback", "https://{{host}}/callback", "xxx.yyy.zz",
    ],
)  # fmt: skip
def test_what_was_written_over_a_value_is_not_the_value(value: str) -> None:
    assert not is_known(value)
    assert same(value, CODE) is same(CODE, value) is same(value, value) is None


@pytest.mark.parametrize(
    "value",
    [
        "", "x", "--"[:1], "aa", CODE, MARKED, "0.AXoA.b*c", "my.app..prod", "a**b", "1.xxx2", "p%+ s:&=!xxxxxxxxxxxx", "web-app", "abc$def",
        "https://app.example/callback?a={b}", "hidden-valley", "the.removed.one", "exxxon",
    ],
)  # fmt: skip
def test_a_real_value_may_hold_dots_stars_and_words(value: str) -> None:
    assert is_known(value)
    assert same(value, value) is True


def test_values_are_compared_where_both_are_known() -> None:
    assert same(CODE, f"{CODE}x") is False


def test_a_value_that_is_not_there_is_another_than_any_that_is() -> None:
    assert same("", "***") is same("***", "") is same("", CODE) is same(MARKED, "") is False
    assert same("", "") is True


def test_what_our_redaction_left_is_compared_with_its_like_alone() -> None:
    assert same(MARKED, MARKED) is True
    assert same(MARKED, Redactor(salt=b"s").value("another")) is False
    assert same(MARKED, CODE) is same(CODE, MARKED) is None
