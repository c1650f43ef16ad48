"""Every way a run can end has an exit code."""

from __future__ import annotations

import pytest

from tokencli.cli.exit_codes import ExitCode, of_error, of_verdict
from tokencli.diagnosis.classify import Verdict
from tokencli.errors import (
    Cancelled,
    LockNotGot,
    NotReached,
    PersonNeeded,
    PlatformFailed,
    StoreProblem,
    TokencliError,
    UsageProblem,
)

# What was asked for was done: tokens came, or what a person must confirm was handed out as --no-wait wants it.
DONE = {Verdict.DONE, Verdict.HANDED_OUT}


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_code_and_only_what_was_asked_for_has_0(verdict: Verdict) -> None:
    assert (of_verdict(verdict.value) is ExitCode.DONE) == (verdict in DONE)


def test_no_two_refusals_of_different_kind_share_a_code() -> None:
    # A 401 is 12 wherever it comes from: of the client at the server, of the token at a resource.
    codes = [of_verdict(one.value) for one in Verdict if one not in DONE | {Verdict.TOKEN_REFUSED}]
    assert of_verdict(Verdict.TOKEN_REFUSED.value) is of_verdict(Verdict.INVALID_CLIENT.value)
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UsageProblem, 2),
        (Cancelled, 3),
        (PersonNeeded, 4),
        (NotReached, 20),
        (PlatformFailed, 22),
        (LockNotGot, 22),
        (StoreProblem, 50),
    ],
)
def test_every_error_of_ours_has_its_code(kind: type[TokencliError], code: int) -> None:
    assert of_error(kind("what happened")) == code


def test_every_kind_of_error_is_told_apart() -> None:
    assert {of_error(kind("x")) for kind in TokencliError.__subclasses__()} == {2, 3, 4, 20, 22, 50}
