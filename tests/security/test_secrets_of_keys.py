"""Private keys in every form they are kept: used by every command that takes one, and never seen again."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from jwt.algorithms import ECAlgorithm

from tests.faults.server import respond
from tests.jose.keys import certificate, pem, unsigned
from tests.security.canary import Canary, files_below, leaked
from tests.security.echoing import answers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

KEY = ec.generate_private_key(ec.SECP256R1())
NUMBER = KEY.private_numbers().private_value.to_bytes(32, "big")
PASSPHRASE = Canary("key_passphrase", "Can4ryPassphrase", 'a%+/Can4ryPassphrase="ü')
SEALED = {"sealed.pem", "sealed.der", "key.p12"}
FORMS = ("key.pem", "key.der", "sealed.pem", "sealed.der", "key.p12", "key.jwk", "keys.jwks")
OPEN = tuple(form for form in FORMS if form not in SEALED)


ENDPOINTS = {
    "introspect": "introspection-endpoint",
    "revoke": "revocation-endpoint",
    "userinfo": "userinfo-endpoint",
}


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
        "key.der": KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "sealed.pem": pem(KEY, secret),
        "sealed.der": KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(secret)),
        "cert.pem": certificate(KEY).public_bytes(Encoding.PEM),
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
def test_a_token_held_against_it_tells_nothing_of_it(form: str, cli: Command, folder: Path) -> None:
    token = unsigned({"cnf": {"jkt": "of another"}}, "AAAA", alg="ES256")
    passphrase = ("--key-passphrase", "env:P") if form in SEALED else ()
    words = ("--jwks", str(folder / "cert.pem"), "--bound-to", str(folder / form), *passphrase, "--trace", "run.json")
    done = cli("decode", "--verify", token, *words, env={"P": PASSPHRASE.secret})
    assert done.code == 40, done.err
    assert "jkt of another" in done.out
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
        b"",
    ):
        (folder / form).write_bytes(wound)
        done = run(cli, folder, form, *typed)
        assert done.code in {0, 2}, done.err  # some wounds do no harm, and none is a fault of ours
        assert_silent(cli, done)
    (folder / form).write_bytes(whole)
    for further in (("--alg", "RS256"), ("--kid", "k9"), ("--key-passphrase", "literal:wrong")):
        done = run(cli, folder, form, *typed, *further)
        assert done.code in {0, 2}, done.err
        assert_silent(cli, done)


@pytest.mark.parametrize("kind", ["pem", "jwk"])
def test_an_answer_that_repeats_the_key_is_shown_without_it(
    kind: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    # No server is ever sent it; a proxy or a log of one's own may hold it all the same.
    whole = (folder / f"key.{kind}").read_text("utf-8")
    server.behave(respond(400, {"error": "invalid_client", "error_description": f"cannot read {whole}"}))
    assert_silent(cli, run(cli, folder, f"key.{kind}", "fetch", "client-credentials", *client(server)))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_saved_of_a_run_is_explained_without_the_key(
    form: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    server.behave(respond(401, {"error": "invalid_client"}))
    assert run(cli, folder, form, "fetch", "client-credentials", *client(server), "--show-secrets").code == 12
    assert_silent(cli, cli("explain", "run.json", "-o", "json"))
    assert_silent(cli, cli("explain", "run.json", "--report", "report.md"))


@pytest.mark.parametrize("form", OPEN)
def test_a_key_that_proves_is_seen_as_its_public_half_alone(
    form: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    server.behave(respond(200, {"access_token": "at-1", "token_type": "DPoP"}))
    key = ("--dpop-key", f"file:{folder / form}")
    done = cli("fetch", "client-credentials", *client(server), *key, "--show-secrets", "-o", "json")
    assert done.code == 0, done.err
    assert server.requests[0].header("dpop")
    assert_silent(cli, done)
    for output in ("pretty", "json"):
        made = cli("make", "dpop-proof", "https://api.example", *key, "-o", output)
        assert made.code == 0, made.err
        assert_silent(cli, made)
    (folder / form).write_bytes((folder / form).read_bytes()[:-9])
    for words in (("make", "dpop-proof", "https://api.example"), ("fetch", "client-credentials", *client(server))):
        broken = cli(*words, *key)
        assert broken.code == 2, broken.err
        assert_silent(cli, broken)


@pytest.mark.parametrize("verb", ["introspect", "revoke", "userinfo", "fetch"])
@pytest.mark.parametrize("form", ["key.pem", "key.der", "sealed.pem", "sealed.der", "key.jwk", "nothing"])
def test_the_key_of_a_certificate_is_seen_nowhere(
    form: str, verb: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    (folder / "nothing").write_bytes(b"")
    words = (
        ("fetch", "client-credentials", "--token-endpoint")
        if verb == "fetch"
        else (verb, "env:T", f"--{ENDPOINTS[verb]}")
    )
    cert = ("--cert", str(folder / "cert.pem"), "--cert-key", f"file:{folder / form}", "--cert-passphrase", "env:P")
    passphrase = cert if form in SEALED else cert[:4]
    told = ("-vv", "--trace", "run.json", "--show-secrets")
    done = cli(*words, server.url(), "--client-id", "app", *passphrase, *told, env={"P": PASSPHRASE.secret, "T": "t"})
    assert done.code == (2 if form in {"key.jwk", "nothing"} else done.code) != 1, done.err
    assert_silent(cli, done)


@pytest.mark.parametrize("form", FORMS)
def test_a_key_at_the_identity_provider_is_seen_nowhere(
    form: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    words = ("--idp-token-endpoint", server.url(), "--idp-client-id", "app", "--idp-auth-method", "private-key-jwt")
    subject = ("--subject-token", "literal:t", "--issuer", "https://as.example")
    key = ("--idp-key", f"file:{folder / form}")
    done = cli("fetch", "id-jag", *client(server), *subject, *words, *key, "--show-secrets")
    assert done.code != 1, done.err
    assert_silent(cli, done)


def test_a_certificate_that_is_shown_tells_nothing_of_its_key(
    cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    done = cli("fetch", "client-credentials", *client(server), "--cert", str(folder / "both.pem"))
    assert done.code == 0, done.err
    assert_silent(cli, done)


PLACES = {
    "cert": ("fetch", "client-credentials", "--cert", "TEXT"),
    "cert of a file": ("fetch", "client-credentials", "--cert", "TEXT.pem"),
    "cert key": ("fetch", "client-credentials", "--cert", "keys/cert.pem", "--cert-key", "file:TEXT"),
    "key by file:": ("fetch", "client-credentials", "--key", "file:TEXT"),
    "key by env:": ("fetch", "client-credentials", "--key", "env:TEXT"),
    "key by cmd:": ("fetch", "client-credentials", "--key", "cmd:TEXT"),
    "key by keyring:": ("fetch", "client-credentials", "--key", "keyring:TEXT"),
    "claims": ("fetch", "jwt-bearer", "--key", "file:keys/key.pem", "--claims-file", "TEXT"),
    "authorities": ("fetch", "client-credentials", "--client-secret", "literal:x", "--ca-cert", "TEXT"),
    "configuration": ("token", "--config", "TEXT"),
    "public part": ("make", "key", "--public", "TEXT"),
    "thumbprint": ("make", "thumbprint", "file:TEXT"),
    "body": ("call", "--config", "keys/none", "https://api.invalid", "-d", "@TEXT"),
    "keys": ("decode", "--verify", unsigned({}, "AAAA", alg="ES256"), "--jwks", "file:TEXT"),
    "report": ("explain", "--report", "TEXT.md", "invalid_client"),
}


@pytest.mark.parametrize("form", ["key.pem", "both.pem", "key.jwk"])
@pytest.mark.parametrize("place", PLACES)
def test_the_text_of_a_key_where_its_path_is_wanted_is_not_repeated(
    place: str, form: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    text = (folder / form).read_text("utf-8")
    words = [word.replace("TEXT", text).replace("keys/", f"{folder}/") for word in PLACES[place]]
    if "fetch" in words:
        words += [*client(server), "--retries", "0"]
        assert_silent(cli, cli(*words, "--dry-run"))
    done = cli(*words)
    # A JWK on one line may well be the name of a file to write.
    assert done.code in {2, 50} or place in {"authorities", "report", "public part"}, done.err
    assert_silent(cli, done)


def test_the_text_of_a_certificate_in_the_environment_is_not_repeated(
    cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    words = ("fetch", "client-credentials", *client(server), "--client-secret", "literal:x")
    done = cli(*words, env={"TOKENCLI_CERT": (folder / "both.pem").read_text("utf-8")})
    # There is no TLS here that would show it.
    assert_silent(cli, done)
