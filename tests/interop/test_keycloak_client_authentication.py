"""Every way in which a client shows Keycloak who it is; and what is said when it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.interop.client_keys import written_key
from tests.interop.es256_key import Es256Key
from tests.interop.test_client_authentication import CLIENT_CREDENTIALS, findings
from tests.interop.test_keycloak import claims_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.certificates import Certificate, Certificates
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.keycloak import Keycloak

pytestmark = pytest.mark.interop

SECRET_JWT, KEY_JWT = (("--auth-method", name) for name in ("secret-jwt", "private-key-jwt"))


def fetch(tokencli: CommandLine, keycloak: Keycloak, client_id: str, *words: str, **variables: str) -> Finished:
    return tokencli.fetch(CLIENT_CREDENTIALS, keycloak, client_id, *words, **variables)


def with_certificate(tokencli: CommandLine, keycloak: Keycloak, shown: Certificate, *words: str) -> Finished:
    return fetch(tokencli, keycloak, "tls", "--cert", str(shown.chain), "--cert-key", f"file:{shown.key}", *words)


def first(done: Finished) -> tuple[str, str]:
    """The name of the likeliest cause, with how sure it is."""
    return next(iter(findings(done).items()))


# Good ones


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "EdDSA"])
def test_a_key_of_every_kind_gets_a_token(
    tokencli: CommandLine, keycloak: Keycloak, tmp_path: Path, algorithm: str
) -> None:
    done = fetch(tokencli, keycloak, "key", *written_key(tmp_path, algorithm), "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert claims_of(done.out.strip())["client_id"] == "key"


@pytest.mark.parametrize("client_id", ["key", "key-es256"])
def test_what_the_key_can_do_decides_the_algorithm(
    tokencli: CommandLine, keycloak: Keycloak, client_key: Es256Key, client_id: str
) -> None:
    done = fetch(tokencli, keycloak, client_id, "--key", f"file:{client_key.private_jwk}", "-o", "token")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_mac_of_a_secret_gets_a_token(tokencli: CommandLine, keycloak: Keycloak, algorithm: str) -> None:
    done = fetch(tokencli, keycloak, "secret-jwt", *SECRET_JWT, "--alg", algorithm, "-o", "token")
    assert (done.code, done.err) == (0, "")


def test_a_certificate_gets_a_token_that_is_bound_to_it(
    tokencli: CommandLine, secure_keycloak: Keycloak, certificates: Certificates
) -> None:
    done = with_certificate(tokencli, secure_keycloak, certificates.client, "-o", "token")
    assert (done.code, done.err) == (0, "")
    named = tokencli.run("make", "thumbprint", str(certificates.client.chain), "--field", "x5t#S256")
    assert claims_of(done.out.strip())["cnf"] == {"x5t#S256": named.out.strip()}


# Bad ones


@pytest.mark.parametrize(
    ("client_id", "words", "code", "finding", "told"),
    [
        ("key", ("--key", "file:OTHER", "--kid", "client-key0"), 12, "assertion-key-not-accepted", "make jwks"),
        ("key", ("--key", "file:KEY", "--assertion-audience", "https://other.example"), 12, "assertion-audience", "issuer"),
        ("key-es256", ("RS256",), 12, "assertion-key-not-accepted", "the algorithm that is registered"),
        ("secret-jwt", (*SECRET_JWT, "WRONG SECRET"), 14, "assertion-key-not-accepted", "compare the secret"),
        ("confidential", ("--key", "file:KEY", *KEY_JWT), 14, "keycloak-client-does-not-sign", "--auth-method basic"),
        ("confidential", SECRET_JWT, 14, "keycloak-client-does-not-sign", "--auth-method basic"),
        ("tls", ("--key", "file:KEY"), 12, "keycloak-client-does-not-sign", "or tls"),
        ("key", ("A SECRET",), 12, "auth-method-not-accepted", "sign with --key"),
        ("tls", ("A SECRET",), 12, "keycloak-client-shows-certificate", "--cert"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_the_first_that_is_named(
    tokencli: CommandLine, keycloak: Keycloak, client_key: Es256Key, tmp_path: Path,
    client_id: str, words: tuple[str, ...], code: int, finding: str, told: str,
) -> None:  # fmt: skip
    other = tmp_path / "other"
    other.mkdir()
    meant = {
        "file:KEY": (f"file:{client_key.private_jwk}",),
        "file:OTHER": (f"file:{Es256Key.make(other).private_jwk}",),
        "RS256": written_key(tmp_path, "RS256"),
        "WRONG SECRET": (),
        "A SECRET": ("--client-secret", "env:SECRET"),
    }
    line = [part for word in words for part in meant.get(word, (word,))]
    done = fetch(tokencli, keycloak, client_id, *line, "-o", "json", SECRET="x" * 64)
    assert done.code == code
    assert first(done)[0] == finding, findings(done)
    assert told in " ".join(done.err.split())
    assert "x" * 64 not in done.said


def test_an_assertion_that_was_used_before_is_named_because_the_server_says_so(
    tokencli: CommandLine, keycloak: Keycloak, client_key: Es256Key
) -> None:
    key = ("--key", f"file:{client_key.private_jwk}")
    made = tokencli.run("make", "client-assertion", "--issuer", keycloak.issuer, "--client-id", "key", *key)
    once, again = (
        fetch(tokencli, keycloak, "key", "--client-assertion", "env:A", "-o", "json", A=made.out.strip())
        for _ in range(2)
    )
    assert (once.code, again.code) == (0, 12)
    assert first(again) == ("assertion-replayed", "likely")


def test_an_assertion_that_is_about_to_expire_may_be_late(
    tokencli: CommandLine, keycloak: Keycloak, client_key: Es256Key
) -> None:
    late = client_key.assertion(keycloak.issuer, issuer="key", subject="key", seconds=-30)
    done = fetch(tokencli, keycloak, "key", "--client-assertion", "env:A", "-o", "json", A=late)
    assert done.code == 12
    assert first(done) == ("assertion-expired", "likely")


def test_another_certificate_of_the_same_authority_is_named(
    tokencli: CommandLine, secure_keycloak: Keycloak, certificates: Certificates
) -> None:
    done = with_certificate(tokencli, secure_keycloak, certificates.good, "-o", "json")
    assert done.code == 12
    assert first(done) == ("client-certificate-not-accepted", "likely")


def test_a_certificate_of_no_authority_ends_the_connection_and_is_named(
    tokencli: CommandLine, secure_keycloak: Keycloak, certificates: Certificates
) -> None:
    done = with_certificate(tokencli, secure_keycloak, certificates.self_signed, "-o", "json")
    assert done.code == 21
    assert first(done) == ("client-certificate-not-accepted", "certain")
