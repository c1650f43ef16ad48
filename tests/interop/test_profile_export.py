"""What `profile export` writes, run by curl and by Python at a real server; and imported again, by us."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine
    from tests.interop.es256_key import Es256Key
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

SHARED = ["basic", "post", "weird id:1", "secret-jwt"]


def add(tokencli: CommandLine, op: OidcProvider, client_id: str, *words: str) -> None:
    trust = ("--ca-cert", str(op.ca_file)) if op.ca_file else ()
    server = ("--token-endpoint", op.token_endpoint, "--issuer", op.issuer, *trust)
    method = client_id if client_id in {"post", "secret-jwt"} else "basic"
    secret = () if words else ("--client-secret", "env:ITS_SECRET", "--auth-method", method)
    client = ("--grant", "client_credentials", "--client-id", client_id, *secret, *words)
    assert tokencli.run("discover", op.issuer, *trust).code == 0
    assert tokencli.run("profile", "add", "ci", *server, *client).code == 0


def exported(tokencli: CommandLine, form: str) -> str:
    done = tokencli.run("profile", "export", "ci", "--to", form)
    assert done.code == 0, done.err
    return done.out


def ran(tokencli: CommandLine, command: list[str], text: str, op: OidcProvider, client_id: str) -> str:
    """What a program prints that is given as text, with the secret where it looks for it."""
    environment = tokencli.environment | {"ITS_SECRET": op.secret_of(client_id)}
    done = subprocess.run(
        command, input=text, env=environment, cwd=tokencli.home, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("client_id", ["basic", "post", "weird id:1"])
def test_the_exported_script_fetches_a_token(tokencli: CommandLine, op: OidcProvider, client_id: str) -> None:
    add(tokencli, op, client_id)
    answer = json.loads(ran(tokencli, ["sh"], exported(tokencli, "curl"), op, client_id))
    assert op.introspect(answer["access_token"])["client_id"] == client_id


def test_the_exported_script_fetches_a_token_over_tls(tokencli: CommandLine, tls_op: OidcProvider) -> None:
    add(tokencli, tls_op, "basic")
    assert "access_token" in json.loads(ran(tokencli, ["sh"], exported(tokencli, "curl"), tls_op, "basic"))


@pytest.mark.parametrize("client_id", SHARED)
def test_the_exported_program_fetches_a_token(tokencli: CommandLine, op: OidcProvider, client_id: str) -> None:
    add(tokencli, op, client_id)
    token = ran(tokencli, [sys.executable, "-"], exported(tokencli, "python"), op, client_id)
    assert op.introspect(token.strip())["client_id"] == client_id


def test_the_exported_program_signs_with_the_key(tokencli: CommandLine, op: OidcProvider, client_key: Es256Key) -> None:
    key = jwt.PyJWK.from_json(client_key.private_jwk.read_text("utf-8"), "ES256").key
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    add(tokencli, op, "key", "--key", f"file:{tokencli.file('client.pem', pem)}", "--alg", "ES256")
    token = ran(tokencli, [sys.executable, "-"], exported(tokencli, "python"), op, "key")
    assert op.introspect(token.strip())["client_id"] == "key"


@pytest.mark.parametrize("form", ["curl", "postman"])
@pytest.mark.parametrize("client_id", ["basic", "post", "weird id:1"])
def test_what_was_exported_can_be_imported_and_run(
    tokencli: CommandLine, op: OidcProvider, client_id: str, form: str
) -> None:
    add(tokencli, op, client_id)
    file = tokencli.file("exported", exported(tokencli, form))
    assert tokencli.run("profile", "import", file, "--name", "again").code == 0
    done = tokencli.run("token", "again", "--store", "none", ITS_SECRET=op.secret_of(client_id))
    assert done.code == 0, done.err
    assert op.introspect(done.out.strip())["client_id"] == client_id


def test_a_printed_curl_command_is_imported_with_its_secret_apart(tokencli: CommandLine, op: OidcProvider) -> None:
    add(tokencli, op, "weird id:1")
    secret = {"ITS_SECRET": op.secret_of("weird id:1")}
    words = ("fetch", "client-credentials", "-p", "ci", "--dry-run=curl", "--show-secrets")
    printed = tokencli.run(*words, **secret)
    done = tokencli.run("profile", "import", printed.out, "--name", "again")
    assert secret["ITS_SECRET"] not in done.out + done.err
    token = tokencli.run("token", "again", "--store", "none", AGAIN_CLIENT_SECRET=op.secret_of("weird id:1"))
    assert token.code == 0, token.err
