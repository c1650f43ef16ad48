"""`make key`, `make thumbprint`, `make jwks`, `make client-assertion`: from a new key to a token, by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from tests.faults.server import respond
from tests.jose.keys import key, pem
from tests.journeys.command import PROCESS_SECONDS, clean_environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

AS = "https://login.example"
ISSUER = ("--issuer", AS, "--token-endpoint", f"{AS}/token", "--client-id", "app")  # so that nothing need be asked


def make_key(cli: Command, path: Path, *words: str) -> dict[str, Any]:
    """Makes a key into a file; what is to be registered of it."""
    done = cli("make", "key", *words)
    assert done.code == 0, done.err
    path.write_text(done.out, "utf-8")
    public: dict[str, Any] = json.loads(done.err[done.err.index("{") :])
    return public


def test_the_private_key_goes_to_stdout_and_the_public_part_to_stderr(cli: Command) -> None:
    done = cli("make", "key")
    private = done.json
    assert "d" in private
    assert private["d"] not in done.err
    assert json.loads(done.err[done.err.index("{") :]) == {
        name: value for name, value in private.items() if name != "d"
    }
    assert private["kid"] in done.err.splitlines()[0]


@pytest.mark.parametrize(("mode", "warned"), [(0o644, True), (0o600, False)])
def test_a_file_that_others_can_read_is_said(cli: Command, tmp_path: Path, mode: int, warned: bool) -> None:
    path = tmp_path / "key.jwk"
    path.touch()
    path.chmod(mode)
    with path.open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "tokencli", "make", "key"],
            stdout=file,
            stderr=subprocess.PIPE,
            env=clean_environment(cli.home),
            timeout=PROCESS_SECONDS,
            check=True,
        )
    assert (b"others on this machine can read" in done.stderr) is warned
    assert "d" in json.loads(path.read_text("utf-8"))


def test_the_public_part_may_go_to_a_file(cli: Command, tmp_path: Path) -> None:
    path = tmp_path / "public.jwk"
    done = cli("make", "key", "--public", str(path))
    assert (done.code, done.err) == (0, "")
    assert json.loads(path.read_text("utf-8"))["x"] == done.json["x"]
    nowhere = cli("make", "key", "--public", str(tmp_path / "no" / "folder"))
    assert (nowhere.code, nowhere.out) == (2, "")


def test_keys_that_share_a_name_are_published_with_a_note(cli: Command, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_key(cli, tmp_path / name, "--kid", "same")
    done = cli("make", "jwks", str(tmp_path / "one"), str(tmp_path / "two"))
    assert (done.code, len(done.json["keys"])) == (0, 2)
    assert "2 keys are named 'same'" in done.err
    again = cli("make", "jwks", str(tmp_path / "one"), str(tmp_path / "one"))
    assert (again.code, len(again.json["keys"]), again.err) == (0, 1, "")


def test_every_key_of_a_file_is_named_and_published(cli: Command, tmp_path: Path) -> None:
    path = tmp_path / "both.pem"
    path.write_text("".join(cli("make", "key", "-o", "pem", "--alg", alg).out for alg in ("ES256", "Ed25519")), "utf-8")
    named = [one["jkt"] for one in cli("make", "thumbprint", str(path), "-o", "json").json["keys"]]
    assert [one["kid"] for one in cli("make", "jwks", str(path)).json["keys"]] == named


def test_the_path_of_a_key_is_not_taken_for_the_key(cli: Command, server: MisbehavingServer, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text(cli("make", "key", "-o", "pem").out, "utf-8")
    done = cli("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "a", "--key", str(path))
    assert (done.code, done.out) == (2, "")
    assert "there is a file of this name" in done.err
    assert done.err.endswith("write file:PATH\n")


def test_a_passphrase_encrypts_the_key(cli: Command, tmp_path: Path) -> None:
    done = cli("make", "key", "--key-passphrase", "env:P", env={"P": "open sesame"})
    assert done.out.startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert "open sesame" not in done.out + done.err
    refused = cli("make", "key", "-o", "jwk", "--key-passphrase", "env:P", env={"P": "open sesame"})
    assert (refused.code, refused.out) == (2, "")
    unnamed = cli("make", "key", "-o", "pem", "--kid", "k1")
    assert (unnamed.code, unnamed.out) == (2, "")
    path = tmp_path / "key.pem"
    path.write_text(done.out, "utf-8")
    named = cli("make", "thumbprint", str(path), "--key-passphrase", "env:P", env={"P": "open sesame"})
    assert named.json["jkt"] in done.err


def test_the_set_and_the_thumbprint_are_those_of_the_key(cli: Command, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jwk", tmp_path / "second.jwk"
    public = [make_key(cli, first), make_key(cli, second, "--alg", "RS256", "--bits", "2048")]
    made = cli("make", "jwks", str(first), f"file:{second}").json["keys"]
    assert [one["kid"] for one in made] == [one["kid"] for one in public]
    assert all("d" not in one for one in made)
    assert cli("make", "thumbprint", "-", "--field", "jkt", stdin=first.read_bytes()).out.strip() == public[0]["kid"]
    both = cli("make", "thumbprint", "-", "-o", "pretty", stdin=json.dumps({"keys": made}).encode())
    assert all(one["kid"] in both.out for one in public)


def test_a_client_assertion_is_verified_by_what_was_registered(cli: Command, tmp_path: Path) -> None:
    public = make_key(cli, tmp_path / "key.jwk")
    done = cli("make", "client-assertion", *ISSUER, "--key", f"file:{tmp_path / 'key.jwk'}")
    assert (done.code, done.err) == (0, "")
    claims = jwt.decode(done.out.strip(), jwt.PyJWK(public), audience="https://login.example")
    assert claims["iss"] == claims["sub"] == "app"


def test_with_a_secret_it_has_a_mac_and_in_json_all_members(cli: Command) -> None:
    done = cli("make", "client-assertion", *ISSUER, "--client-secret", "env:S", "-o", "json", env={"S": "s" * 32})
    assert set(done.json) == {"client_id", "client_assertion_type", "client_assertion"}
    assert jwt.decode(done.json["client_assertion"], "s" * 32, algorithms=["HS256"], audience="https://login.example")


def test_the_method_that_was_named_wins(cli: Command, tmp_path: Path) -> None:
    make_key(cli, tmp_path / "key.jwk")
    both = ("--key", f"file:{tmp_path / 'key.jwk'}", "--client-secret", "env:S")
    for named, algorithm in (((), "ES256"), (("--auth-method", "secret-jwt"), "HS256")):
        done = cli("make", "client-assertion", *ISSUER, *both, *named, env={"S": "s" * 32})
        assert jwt.get_unverified_header(done.out.strip())["alg"] == algorithm


def test_the_token_endpoint_as_audience_is_discovered(cli: Command, server: MisbehavingServer, tmp_path: Path) -> None:
    issuer = server.url("")
    server.behave(respond(200, {"issuer": issuer, "token_endpoint": server.url("/token")}))
    make_key(cli, tmp_path / "key.jwk")
    key = ("--key", f"file:{tmp_path / 'key.jwk'}", "--assertion-audience", "token-endpoint")
    done = cli("make", "client-assertion", "--issuer", issuer, "--client-id", "app", *key)
    assert jwt.decode(done.out.strip(), options={"verify_signature": False})["aud"] == server.url("/token")
    server.behave(respond(404, {}), respond(404, {}))
    missing = cli("make", "client-assertion", "--issuer", issuer, "--client-id", "app", *key, "--no-cache")
    assert (missing.code, missing.out) != (0, "")
    assert "metadata" in missing.err
    assert f"the audience of client assertions is {server.url('/token')}, not the issuer alone" in done.err


def test_it_is_signed_as_the_server_wants_it(cli: Command, server: MisbehavingServer, tmp_path: Path) -> None:
    """As `fetch` would send it: by the first algorithm that key and server both know."""
    issuer = server.url("")
    listed = {"token_endpoint_auth_signing_alg_values_supported": ["PS256"]}
    methods = {"token_endpoint_auth_methods_supported": ["private_key_jwt"]}
    server.behave(respond(200, {"issuer": issuer, "token_endpoint": server.url("/token"), **listed, **methods}))
    (tmp_path / "key.pem").write_bytes(pem(key("RS256").private))
    words = (
        "make",
        "client-assertion",
        "--issuer",
        issuer,
        "--client-id",
        "app",
        "--key",
        f"file:{tmp_path / 'key.pem'}",
    )
    done = cli(*words)
    assert (done.code, jwt.get_unverified_header(done.out.strip())["alg"]) == (0, "PS256")
    assert jwt.decode(done.out.strip(), options={"verify_signature": False})["aud"] == issuer
    asked = len(server.requests)
    for enough in (("--alg", "RS256"), ("--assertion-audience", issuer), ("--token-endpoint", server.url("/token"))):
        made = cli(*words, *enough, "--no-cache")
        assert (made.code, jwt.get_unverified_header(made.out.strip())["alg"]) == (0, "RS256")
    assert len(server.requests) == asked


@pytest.mark.parametrize("method", ["basic", "none", "client_secret_post", "client-assertion"])
def test_a_method_without_an_assertion_is_refused(cli: Command, method: str) -> None:
    done = cli(
        "make", "client-assertion", *ISSUER, "--client-secret", "env:S", "--auth-method", method, env={"S": "s" * 32}
    )
    assert (done.code, done.out) == (2, "")
    assert f"--auth-method {method}: no assertion is made for it" in done.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--client-id", "app", "--client-secret", "literal:x"), "--issuer"),
        (ISSUER, "--key or --client-secret"),
        (("--issuer", "https://login.example", "--client-secret", f"literal:{'s' * 32}"), "--client-id"),
    ],
)
def test_what_is_missing_is_named(cli: Command, words: tuple[str, ...], told: str) -> None:
    done = cli("make", "client-assertion", *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_key_that_was_typed_in_place_of_its_path_is_not_repeated(cli: Command) -> None:
    done = cli("make", "jwks", "canary-of-a-key")
    assert (done.code, done.out) == (2, "")
    assert "canary" not in done.err
