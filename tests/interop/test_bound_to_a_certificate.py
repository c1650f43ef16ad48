"""Tokens that are bound to a certificate (RFC 8705): good with it, explained with another one, and with none."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.interop.test_client_authentication import findings

if TYPE_CHECKING:
    from tests.interop.certificates import Certificate, Certificates
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

CLIENT = "bound-to-certificate"
VARIABLES = {"PW": "alice-pw", "TOKENCLI_STORE_KEY": "key:" + "A" * 43}


def shown(certificate: Certificate) -> tuple[str, ...]:
    return ("--cert", str(certificate.chain), "--cert-key", f"file:{certificate.key}")


def hold(tokencli: CommandLine, certificate: Certificate) -> None:
    """Puts a certificate where the profile has its own."""
    shutil.copy(certificate.chain, tokencli.home / "mine.pem")
    shutil.copy(certificate.key, tokencli.home / "mine.key")


def call(tokencli: CommandLine, op: OidcProvider, *words: str) -> Finished:
    return tokencli.run("call", "dev", f"{op.issuer}/me", *words, SECRET=op.secret_of(CLIENT), **VARIABLES)


def userinfo(tokencli: CommandLine, op: OidcProvider, token: str, *words: str) -> Finished:
    trust = ("--issuer", op.issuer, "--ca-cert", str(op.ca_file))
    return tokencli.run("userinfo", "env:T", *trust, *words, "-o", "json", T=token)


@pytest.fixture
def token(tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates) -> str:
    """A token of alice that is bound to the client's certificate."""
    person = ("--username", "alice", "--password", "env:PW", "--scope", "openid email")
    done = tokencli.fetch("password", tls_op, CLIENT, *person, *shown(certificates.client), "-o", "token", **VARIABLES)
    assert done.code == 0, done.err
    return done.out.strip()


def test_a_profile_calls_an_api_with_its_certificate_until_that_is_renewed(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates
) -> None:
    home = tokencli.home / "config" / "tokencli"
    home.mkdir(parents=True)
    (home / "config.toml").write_text(
        f'[profiles.dev]\ngrant = "password"\nissuer = "{tls_op.issuer}"\nca_cert = "{tls_op.ca_file}"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "env:SECRET"\nusername = "alice"\npassword = "env:PW"\n'
        'scope = ["openid", "email"]\ncert = "mine.pem"\ncert_key = "file:mine.key"\nstore = "file"\n',
        "utf-8",
    )
    hold(tokencli, certificates.client)
    good = call(tokencli, tls_op)
    assert (good.code, good.document["email"]) == (0, "alice@example.test"), good.err
    hold(tokencli, certificates.good)
    renewed = call(tokencli, tls_op)
    assert renewed.code == 12
    assert "bound to a certificate" in " ".join(renewed.err.split())
    assert "call dev --force" in " ".join(renewed.err.split())
    assert call(tokencli, tls_op, "--force").code == 0


def test_the_right_certificate_opens_userinfo(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates, token: str
) -> None:
    done = userinfo(tokencli, tls_op, token, *shown(certificates.client))
    assert (done.code, done.document["sub"]) == (0, "alice")


@pytest.mark.parametrize(("which", "confidence"), [("good", "likely"), (None, "possible")])
def test_another_one_or_none_is_refused_and_explained(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates, token: str, which: str | None,
    confidence: str,
) -> None:  # fmt: skip
    words = () if which is None else shown(getattr(certificates, which))
    done = userinfo(tokencli, tls_op, token, *words)
    assert done.code == 12
    assert findings(done)["token-bound-to-certificate"] == confidence
    assert token not in done.said


@pytest.mark.parametrize("verb", ["introspect", "revoke"])
def test_a_certificate_is_shown_wherever_a_client_must_show_who_it_is(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates, verb: str
) -> None:
    client = ("--client-id", "tls", *shown(certificates.client))
    issued = tokencli.fetch("client-credentials", tls_op, "tls", *client[2:], "-o", "token").out.strip()
    trust = ("--issuer", tls_op.issuer, "--ca-cert", str(tls_op.ca_file))
    done = tokencli.run(verb, "env:T", *trust, *client, "-o", "json", T=issued)
    assert done.code == 0, done.err
    without = tokencli.run(verb, "env:T", *trust, *client[:2], "-o", "json", T=issued)
    assert without.code == 12
