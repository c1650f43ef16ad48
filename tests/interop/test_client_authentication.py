"""Every way in which a client shows who it is, at a server that verifies it; and what is said when it does not hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jwt
import pytest

from tests.interop.es256_key import Es256Key
from tests.jose.keys import key, pem

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.certificates import Certificate, Certificates
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

CLIENT_CREDENTIALS = "client-credentials"


def with_key(tokencli: CommandLine, op: OidcProvider, path: Path, *words: str) -> Finished:
    return tokencli.fetch(CLIENT_CREDENTIALS, op, "key", "--key", f"file:{path}", *words)


def with_certificate(
    tokencli: CommandLine, op: OidcProvider, client_id: str, shown: Certificate, *words: str
) -> Finished:
    cert = ("--cert", str(shown.chain), "--cert-key", f"file:{shown.key}", "--auth-method", client_id)
    return tokencli.fetch(CLIENT_CREDENTIALS, op, client_id, *cert, *words)


def findings(done: Finished) -> dict[str, str]:
    """The names of what was found with their confidence, likeliest first."""
    return {one["name"]: one["confidence"] for one in done.document["tokencli"]["findings"]}


def assertion_of(tokencli: CommandLine, op: OidcProvider, path: Path, *words: str) -> str:
    made = ("make", "client-assertion", "--issuer", op.issuer, "--client-id", "key", "--key", f"file:{path}", *words)
    done = tokencli.run(*made)
    assert done.code == 0, done.err
    return done.out.strip()


# Good ones


def test_a_key_gets_a_token(tokencli: CommandLine, op: OidcProvider, client_key: Es256Key) -> None:
    done = with_key(tokencli, op, client_key.private_jwk, "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert op.introspect(done.out.strip())["client_id"] == "key"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_mac_of_a_secret_gets_a_token(tokencli: CommandLine, op: OidcProvider, algorithm: str) -> None:
    method = ("--auth-method", "secret-jwt", "--alg", algorithm)
    done = tokencli.fetch(CLIENT_CREDENTIALS, op, "secret-jwt", *method, "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert op.introspect(done.out.strip())["client_id"] == "secret-jwt"


def test_the_audience_may_be_the_token_endpoint(tokencli: CommandLine, op: OidcProvider, client_key: Es256Key) -> None:
    done = with_key(tokencli, op, client_key.private_jwk, "--assertion-audience", "token-endpoint", "-o", "token")
    assert done.code == 0
    assert "RFC 10070" in done.err


def test_a_jwt_at_hand_gets_a_token(tokencli: CommandLine, op: OidcProvider, client_key: Es256Key) -> None:
    assertion = assertion_of(tokencli, op, client_key.private_jwk)
    done = tokencli.fetch(CLIENT_CREDENTIALS, op, "key", "--client-assertion", "env:A", "-o", "token", A=assertion)
    assert done.code == 0, done.err


def test_a_key_made_here_is_one_that_another_server_could_know(tokencli: CommandLine, op: OidcProvider) -> None:
    made = tokencli.run("make", "key")
    public = json.loads(made.err[made.err.index("{") :])
    path = tokencli.home / "key.jwk"
    path.write_text(made.out, "utf-8")
    assertion = assertion_of(tokencli, op, path)
    assert jwt.decode(assertion, jwt.PyJWK(public), audience=op.issuer)["sub"] == "key"


def test_a_certificate_of_the_authority_gets_a_token_that_is_bound_to_it(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates
) -> None:
    done = with_certificate(tokencli, tls_op, "tls", certificates.client, "-o", "token")
    assert (done.code, done.err) == (0, "")
    named = tokencli.run("make", "thumbprint", str(certificates.client.chain), "--field", "x5t#S256")
    assert tls_op.introspect(done.out.strip())["cnf"] == {"x5t#S256": named.out.strip()}


def test_a_self_signed_certificate_that_is_registered_gets_a_token(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates
) -> None:
    done = with_certificate(tokencli, tls_op, "self-signed-tls", certificates.self_signed, "-o", "token")
    assert (done.code, done.err) == (0, "")


def test_what_is_given_decides_how_the_client_authenticates(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates
) -> None:
    cert = ("--cert", str(certificates.client.chain), "--cert-key", f"file:{certificates.client.key}")
    done = tokencli.fetch(CLIENT_CREDENTIALS, tls_op, "tls", *cert, "-o", "token")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("grant", ["device-code", "ciba"])
def test_it_authenticates_at_the_other_endpoints_and_in_every_poll(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key, grant: str
) -> None:
    hint = ("--login-hint", "alice", "--scope", "openid") if grant == "ciba" else ()
    key = ("--key", f"file:{client_key.private_jwk}", "--no-wait")
    done = tokencli.fetch(grant, op, "key", *key, *hint)
    assert done.code == 0, done.err
    assert {"auth_req_id", "device_code"} & set(done.document)


@pytest.mark.parametrize("verb", ["introspect", "revoke"])
def test_a_key_signs_wherever_a_client_must_show_who_it_is(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key, verb: str
) -> None:
    issued = with_key(tokencli, op, client_key.private_jwk, "-o", "token").out.strip()
    client = ("--issuer", op.issuer, "--client-id", "key", "--key", f"file:{client_key.private_jwk}")
    done = tokencli.run(verb, "env:T", *client, "-o", "json", T=issued)
    assert (done.code, done.err) == (0, "")


# Bad ones: this server tells every client the same, so that what is said can only come from what was sent.


def test_an_rsa_key_where_es256_alone_is_taken_is_refused_before_anything_is_sent(
    tokencli: CommandLine, op: OidcProvider
) -> None:
    path = tokencli.home / "rsa.pem"
    path.write_bytes(pem(key("RS256").private))
    done = with_key(tokencli, op, path, "-o", "token")
    assert (done.code, done.out) == (2, "")
    assert (
        "the server takes HS256, HS384, HS512, ES256 for client assertions, and this key (RSA) can only do" in done.err
    )
    assert op.events() == ()


def test_a_key_that_is_not_registered_is_named_as_the_likely_cause(
    tokencli: CommandLine, op: OidcProvider, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    done = with_key(tokencli, op, Es256Key.make(other).private_jwk, "-o", "json")
    assert done.code == 12
    assert next(iter(findings(done))) == "client-key-not-registered"
    assert "key" in op.events()[0].detail


def test_an_audience_of_another_server_is_named(tokencli: CommandLine, op: OidcProvider, client_key: Es256Key) -> None:
    audience = ("--assertion-audience", "https://other.example")
    done = with_key(tokencli, op, client_key.private_jwk, *audience, "-o", "json")
    assert done.code == 12
    assert next(iter(findings(done))) == "assertion-audience"
    assert "aud" in op.events()[0].detail


def test_an_assertion_that_has_expired_is_not_even_sent(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key
) -> None:
    late = client_key.assertion(op.issuer, subject="key", seconds=-3600)
    done = tokencli.fetch(CLIENT_CREDENTIALS, op, "key", "--client-assertion", "env:A", "-o", "token", A=late)
    assert (done.code, done.out) == (2, "")
    assert "expired" in done.err
    assert op.events() == ()


def test_an_assertion_that_is_about_to_expire_may_be_late(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key
) -> None:
    late = client_key.assertion(op.issuer, subject="key", seconds=-30)
    done = tokencli.fetch(CLIENT_CREDENTIALS, op, "key", "--client-assertion", "env:A", "-o", "json", A=late)
    assert done.code == 12
    assert findings(done)["assertion-expired"] == "likely"


def test_an_assertion_that_was_used_before_is_among_what_is_named(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key
) -> None:
    assertion = assertion_of(tokencli, op, client_key.private_jwk)
    for code in (0, 12):
        done = tokencli.fetch(CLIENT_CREDENTIALS, op, "key", "--client-assertion", "env:A", "-o", "json", A=assertion)
        assert done.code == code
    assert "assertion-replayed" in findings(done)
    assert "used once" in op.events()[0].detail


def test_a_wrong_secret_of_a_mac_is_among_what_is_named(tokencli: CommandLine, op: OidcProvider) -> None:
    method = ("--auth-method", "secret-jwt")
    done = tokencli.fetch(CLIENT_CREDENTIALS, op, "secret-jwt", *method, "-o", "json", SECRET="x" * 64)
    assert done.code == 12
    assert "client-key-not-registered" in findings(done)


def test_a_secret_that_is_too_short_is_refused_before_anything_is_sent(tokencli: CommandLine, op: OidcProvider) -> None:
    method = ("--auth-method", "secret-jwt")
    done = tokencli.fetch(CLIENT_CREDENTIALS, op, "secret-jwt", *method, "-o", "token", SECRET="short")
    assert (done.code, done.out) == (2, "")
    assert "HS256 needs 32" in done.err
    assert op.events() == ()


@pytest.mark.parametrize(
    ("client_id", "which"), [("tls", "self_signed"), ("tls", "good"), ("self-signed-tls", "client")]
)
def test_another_certificate_is_named(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates, client_id: str, which: str
) -> None:
    tls_op.events()
    done = with_certificate(tokencli, tls_op, client_id, getattr(certificates, which), "-o", "json")
    assert done.code == 12
    assert next(iter(findings(done))) == "client-certificate-not-accepted"
    assert tls_op.events()


def test_a_method_that_the_client_is_not_registered_for_is_among_what_is_named(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key
) -> None:
    done = tokencli.fetch(CLIENT_CREDENTIALS, op, "basic", "--key", f"file:{client_key.private_jwk}",
                          "--auth-method", "private-key-jwt", "-o", "json")  # fmt: skip
    assert done.code == 12
    assert findings(done)
