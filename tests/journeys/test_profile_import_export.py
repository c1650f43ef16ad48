"""`profile import` and `profile export`: from other tools and back to them, without a secret in any file."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import tomlkit

from tests.journeys.sandbox_client import token_requests

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

SECRET = "p%+ s:&=/ü"  # as the sandbox has it for the client whose id and secret must be form-encoded
PLANTED = "the-secret-of-the-customer"


def profiles(cli: Command) -> dict[str, dict[str, Any]]:
    text = (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
    found: dict[str, dict[str, Any]] = tomlkit.parse(text).unwrap()["profiles"]
    return found


def curl(client: str = f"-u ci:{PLANTED}", **members: str) -> str:
    data = " ".join(f"-d {name}={value}" for name, value in {"grant_type": "client_credentials", **members}.items())
    return f"curl -s {client} {data} https://login.example/token"


def har(*forms: str) -> str:
    entries = [
        {
            "request": {
                "method": "POST",
                "url": "https://login.example/token",
                "headers": [{"name": "Content-Type", "value": "application/x-www-form-urlencoded"}],
                "postData": {"mimeType": "application/x-www-form-urlencoded", "text": form},
            },
            "response": {"status": 200, "headers": [], "content": {"text": "{}"}},
        }
        for form in forms
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


COLLECTION = json.dumps(
    {
        "info": {"name": "orders", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "auth": {
            "type": "oauth2",
            "oauth2": [
                {"key": "accessTokenUrl", "value": "{{base}}/token"},
                {"key": "clientId", "value": "ci"},
                {"key": "clientSecret", "value": PLANTED},
                {"key": "grant_type", "value": "client_credentials"},
                {"key": "client_authentication", "value": "body"},
                {"key": "scope", "value": "read write"},
                {"key": "tokenName", "value": "mine"},
            ],
        },
        "variable": [{"key": "base", "value": "https://login.example"}],
        "item": [],
    }
)
OAUTH2C = (
    f"oauth2c https://login.example --client-id ci --client-secret {PLANTED} --grant-type client_credentials "
    "--auth-method client_secret_post --scopes read,write --purpose billing"
)
SOURCES = {
    "curl": curl(scope="read"),
    "har": har(f"grant_type=client_credentials&client_id=ci&client_secret={PLANTED}&scope=read"),
    "postman": COLLECTION,
    "oauth2c": OAUTH2C,
}


class TestImport:
    @pytest.mark.parametrize("kind", SOURCES)
    def test_a_source_is_known_by_itself_and_its_secret_becomes_a_variable(self, kind: str, cli: Command) -> None:
        done = cli("profile", "import", "-", "--name", "ci", stdin=SOURCES[kind].encode())
        assert done.code == 0, done.err
        made = profiles(cli)["ci"]
        assert made["client_id"] == "ci"
        assert made["grant"] == "client_credentials"
        assert made["client_secret"] == "env:CI_CLIENT_SECRET"
        assert "read" in made["scope"]
        assert made.get("token_endpoint", "https://login.example/token") == "https://login.example/token"
        assert "set CI_CLIENT_SECRET to it" in done.err
        assert PLANTED not in done.out + done.err
        assert "tokencli fetch client-credentials -p ci" in done.err

    @pytest.mark.parametrize("kind", SOURCES)
    def test_no_secret_of_a_source_stands_in_any_file_or_output(self, kind: str, cli: Command) -> None:
        for words in (("--print",), (), ("--force", "--secrets", "prompt")):
            done = cli("profile", "import", SOURCES[kind], "--name", "ci", *words)
            assert done.code == 0, done.err
            written = "".join(path.read_text("utf-8") for path in cli.home.rglob("*") if path.is_file())
            assert PLANTED not in done.out + done.err + written

    def test_a_file_is_read_and_the_name_is_made_from_the_host(self, cli: Command) -> None:
        (cli.home / "login.har").write_text(SOURCES["har"], "utf-8")
        assert cli("profile", "import", "login.har").code == 0
        assert list(profiles(cli)) == ["login.example"]

    def test_the_keyring_keeps_the_secret_where_that_is_wanted(self, cli: Command, tmp_path: Path) -> None:
        env = {
            "PYTHON_KEYRING_BACKEND": "tests.journeys.file_keyring.FileKeyring",
            "TEST_KEYRING_FILE": str(tmp_path / "keyring.json"),
        }
        done = cli.process("profile", "import", SOURCES["curl"], "--name", "ci", "--secrets", "keyring", env=env)
        assert done.code == 0, done.err
        assert profiles(cli)["ci"]["client_secret"] == "keyring:tokencli-ci-client_secret"
        dry = cli.process("fetch", "client-credentials", "-p", "ci", "--dry-run", "--show-secrets", env=env)
        assert "Basic Y2k6dGhlLXNlY3JldC1vZi10aGUtY3VzdG9tZXI=" in dry.out

    def test_no_two_secrets_of_a_source_share_a_variable(self, cli: Command) -> None:
        source = curl(**{"api-key": "one-secret", "api_key": "another-secret"})
        assert cli("profile", "import", source, "--name", "ci").code == 0
        assert {"api-key@env:CI_API_KEY", "api_key@env:CI_API_KEY_2"} <= set(profiles(cli)["ci"]["param"])

    def test_a_preview_prints_what_would_be_written_and_writes_nothing(self, cli: Command) -> None:
        done = cli("profile", "import", SOURCES["curl"], "--name", "ci", "--print")
        assert tomlkit.parse(done.out).unwrap()["profiles"]["ci"]["client_secret"] == "env:CI_CLIENT_SECRET"
        assert not (cli.home / ".config" / "tokencli" / "config.toml").exists()

    def test_a_profile_that_is_there_is_replaced_only_with_force(self, cli: Command) -> None:
        assert cli("profile", "import", SOURCES["curl"], "--name", "ci").code == 0
        again = cli("profile", "import", curl(scope="other"), "--name", "ci")
        assert (again.code, "--force" in again.err) == (2, True)
        assert profiles(cli)["ci"]["scope"] == ["read"]
        assert cli("profile", "import", curl(scope="other"), "--name", "ci", "--force").code == 0
        assert profiles(cli)["ci"]["scope"] == ["other"]

    def test_several_clients_in_a_har_are_listed_and_one_is_chosen(self, cli: Command) -> None:
        text = har("grant_type=client_credentials&client_id=a", "grant_type=client_credentials&client_id=b")
        listed = cli("profile", "import", text)
        assert listed.code == 2
        first, second = listed.err.splitlines()[-2:]
        assert first.split() == ["1", "client_credentials,", "client", "a,", "https://login.example/token"]
        assert second.split()[3] == "b,"
        assert cli("profile", "import", text, "--entry", "2", "--name", "b").code == 0
        assert profiles(cli)["b"]["client_id"] == "b"
        assert cli("profile", "import", text, "--entry", "7").code == 2

    def test_what_is_good_once_is_left_out_and_said_to_be(self, cli: Command) -> None:
        code = f"curl -d grant_type=authorization_code -d code={PLANTED} -d client_id=app https://login.example/token"
        done = cli("profile", "import", code, "--name", "app")
        assert "left out: code" in done.err
        assert PLANTED not in done.err
        assert "code" not in profiles(cli)["app"]

    def test_a_device_authorization_request_is_a_profile_that_lacks_the_token_endpoint(self, cli: Command) -> None:
        source = "curl -d client_id=tv -d scope=openid -d flavour=x https://login.example/device_authorization"
        done = cli("profile", "import", source, "--name", "tv")
        assert profiles(cli)["tv"] == {
            "grant": "device_code",
            "device_authorization_endpoint": "https://login.example/device_authorization",
            "client_id": "tv",
            "scope": ["openid"],
            "auth_param": ["flavour=x"],
        }
        assert "next: tokencli profile edit tv --issuer URL" in done.err

    @pytest.mark.parametrize(
        ("source", "beside", "why"),
        [
            (curl(), '{"values": [{"key": "a", "value": "b"}]}', "collection of Postman"),
            ('{"info": {}, "item": []}', "no json", "no environment of Postman"),
        ],
    )
    def test_an_environment_that_would_not_count_is_refused(
        self, source: str, beside: str, why: str, cli: Command
    ) -> None:
        (cli.home / "e.json").write_text(beside)
        kind = "curl" if source.startswith("curl") else "postman"
        done = cli("profile", "import", "-", "--from", kind, "--environment", "e.json", stdin=source.encode())
        assert done.code == 2
        assert why in done.err

    def test_a_command_that_was_cut_off_is_said_to_be(self, cli: Command) -> None:
        done = cli("profile", "import", "-", stdin=b"curl 'https://login.example/token")
        assert done.code == 2
        assert "a quotation mark in it is not closed" in done.err

    def test_a_collection_takes_its_variables_from_an_environment_and_its_client_from_the_folder(
        self, cli: Command
    ) -> None:
        basic = {"type": "basic", "basic": [{"key": "username", "value": "ci"}, {"key": "password", "value": "{{pw}}"}]}
        members = [
            {"key": "grant_type", "value": "client_credentials"},
            {"key": "resource", "value": "https://a.example"},
            {"key": "resource", "value": "https://b.example"},
            {"key": "scope", "value": "old", "disabled": True},
        ]
        request = {"url": "{{base}}/token", "body": {"mode": "urlencoded", "urlencoded": members}}
        collection = {"info": {}, "item": [{"auth": basic, "item": [{"request": request}]}]}
        values = [{"key": "base", "value": "https://login.example"}, {"key": "pw", "value": PLANTED}]
        (cli.home / "c.json").write_text(json.dumps(collection), "utf-8")
        (cli.home / "e.json").write_text(json.dumps({"values": values}), "utf-8")
        alone = cli("profile", "import", "c.json", "--name", "alone")
        assert "token_endpoint" in alone.err
        assert "variable {{base}}" in alone.err
        done = cli("profile", "import", "c.json", "--environment", "e.json", "--name", "ci")
        assert PLANTED not in done.err
        assert profiles(cli)["ci"] == {
            "grant": "client_credentials",
            "token_endpoint": "https://login.example/token",
            "auth_method": "basic",
            "client_id": "ci",
            "client_secret": "env:CI_CLIENT_SECRET",
            "resource": ["https://a.example", "https://b.example"],
        }

    def test_further_members_of_an_authorization_of_postman_go_where_they_are_sent(self, cli: Command) -> None:
        further = [
            {"key": "realm", "value": "north", "send_as": "request_body"},
            {"key": "audience", "value": "https://api.example", "enabled": True},
            {"key": "resource", "value": "off", "enabled": False},
            {"key": "X-Region", "value": "eu", "send_as": "request_header"},
        ]
        auth = [
            {"key": "accessTokenUrl", "value": "https://login.example/token"},
            {"key": "grant_type", "value": "client_credentials"},
            {"key": "tokenRequestParams", "value": further},
            {"key": "authRequestParams", "value": [{"key": "kc_idp_hint", "value": "google"}]},
            {"key": "refreshRequestParams", "value": [{"key": "a", "value": "b"}]},
        ]
        source = json.dumps({"info": {}, "auth": {"type": "oauth2", "oauth2": auth}, "item": []})
        done = cli("profile", "import", source, "--name", "ci")
        made = profiles(cli)["ci"]
        assert "left out: refreshRequestParams" in done.err
        assert (made["audience"], "resource" in made) == (["https://api.example"], False)
        assert (made["param"], made["header"]) == (["realm=north"], ["X-Region: eu"])
        assert made["auth_param"] == ["kc_idp_hint=google"]

    @pytest.mark.parametrize(
        "encoded",
        ["$(echo -n ci:$SECRET | base64)", "$(printf '%s' ci:$SECRET | base64 -w0)", "$(printf ci:$SECRET|base64)"],
    )
    def test_a_basic_header_that_a_shell_would_make_is_understood(self, encoded: str, cli: Command) -> None:
        source = (
            f'curl https://login.example/token -d grant_type=client_credentials -H "Authorization: Basic {encoded}"'
        )
        assert cli("profile", "import", source, "--name", "ci").code == 0
        made = profiles(cli)["ci"]
        assert (made["client_id"], made["client_secret"], made["auth_method"]) == ("ci", "env:SECRET", "basic")

    @pytest.mark.parametrize("kept", ["env", "keyring"])
    def test_a_secret_that_somebody_took_out_is_a_variable_to_be_set(self, kept: str, cli: Command) -> None:
        values = [
            {"key": "token_endpoint", "value": "https://login.example/token"},
            {"key": "grant", "value": "client_credentials"},
            {"key": "clientId", "value": "ci"},
            {"key": "clientSecret", "value": "", "type": "secret"},
            {"key": "other", "value": "", "type": "secret"},
        ]
        redacted = curl("-u 'ci:[redacted]'")
        for source in (json.dumps({"values": values}), redacted):
            done = cli("profile", "import", source, "--name", "ci", "--secrets", kept, "--force")
            assert done.code == 0, done.err
            assert profiles(cli)["ci"]["client_secret"] == "env:CI_CLIENT_SECRET"
            assert "taken out of the source; set CI_CLIENT_SECRET to it" in done.err

    def test_a_replaced_profile_stays_the_default_and_stays_in_its_place(self, cli: Command) -> None:
        cli.config(
            'default_profile = "ci" # mine\n[profiles.ci]\nclient_id = "old"\n[profiles.last]\nclient_id = "x"\n'
        )
        assert cli("profile", "import", SOURCES["curl"], "--name", "ci", "--force").code == 0
        text = (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
        assert text.startswith('default_profile = "ci" # mine')
        assert list(profiles(cli)) == ["ci", "last"]

    def test_the_next_command_names_the_file_that_was_named(self, cli: Command) -> None:
        done = cli("profile", "import", SOURCES["curl"], "--name", "ci", "--config", "my settings.toml")
        assert "next: tokencli fetch client-credentials -p ci --config 'my settings.toml'" in done.err

    def test_a_variable_begins_with_a_letter(self, cli: Command) -> None:
        source = SOURCES["curl"].replace("login.example", "127.0.0.1:8443")
        assert cli("profile", "import", source).code == 0
        assert profiles(cli)["127.0.0.1"]["client_secret"] == "env:PROFILE_127_0_0_1_CLIENT_SECRET"

    @pytest.mark.parametrize("more", [(), ("--print",)])
    def test_a_name_that_no_profile_may_have_is_refused(self, more: tuple[str, ...], cli: Command) -> None:
        done = cli("profile", "import", SOURCES["curl"], "--name", "my ci", *more)
        assert (done.code, done.out, "--name" in done.err) == (2, "", True)

    def test_a_file_that_is_not_there_is_missed(self, cli: Command) -> None:
        for name in ("login.har", "/tmp/of/mine", "~/login"):
            done = cli("profile", "import", name)
            assert (done.code, "there is no file" in done.err) == (2, True)

    @pytest.mark.parametrize(
        "text", ["", "hello", "{}", "[1]", "curl", "curl https://login.example", "oauth2c --help", "\x00"]
    )
    def test_what_says_nothing_is_exit_2_and_names_what_is_known(self, text: str, cli: Command) -> None:
        done = cli("profile", "import", "-", stdin=text.encode())
        assert (done.code, done.out) == (2, "")
        assert "postman" in done.err


# What curl and Postman hold both: a profile comes back as it was, but for the authentication method, which the source shows.
ROUND = [
    'grant = "client_credentials"\nclient_id = "odd client:1"\nclient_secret = "env:ODD"\nscope = ["a", "b"]\n',
    'grant = "client_credentials"\nclient_id = "c"\nclient_secret = "env:CLIENT_SECRET"\nresource = ["https://a.example", "https://b.example"]\n',
    'grant = "client_credentials"\nclient_id = "c i"\nclient_secret = "env:S"\nauth_method = "basic"\nbasic_encoding = "raw"\n',
    'grant = "password"\nclient_id = "c"\nclient_secret = "env:S"\nauth_method = "post"\nusername = "$u \'é"\npassword = "env:P"\n',
    'grant = "refresh_token"\nclient_id = "c"\nrefresh_token = "env:R"\nparam = ["x=1=2", "é=ü&", "pin@env:PIN"]\nheader = ["X-A: it\'s $5"]\n',
    'grant = "token_exchange"\nclient_id = "c"\nsubject_token = "env:T"\nsubject_token_type = "jwt"\naudience = ["a", "b"]\n',
    'grant = "custom"\ngrant_type = "urn:x:y"\nclient_id = "c"\nparam = ["a=b"]\n',
]


@pytest.fixture
def odd(cli: Command, sandbox: Sandbox) -> Command:
    """A profile of the client whose id and secret must be form-encoded."""
    cli.config(
        f"""[profiles.odd]
grant = "client_credentials"
token_endpoint = "{sandbox.issuer}/token"
client_id = "odd client:1"
client_secret = "env:ODD_SECRET"
auth_method = "basic"
scope = ["read", "write"]
"""
    )
    return cli


def exported(cli: Command, kind: str, name: str = "odd") -> str:
    done = cli("profile", "export", name, "--to", kind)
    assert done.code == 0, done.err
    return done.out


class TestExport:
    def test_the_shell_script_fetches_a_token_with_the_odd_secret(self, odd: Command, sandbox: Sandbox) -> None:
        script = odd.home / "token.sh"
        script.write_text(exported(odd, "curl"), "utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        done = subprocess.run(
            [script],
            capture_output=True,
            env={"PATH": os.environ["PATH"], "ODD_SECRET": SECRET},
            check=True,
            timeout=30,
        )
        assert json.loads(done.stdout)["token_type"].lower() == "bearer"
        assert dict(token_requests(sandbox)[-1].form)["scope"] == "read write"

    def test_the_python_program_prints_a_token_with_the_odd_secret(self, odd: Command) -> None:
        (odd.home / "get_token.py").write_text(exported(odd, "python"), "utf-8")
        environment = {"PATH": os.environ["PATH"], "ODD_SECRET": SECRET}
        words = [sys.executable, str(odd.home / "get_token.py")]
        done = subprocess.run(words, capture_output=True, env=environment, check=False, timeout=30, text=True)
        assert (done.stdout.count("."), done.stderr) == (2, "")

    def test_the_http_file_holds_the_request_with_variables_of_both_editors(self, odd: Command) -> None:
        text = exported(odd, "http")
        assert "@ODD_SECRET = {{$processEnv ODD_SECRET}}" in text
        assert "Authorization: Basic odd+client%3A1 {{ODD_SECRET}}" in text
        assert "grant_type=client_credentials\n&scope=read+write\n" in text

    def test_the_postman_environment_has_an_empty_secret(self, odd: Command) -> None:
        values = {one["key"]: one for one in json.loads(exported(odd, "postman"))["values"]}
        assert (values["ODD_SECRET"]["type"], values["ODD_SECRET"]["value"]) == ("secret", "")
        assert values["client_secret"]["value"] == "{{ODD_SECRET}}"
        assert values["client_id"]["value"] == "odd client:1"
        assert values["scope"]["value"] == "read write"

    @pytest.mark.parametrize("kind", ["curl", "postman"])
    @pytest.mark.parametrize("lines", ROUND, ids=lambda lines: lines.splitlines()[0])
    def test_what_was_exported_is_the_same_profile_when_it_is_imported(
        self, lines: str, kind: str, cli: Command
    ) -> None:
        cli.config(f'[profiles.was]\ntoken_endpoint = "https://login.example/t?x=1"\n{lines}')
        text = exported(cli, kind, "was")
        done = cli("profile", "import", "-", "--name", "again", stdin=text.encode())
        assert done.code == 0, done.err
        was, made = profiles(cli)["was"], profiles(cli)["again"]
        assert {"auth_method": "", **made} == {"auth_method": made.get("auth_method", ""), **was}

    def test_a_client_that_signs_gets_a_variable_for_its_assertion(self, cli: Command) -> None:
        cli.config(
            '[profiles.key]\ngrant = "client_credentials"\ntoken_endpoint = "https://login.example/token"\nclient_id = "key"\n'
            'key = "file:client.pem"\nauth_method = "private-key-jwt"\n'
        )
        text = exported(cli, "curl", "key")
        assert 'client_assertion="$CLIENT_ASSERTION"' in text
        assert "tokencli make client-assertion -p key" in text

    def test_a_certificate_is_named_and_its_key_is_not_read(self, cli: Command) -> None:
        cli.config(
            '[profiles.tls]\ngrant = "client_credentials"\ntoken_endpoint = "https://login.example/token"\nclient_id = "mtls"\n'
            'cert = "client.pem"\ncert_key = "file:client.key"\nauth_method = "tls"\n'
        )
        text = exported(cli, "curl", "tls")
        assert "--data-urlencode client_id=mtls" in text
        assert "--cert client.pem" in text
        assert "--key client.key" in text
        assert "cert=('client.pem', 'client.key')" in exported(cli, "python", "tls")

    @pytest.mark.parametrize(
        ("file", "form", "flag"),
        [("client.P12", "PKCS#12", "P12"), ("client.pfx", "PKCS#12", "P12"), ("c.der", "DER", "DER")],
    )
    def test_what_a_form_cannot_say_of_the_connection_is_said_to_be_left_out(
        self, cli: Command, file: str, form: str, flag: str
    ) -> None:
        cli.config(
            '[profiles.tls]\ngrant = "client_credentials"\ntoken_endpoint = "https://login.example/token"\nclient_id = "mtls"\n'
            f'cert = "{file}"\nresolve = ["login.example:443:127.0.0.1"]\nproxy = ""\nauth_method = "tls"\n'
        )
        program, request = exported(cli, "python", "tls"), exported(cli, "http", "tls")
        assert f"--cert {file} --cert-type {flag}" in exported(cli, "curl", "tls")
        assert f"cert='{file}'" not in program
        assert "    trust_env=False," in program
        for text in (program, request):
            told = "\n".join(line for line in text.splitlines() if line.startswith("# Not carried over: "))
            assert re.search(f"'{file}'.* It is {form}", told)
            assert "resolve 'login.example:443:127.0.0.1'" in told
        assert "# Not carried over: that no proxy is used" in request
        compile(program, "get_token.py", "exec")

    def test_where_a_form_says_all_of_the_connection_nothing_is_said_to_be_left_out(self, cli: Command) -> None:
        cli.config(
            '[profiles.tls]\ngrant = "client_credentials"\ntoken_endpoint = "https://login.example/token"\nclient_id = "mtls"\n'
            'cert = "client.pem"\nca_cert = "ca.pem"\nproxy = "http://proxy.example:8080"\nauth_method = "tls"\n'
        )
        program = exported(cli, "python", "tls")
        assert "Not carried over" not in program
        assert "trust_env" not in program
        assert "proxy='http://proxy.example:8080'" in program
        file = exported(cli, "http", "tls")
        for told in (
            "the certificate 'client.pem'",
            "the authorities in 'ca.pem'",
            "the proxy 'http://proxy.example:8080'",
        ):
            assert f"# Not carried over: {told}, which" in file

    def test_no_proxy_in_a_profile_is_none_in_the_program_too(self, odd: Command) -> None:
        config = odd.home / ".config" / "tokencli" / "config.toml"
        config.write_text(config.read_text("utf-8") + 'proxy = ""\n', "utf-8")
        (odd.home / "get_token.py").write_text(exported(odd, "python"), "utf-8")
        closed = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
        environment = {"PATH": os.environ["PATH"], "ODD_SECRET": SECRET, **closed}
        words = [sys.executable, str(odd.home / "get_token.py")]
        done = subprocess.run(words, capture_output=True, env=environment, check=False, timeout=30, text=True)
        assert (done.stdout.count("."), done.stderr) == (2, "")

    def test_a_sign_in_is_exported_as_the_request_after_it(self, cli: Command) -> None:
        cli.config(
            '[profiles.app]\ngrant = "authorization_code"\ntoken_endpoint = "https://login.example/token"\nclient_id = "app"\n'
            'authorization_endpoint = "https://login.example/authorize"\nredirect_uri = "http://127.0.0.1:8400/callback"\n'
        )
        text = exported(cli, "curl", "app")
        assert 'code="$CODE"' in text
        assert 'code_verifier="$CODE_VERIFIER"' in text
        assert "make authorize-url" in text

    @pytest.mark.parametrize(
        ("lines", "words"),
        [
            (
                'grant = "client_credentials"\nclient_id = "a"\ndpop = true\ntoken_endpoint = "https://x.example/t"\n',
                "DPoP",
            ),
            ('client_id = "a"\ntoken_endpoint = "https://x.example/t"\n', "--grant"),
            ('grant = "client_credentials"\nclient_id = "a"\nissuer = "https://x.example"\n', "tokencli discover"),
        ],
    )
    def test_what_no_text_can_hold_or_nobody_knows_is_exit_2(self, lines: str, words: str, cli: Command) -> None:
        cli.config(f"[profiles.a]\n{lines}")
        done = cli("profile", "export", "a")
        assert (done.code, done.out) == (2, "")
        assert words in done.err

    def test_no_two_secrets_share_a_variable_and_none_takes_that_of_the_shell(self, cli: Command) -> None:
        cli.config(
            '[profiles.ci]\ngrant = "client_credentials"\ntoken_endpoint = "https://x.example/t"\nclient_id = "a"\nclient_secret = "prompt:"\n'
            'auth_method = "post"\nparam = ["api-key@prompt:", "api_key@prompt:", "path@prompt:", "client-secret@prompt:", '
            '"x@env:SHARED", "y@env:SHARED", "shared@prompt:", "z@env:lower"]\n'
        )
        assert set(re.findall(r"--data-urlencode (\S+\"\$\w+\")", exported(cli, "curl", "ci"))) == {
            'client_secret="$CLIENT_SECRET"', 'api-key="$API_KEY"', 'api_key="$CI_API_KEY"', 'path="$CI_PATH"', 'client-secret="$CI_CLIENT_SECRET"',
            'x="$SHARED"', 'y="$SHARED"', 'shared="$CI_SHARED"', 'z="$lower"',
        }  # fmt: skip

    def test_a_note_names_the_variable_that_it_is_about(self, cli: Command) -> None:
        cli.config(
            '[profiles.app]\ngrant = "authorization_code"\ntoken_endpoint = "https://x.example/t"\nclient_id = "a"\nkey = "file:k.pem"\nalg = "RS256"\n'
            'auth_method = "private-key-jwt"\nparam = ["a@env:CODE", "b@env:CLIENT_ASSERTION", "c@env:REDIRECT_URI"]\n'
        )
        text = exported(cli, "curl", "app")
        for name in ("APP_CODE and CODE_VERIFIER come", "APP_CLIENT_ASSERTION is good", "APP_REDIRECT_URI is the one"):
            assert f"# {name}" in text
        program = exported(cli, "python", "app")
        assert "'client_assertion': client_assertion" in program
        assert "'b': os.environ['CLIENT_ASSERTION']" in program

    def test_a_literal_secret_is_not_exported(self, cli: Command) -> None:
        cli.config(
            f'[profiles.a]\ngrant = "client_credentials"\ntoken_endpoint = "https://x.example/t"\nclient_id = "a"\n'
            f'client_secret = "literal:{PLANTED}"\nparam = ["pin@literal:{PLANTED}"]\n'
        )
        for kind in ("curl", "http", "python", "postman"):
            assert PLANTED not in exported(cli, kind, "a")
