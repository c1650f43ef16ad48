"""Tokens for a JWT from an issuer that the server trusts (RFC 7523 section 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.es256_key import Es256Key
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop


def hand_in(tokencli: CommandLine, op: OidcProvider, assertion: str, *options: str) -> Finished:
    return tokencli.fetch("jwt-bearer", op, "basic", "--assertion", "env:A", *options, "-o", "token", A=assertion)


def test_a_good_assertion_gets_a_token_of_its_subject(
    tokencli: CommandLine, op: OidcProvider, assertion_issuer: Es256Key
) -> None:
    done = hand_in(tokencli, op, assertion_issuer.assertion(op.issuer, subject="bob"), "--scope", "api:read")
    assert done.code == 0
    assert op.introspect(done.out.strip())["sub"] == "bob"


def test_an_assertion_for_somebody_else_is_explained_by_its_audience(
    tokencli: CommandLine, op: OidcProvider, assertion_issuer: Es256Key
) -> None:
    assertion = assertion_issuer.assertion("https://elsewhere.example")
    done = hand_in(tokencli, op, assertion)
    assert done.code == 13
    assert "aud" in done.err
    assert assertion not in done.err
    assert [event.detail for event in op.events()] == ['unexpected "aud" claim value']


def test_an_expired_assertion_is_explained_by_its_time(
    tokencli: CommandLine, op: OidcProvider, assertion_issuer: Es256Key
) -> None:
    done = hand_in(tokencli, op, assertion_issuer.assertion(op.issuer, seconds=-3600))
    assert done.code == 13
    assert "expired" in done.err


def test_an_assertion_of_an_unknown_key_is_refused(
    tokencli: CommandLine, op: OidcProvider, assertion_issuer: Es256Key
) -> None:
    head, body, _ = assertion_issuer.assertion(op.issuer).split(".")
    done = hand_in(tokencli, op, f"{head}.{body}.{'A' * 86}")
    assert done.code == 13
    assert [event.detail for event in op.events()] == ["signature verification failed"]
