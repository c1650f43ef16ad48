"""References to secrets: each kind arrives as it is stored, and a literal is warned of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from tests.contracts.samples import secret_text
from tests.faults.server import respond
from tests.journeys.terminal import on_terminal
from tokencli.oauth.client_auth.private_key_jwt import PrivateKeyJwt
from tokencli.oauth.parameter import parameters_of

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

SECRET = "hush 'hush' $1"
KEYRING = """\
import keyring.backend
class One(keyring.backend.KeyringBackend):
    priority = 1
    def get_password(self, service, user):
        return {("ci", "tokencli"): "by-service", ("ci", "bob"): "by-user"}.get((service, user))
    def set_password(self, service, user, password): raise NotImplementedError
    def delete_password(self, service, user): raise NotImplementedError
"""


def words(server: MisbehavingServer, reference: str) -> tuple[str, ...]:
    client = ("--client-id", "ci", "--client-secret", reference, "--auth-method", "post")
    return ("fetch", "client-credentials", "--token-endpoint", server.url(), *client, "-o", "token")


def sent(server: MisbehavingServer) -> str:
    return dict(parse_qsl(server.requests[-1].body.decode(), keep_blank_values=True))["client_secret"]


def use(cli: Command, server: MisbehavingServer, reference: str, stdin: bytes = b"") -> Ran:
    done = cli(*words(server, reference), stdin=stdin, env={"SECRET": SECRET})
    assert done.code == 0, done.err
    return done


def test_env_is_the_value_of_a_variable(cli: Command, server: MisbehavingServer) -> None:
    assert use(cli, server, "env:SECRET").err == ""
    assert sent(server) == SECRET


def test_literal_is_the_text_itself_without_a_warning(cli: Command, server: MisbehavingServer) -> None:
    assert use(cli, server, "literal:env:SECRET").err == ""
    assert sent(server) == "env:SECRET"


def test_a_bare_literal_works_and_is_warned_of_in_one_line(cli: Command, server: MisbehavingServer) -> None:
    done = use(cli, server, "hush-hush-1")
    assert sent(server) == "hush-hush-1"
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("warning: --client-secret holds the secret itself")
    assert "process list" in done.err
    assert "hush-hush-1" not in done.err


@pytest.mark.parametrize("reference", ["file:secret", "stdin:"])
@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (b"abc", "abc"),
        (b"abc\n", "abc"),
        (b"abc\r\n", "abc"),
        (b"abc\n\n", "abc\n"),
        (b" abc\t\n", " abc\t"),
        ("ü\u2019\n".encode(), "ü\u2019"),
    ],
)
def test_one_line_end_is_dropped_and_nothing_else(
    cli: Command, server: MisbehavingServer, reference: str, stored: bytes, value: str
) -> None:
    (cli.home / "secret").write_bytes(stored)
    done = use(cli, server, reference, stdin=stored)
    assert sent(server) == value
    assert ("white space at its edge" in done.err) == (value != value.strip())


def test_a_path_may_begin_at_home(cli: Command, server: MisbehavingServer) -> None:
    (cli.home / "secret").write_text("abc", "utf-8")
    use(cli, server, "file:~/secret")
    assert sent(server) == "abc"


def test_a_command_runs_without_a_shell(cli: Command, server: MisbehavingServer) -> None:
    script = "import sys; print(sys.argv[1])"
    use(cli, server, f"cmd:{sys.executable} -c '{script}' '$(touch pwned); $SECRET'")
    assert sent(server) == "$(touch pwned); $SECRET"
    assert not (cli.home / "pwned").exists()


def test_a_secret_of_the_keyring_is_found_by_service_and_user(cli: Command, server: MisbehavingServer) -> None:
    (cli.home / "backends").mkdir()
    (cli.home / "backends" / "one_keyring.py").write_text(KEYRING, "utf-8")
    from tests.journeys.command import ROOT

    env = {"PYTHON_KEYRING_BACKEND": "one_keyring.One", "PYTHONPATH": f"{cli.home / 'backends'}:{ROOT}"}
    for reference, value in (("keyring:ci", "by-service"), ("keyring:ci/bob", "by-user")):
        assert cli.process(*words(server, reference), env=env).code == 0
        assert sent(server) == value
    missing = cli.process(*words(server, "keyring:other"), env=env)
    assert (missing.code, missing.out) == (2, "")
    assert "keyring set other tokencli" in missing.err


def test_a_secret_is_asked_for_on_a_terminal_and_not_shown(cli: Command, server: MisbehavingServer) -> None:
    seen = on_terminal(cli, *words(server, "prompt:"), typed="typed-1234\n", prompt="client secret:")
    assert (seen.code, sent(server)) == (0, "typed-1234")
    assert seen.raw.count("typed-1234") == 0
    other = words(server, "prompt:The secret")
    assert on_terminal(cli, *other, typed="typed-1234\n", prompt="The secret:").code == 0


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("env:NOT_SET", "the environment variable NOT_SET is not set"),
        ("env:", "env: needs the name of a variable after the colon"),
        ("file:", "file: needs a path after the colon"),
        ("file:not-there", "file:not-there cannot be read: No such file"),
        ("cmd:", "cmd: needs a command after the colon"),
        ("cmd:no-such-program-1", "cmd:no-such-program-1 cannot be run"),
        (f"cmd:{sys.executable} -c 'raise SystemExit(3)'", "ended with exit code 3"),
        ("cmd:it's", "cannot be run"),
        ("keyring:", "keyring: needs a name after the colon"),
        ("stdin:", "stdin: is empty"),
        ("file:octets", "is no UTF-8 text"),
    ],
)
def test_a_reference_that_leads_nowhere_is_exit_2_and_says_why(
    cli: Command, server: MisbehavingServer, reference: str, said: str
) -> None:
    (cli.home / "octets").write_bytes(b"\xff\xfe")
    done = cli(*words(server, reference))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert server.requests == []


def test_standard_input_is_good_for_one_secret(cli: Command, server: MisbehavingServer) -> None:
    person = ("--username", "alice", "--password", "stdin:")
    client = ("--client-id", "ci", "--client-secret", "stdin:")
    done = cli("fetch", "password", "--token-endpoint", server.url(), *client, *person, stdin=b"abc")
    assert (done.code, done.out) == (2, "")
    assert "already read" in done.err


def test_a_parameter_takes_a_reference_after_an_at(cli: Command, server: MisbehavingServer) -> None:
    params = ("--param", "ticket@env:SECRET", "--param", "mail=a@env:b")
    client = ("--client-id", "ci", "--auth-method", "none")
    grant = ("custom", "--grant-type", "urn:example:ticket")
    done = cli("fetch", *grant, "--token-endpoint", server.url(), *client, *params, "-v", env={"SECRET": SECRET})
    assert done.code == 0
    members = dict(parse_qsl(server.requests[0].body.decode()))
    assert (members["ticket"], members["mail"]) == (SECRET, "a@env:b")
    assert SECRET not in done.err


def test_a_key_from_standard_input_serves_the_client_and_its_request_object(
    cli: Command, server: MisbehavingServer
) -> None:
    typed = ("--authorization-endpoint", server.url("/authorize"))
    client = ("--client-id", "app", "--key", "stdin:", "--request-object", "signed", "--par")
    pushed = ("--pushed-authorization-request-endpoint", server.url("/par"))
    server.behave(respond(201, {"request_uri": "urn:ietf:params:oauth:request_uri:1", "expires_in": 60}))
    key = secret_text(next(one for one in parameters_of(PrivateKeyJwt) if one.name == "key"))
    done = cli("make", "authorize-url", *typed, *client, *pushed, stdin=key.encode())
    assert done.code == 0, done.err
    assert {"request", "client_assertion"} <= {name for name, _ in parse_qsl(server.requests[0].body.decode())}
