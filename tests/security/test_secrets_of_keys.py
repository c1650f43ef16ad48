"""Private keys in every form they are kept: used by every command that takes one, and never seen again."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from jwt.algorithms import ECAlgorithm

from tests.faults.server import respond
from tests.jose.keys import certificate, pem
from tests.security.canary import Canary, files_below, leaked
from tests.security.echoing import answers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

KEY = ec.generate_private_key(ec.SECP256R1())
NUMBER = KEY.private_numbers().private_value.to_bytes(32, "big")
PASSPHRASE = Canary("key_passphrase", "Can4ryPassphrase", 'a%+/Can4ryPassphrase="ü')
SEALED = {"sealed.pem", "key.p12"}
FORMS = ("key.pem", "sealed.pem", "key.p12", "key.jwk", "keys.jwks")


def canaries() -> tuple[Canary, ...]:
    """What tells a private key: its number, as octets and in the alphabets of JWK and PEM, and the lines of the PEM."""
    lines = pem(KEY).decode().splitlines()[1:-1]
    spelled = (NUMBER[8:20].decode("latin-1"), NUMBER.hex(), base64.urlsafe_b64encode(NUMBER).decode().rstrip("="))
    # The first line holds the kind of the key too, which every key has.
    return (PASSPHRASE, *(Canary("key", one, one) for one in (*spelled, lines[0][-16:])))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The key in every form."""
    made, jwk = tmp_path / "keys", ECAlgorithm.to_jwk(KEY, as_dict=True)
    made.mkdir()
    secret = PASSPHRASE.secret.encode()
    bundle = serialize_key_and_certificates(b"", KEY, certificate(KEY), None, BestAvailableEncryption(secret))
    octets: dict[str, bytes] = {
        "key.pem": pem(KEY),
        "sealed.pem": pem(KEY, secret),
        "key.p12": bundle,
        "key.jwk": json.dumps({**jwk, "kid": "k1"}).encode(),
        "keys.jwks": json.dumps({"keys": [{**jwk, "kid": "k1", "use": "sig"}]}).encode(),
        "both.pem": pem(KEY) + certificate(KEY).public_bytes(Encoding.PEM),
    }
    for name, content in octets.items():
        (made / name).write_bytes(content)
    return made


def run(cli: Command, folder: Path, form: str, *words: str) -> Ran:
    key = ("--key", f"file:{folder / form}", *(("--key-passphrase", "env:P") if form in SEALED else ()))
    return cli(*words, *key, env={"P": PASSPHRASE.secret})


def assert_silent(cli: Command, done: Ran) -> None:
    written = {str(path): text for path, text in files_below(cli.home)}
    for place, text in {"stdout": done.out, "stderr": done.err, **written}.items():
        assert (place, leaked(text, canaries())) == (place, [])


def client(server: MisbehavingServer) -> tuple[str, ...]:
    return ("--token-endpoint", server.url(), "--client-id", "app", "-vv", "--trace", "run.json")


def test_the_canaries_would_be_seen(folder: Path) -> None:
    for form in ("key.pem", "key.jwk", "keys.jwks"):
        text = (folder / form).read_text("utf-8")
        assert leaked(text, canaries()[1:]), form


@pytest.mark.parametrize("form", FORMS)
def test_a_client_that_signs_with_it_tells_nothing_of_it(
    form: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    done = run(cli, folder, form, "fetch", "client-credentials", *client(server), "--show-secrets")
    assert done.code == 0, done.err
    assert b"client_assertion=" in server.requests[0].body
    assert_silent(cli, done)
    server.behave(answers(canaries())["description"])
    refused = run(cli, folder, form, "fetch", "client-credentials", *client(server))
    assert refused.code == 12, refused.err
    assert b"client_assertion=" in server.requests[-1].body


@pytest.mark.parametrize("dry", ["http", "curl", "json"])
@pytest.mark.parametrize("form", FORMS)
def test_a_dry_run_shows_the_assertion_and_not_the_key(
    form: str, dry: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    typed = ("fetch", "jwt-bearer", "--token-endpoint", server.url(), "--iss", "i", "--sub", "s")
    done = run(cli, folder, form, *typed, f"--dry-run={dry}", "--show-secrets")
    assert done.code == 0, done.err
    assert "eyJ" in done.out
    assert_silent(cli, done)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_made_with_it_by_hand_does_not_hold_it(form: str, cli: Command, folder: Path) -> None:
    issuer = ("--issuer", "https://as.example", "--client-id", "app")
    assert_silent(cli, run(cli, folder, form, "make", "client-assertion", *issuer))
    passphrase = ("--key-passphrase", "env:P") if form in SEALED else ()
    for what in ("jwks", "thumbprint"):
        done = cli("make", what, str(folder / form), *passphrase, env={"P": PASSPHRASE.secret})
        assert done.code == 0, done.err
        assert_silent(cli, done)


@pytest.mark.parametrize("form", FORMS)
def test_a_key_that_cannot_be_used_is_not_quoted(
    form: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    whole = (folder / form).read_bytes()
    typed = ("fetch", "client-credentials", *client(server))
    for wound in (
        whole[:-9],
        whole.replace(b'"crv"', b'"xyz"'),
        whole.replace(b"-----BEGIN", b"----BEGIN"),
        whole + whole,
    ):
        (folder / form).write_bytes(wound)
        assert_silent(cli, run(cli, folder, form, *typed))
    (folder / form).write_bytes(whole)
    for further in (("--alg", "RS256"), ("--kid", "k9"), ("--key-passphrase", "literal:wrong")):
        assert_silent(cli, run(cli, folder, form, *typed, *further))


@pytest.mark.parametrize("kind", ["pem", "jwk"])
def test_an_answer_that_repeats_the_key_is_shown_without_it(
    kind: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    # No server is ever sent it; a proxy or a log of one's own may hold it all the same.
    whole = (folder / f"key.{kind}").read_text("utf-8")
    server.behave(respond(400, {"error": "invalid_client", "error_description": f"cannot read {whole}"}))
    assert_silent(cli, run(cli, folder, f"key.{kind}", "fetch", "client-credentials", *client(server)))


def test_a_certificate_that_is_shown_tells_nothing_of_its_key(
    cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    done = cli("fetch", "client-credentials", *client(server), "--cert", str(folder / "both.pem"))
    assert done.code == 0, done.err
    assert_silent(cli, done)
