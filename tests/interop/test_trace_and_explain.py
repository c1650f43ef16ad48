"""A run that was saved, explained later by somebody else."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.interop.oidc_provider import secret_of
from tests.interop.visitor import CALLBACK, VERIFIER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.command_line import CommandLine
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop

WRONG = "not the+secret%"
WRONG_IN_ALL_FORMS = (
    WRONG,
    "not+the%2Bsecret%25",
    base64.b64encode(f"basic:{WRONG}".encode()).decode(),
    base64.b64encode(b"basic:not+the%2Bsecret%25").decode(),
)


def test_a_refused_run_is_explained_from_its_trace(tokencli: CommandLine, op: OidcProvider, tmp_path: Path) -> None:
    trace = tmp_path / "run.json"
    run = tokencli.fetch("client-credentials", op, "plus", "--basic-encoding", "raw", "--trace", str(trace))
    explained = tokencli.run("explain", str(trace), "-o", "json")
    assert run.code == 12
    assert explained.code == 0
    then = [finding["name"] for finding in run.document["tokencli"]["findings"]]
    later = [finding["name"] for finding in explained.document["findings"]]
    assert then == later
    assert later[0] == "basic-credentials-not-decoded"


def test_a_trace_holds_no_secret_in_any_form(tokencli: CommandLine, op: OidcProvider, tmp_path: Path) -> None:
    trace = tmp_path / "run.json"
    run = tokencli.fetch("client-credentials", op, "basic", "--trace", str(trace), "-vv", SECRET=WRONG)
    text = trace.read_text("utf-8")
    assert run.code == 12
    for form in WRONG_IN_ALL_FORMS:
        assert form not in text
        assert form not in run.said


def test_the_trace_of_a_sign_in_holds_no_code_verifier_or_token(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor, tmp_path: Path
) -> None:
    code, trace = alice.authorization_code("public"), tmp_path / "run.json"
    options = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V")
    run = tokencli.fetch("code", op, "public", *options, "--trace", str(trace), "-o", "json", CODE=code, V=VERIFIER)
    assert run.code == 0
    text = trace.read_text("utf-8")
    tokens = [run.document[name] for name in ("access_token", "refresh_token")]
    for secret in (code, VERIFIER, *tokens, run.document["id_token"].rpartition(".")[2]):
        assert secret not in text


def test_the_trace_is_for_its_owner_alone(tokencli: CommandLine, op: OidcProvider, tmp_path: Path) -> None:
    trace = tmp_path / "run.json"
    tokencli.fetch("client-credentials", op, "basic", "--trace", str(trace))
    assert trace.stat().st_mode & 0o777 == 0o600


def test_a_trace_with_secrets_is_made_only_when_asked(tokencli: CommandLine, op: OidcProvider, tmp_path: Path) -> None:
    trace = tmp_path / "run.json"
    options = ("--auth-method", "post", "--trace", str(trace), "--show-secrets")
    tokencli.fetch("client-credentials", op, "post", *options)
    assert secret_of("post") in trace.read_text("utf-8")


def test_a_tls_failure_is_explained_from_its_trace(
    tokencli: CommandLine, expired_op: OidcProvider, tmp_path: Path
) -> None:
    trace = tmp_path / "run.json"
    run = tokencli.fetch("client-credentials", expired_op, "basic", "--trace", str(trace))
    explained = tokencli.run("explain", str(trace))
    assert run.code == 21
    assert explained.code == 0
    assert "expired" in explained.out
