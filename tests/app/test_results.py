"""How a run ended, seen by a script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.render.runs import answered, issued
from tokencli.diagnosis.classify import Verdict
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.token_set import TokenSet

if TYPE_CHECKING:
    from tokencli.app.results import Run

FAILED = Check("aud", passed=False, expected="ci", actual="other", spec="OpenID Connect Core section 3.1.3.7")


def checked(*checks: Check) -> Run:
    run = issued(id_token="a.b.c")
    assert isinstance(run.ended, TokenSet)
    return replace(run, ended=replace(run.ended, checks=checks))


def test_strict_makes_a_straying_success_none_and_leaves_a_faultless_one() -> None:
    straying, faultless = issued(expires_in="3600"), issued()
    assert (straying.verdict, faultless.verdict) == (Verdict.DONE, Verdict.DONE)
    assert replace(straying, strict=True).verdict is Verdict.NOT_A_TOKEN_RESPONSE
    assert replace(faultless, strict=True).verdict is Verdict.DONE


@pytest.mark.parametrize("strict", [True, False])
def test_strict_does_not_change_a_refusal(*, strict: bool) -> None:
    refused = replace(answered({"error": "invalid_grant", "error_description": 7}, 200), strict=strict)
    assert refused.deviations
    assert refused.verdict is Verdict.INVALID_GRANT


def test_nothing_may_be_used_of_tokens_whose_id_token_failed_a_check() -> None:
    run = checked(FAILED)
    assert run.verdict is Verdict.TOKEN_INVALID
    assert run.tokens is None
    passed = checked(replace(FAILED, passed=True))
    assert (passed.verdict, passed.tokens) == (Verdict.DONE, passed.ended)


def test_a_failed_check_outranks_strict() -> None:
    assert replace(checked(FAILED), strict=True).verdict is Verdict.TOKEN_INVALID
