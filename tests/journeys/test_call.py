"""An API called with a valid token, from the command line: what is sent, what goes where, and what a refusal means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.server import PATIENCE_SECONDS, Line, MisbehavingServer, issue, pour, respond, whole
from tests.journeys.sandbox_client import SECRETS
from tests.journeys.terminal import on_terminal
from tokencli.jose.peek import peek

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import Sandbox

TEXT = ("Content-Type", "text/plain")


def profile(cli: Command, server: MisbehavingServer, more: str = "") -> None:
    """A profile whose token endpoint is one server; the API is another."""
    cli.config(
        f'[profiles.dev]\ngrant = "client_credentials"\ntoken_endpoint = "{server.url()}"\nclient_id = "a"\n'
        f'store = "none"\n{more}'
    )


def call(cli: Command, server: MisbehavingServer, api: MisbehavingServer, *words: str, **more: Any) -> Ran:
    profile(cli, server)
    return cli("call", "dev", *words, api.url("/orders?page=2"), **more)


class TestRequest:
    def test_the_token_goes_into_the_header_and_the_body_comes_out_untouched(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        body = b'\x00\xff{"a":\r\n1}'
        other.behave(respond(200, body, TEXT))
        done = cli_octets(cli, server, other)
        assert (done[0], done[1]) == (0, body)
        sent = other.requests[0]
        assert (sent.line, sent.header("authorization")) == ("GET /orders?page=2 HTTP/1.1", "Bearer at-1")
        assert (sent.header("accept"), sent.body) == ("*/*", b"")

    def test_data_makes_a_post_of_a_form_as_curl_does(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        call(cli, server, other, "-d", "a=1", "--data", "b=2")
        sent = other.requests[0]
        assert (sent.line.split()[0], sent.body) == ("POST", b"a=1&b=2")
        assert sent.header("content-type") == "application/x-www-form-urlencoded"

    @pytest.mark.parametrize("words", [("PUT",), ("-X", "PUT"), ("--request", "PUT")])
    def test_method_and_headers_are_the_persons(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer, words: tuple[str, ...]
    ) -> None:
        done = call(
            cli, server, other, *words, "-d", "{}", "-H", "content-type: application/json", "--header", "X-A: b"
        )
        sent = other.requests[0]
        assert (done.code, sent.line.split()[0]) == (0, "PUT")
        assert sent.header("x-a") == "b"
        assert sent.head.lower().count("content-type") == 1
        assert "looks like JSON" not in done.err

    def test_files_and_standard_input_are_sent_as_they_are(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        (cli.home / "order.bin").write_bytes(b"a\r\nb\x00\n")
        call(cli, server, other, "-d", "@order.bin")
        call(cli, server, other, "-d", "@-", stdin=b"line\n")
        assert [one.body for one in other.requests] == [b"a\r\nb\x00\n", b"line\n"]

    def test_json_that_is_sent_as_a_form_gets_a_note(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        assert "looks like JSON" in call(cli, server, other, "-d", '{"a": 1}').err

    @pytest.mark.parametrize("name", ["Authorization", "DPoP", "Host", "content-length"])
    def test_what_carries_the_token_is_not_the_persons_to_write(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer, name: str
    ) -> None:
        done = call(cli, server, other, "-H", f"{name}: x")
        assert (done.code, server.requests, other.requests) == (2, [], [])

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("dev", "get", "https://api.example"), "no HTTP method"),
            (("dev", "GET", "x", "https://api.example"), "too many"),
            (("dev", "api.example"), "no http or https URL"),
            (("dev", "https://user:pw@api.example/"), "user name or password"),
            (("dev", "https://api.example", "-X", "A B"), "no HTTP method"),
            (("dev", "https://api.example", "-d", "@nowhere"), "cannot be read"),
            (("dev", "https://api.example", "-H", "no header"), "is no header"),
        ],
    )
    def test_a_slip_is_said_before_anything_is_sent(
        self, cli: Command, server: MisbehavingServer, words: tuple[str, ...], told: str
    ) -> None:
        profile(cli, server)
        done = cli("call", *words)
        assert (done.code, done.out, server.requests) == (2, "", [])
        assert told in done.err
        assert "pw@" not in done.err

    def test_the_profile_may_be_the_only_one_there_is_or_named_by_an_option(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        profile(cli, server)
        assert cli("call", other.url("/a")).code == 0
        assert cli("call", "DELETE", other.url("/a"), "-p", "dev").code == 0
        assert [one.line.split()[0] for one in other.requests] == ["GET", "DELETE"]

    def test_the_headers_of_the_profile_are_for_the_server_and_not_for_the_api(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        profile(cli, server, 'header = ["X-Token-Server: yes"]\n')
        assert cli("call", "dev", other.url("/a"), "-H", "X-Api: yes").code == 0
        assert (server.requests[0].header("x-token-server"), server.requests[0].header("x-api")) == ("yes", None)
        assert (other.requests[0].header("x-token-server"), other.requests[0].header("x-api")) == (None, "yes")


def cli_octets(cli: Command, server: MisbehavingServer, api: MisbehavingServer, *words: str) -> tuple[int, bytes]:
    """Runs it in a process of its own, whose stdout is read as octets."""
    import subprocess
    import sys

    from tests.journeys.command import PROCESS_SECONDS, clean_environment

    profile(cli, server)
    done = subprocess.run(
        [sys.executable, "-m", "tokencli", "call", "dev", *words, api.url("/orders?page=2")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=clean_environment(cli.home),
        cwd=cli.home,
        timeout=PROCESS_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


class TestAnswer:
    def test_a_body_larger_than_any_limit_comes_whole(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        size = 24 * 1024 * 1024
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode()
        other.behave(pour(head, size))
        code, out = cli_octets(cli, server, other, "--trace", "run.json")
        assert (code, len(out)) == (0, size)
        assert (cli.home / "run.json").stat().st_size < 1024 * 1024

    def test_the_body_goes_out_as_it_comes_and_takes_longer_than_the_time_out(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        def slowly(line: Line) -> None:
            line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n")
            for piece in (b"ab", b"cd", b"ef"):
                line.pause(0.8)
                line.send(piece)

        other.behave(slowly)
        done = call(cli, server, other, "--timeout", "2s")
        assert (done.code, done.out) == (0, "abcdef")
        assert PATIENCE_SECONDS > 2

    def test_a_coded_body_is_not_touched(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        import gzip

        coded = gzip.compress(b"text")
        other.behave(respond(200, coded, TEXT, ("Content-Encoding", "gzip")))
        assert cli_octets(cli, server, other)[1] == coded

    def test_include_writes_the_head_first(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        other.behave(respond(201, "body", TEXT, ("X-Request-Id", "7")))
        done = call(cli, server, other, "-i")
        head, _, body = done.out.partition("\n\n")
        assert (head.splitlines()[0], body) == ("HTTP 201", "body")
        assert "X-Request-Id: 7" in head

    @pytest.mark.parametrize(
        ("status", "code"), [(200, 0), (204, 0), (401, 12), (403, 17), (404, 10), (422, 10), (429, 22), (500, 22)]
    )
    def test_the_exit_code_follows_the_status_and_the_body_is_there_all_the_same(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer, status: int, code: int
    ) -> None:
        other.behave(respond(status, "" if status == 204 else "what the API says", TEXT))
        done = call(cli, server, other)
        assert done.code == code
        assert done.out == ("" if status == 204 else "what the API says")
        assert (done.err == "") == (code == 0)

    def test_a_redirect_is_an_answer_and_the_token_stays_here(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        other.behave(respond(302, "", ("Location", server.url("/steal"))))
        done = call(cli, server, other)
        assert (done.code, len(other.requests), len(server.requests)) == (0, 1, 1)
        assert "is not followed" in done.err

    def test_a_connection_that_breaks_within_the_body_is_exit_20(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        other.behave(lambda line: line.send(whole(200, b"x" * 100)[:-50]))
        done = call(cli, server, other)
        assert done.code == 20
        assert done.out == "x" * 50

    def test_a_reader_that_goes_away_is_no_fault(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        import subprocess
        import sys

        from tests.journeys.command import PROCESS_SECONDS, clean_environment

        profile(cli, server)
        other.behave(pour(b"HTTP/1.1 200 OK\r\nContent-Length: 33554432\r\n\r\n", 33554432))
        command = f"{sys.executable} -m tokencli call dev {other.url('/a')} | head -c 10"
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, env=clean_environment(cli.home), timeout=PROCESS_SECONDS, check=False
        )  # fmt: skip
        assert (done.stdout, done.stderr) == (b"x" * 10, b"")

    def test_on_a_terminal_the_api_cannot_move_the_cursor(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        other.behave(respond(200, "a\x1b[31mb é\r\n", TEXT))
        profile(cli, server)
        seen = on_terminal(cli, "call", "dev", other.url("/a"))
        assert "a\\x1b[31mb é\n" in seen.text.replace("\r\n", "\n")

    def test_a_taker_of_nothing_is_asked_for_no_more_than_it_can_hold(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        other.behave(respond(200, "y" * 70000, TEXT))
        call(cli, server, other, "--trace", "run.json")
        assert "only its first 64 KB are kept" in (cli.home / "run.json").read_text("utf-8")


class TestRefusals:
    def test_scope_that_is_wanted_stands_in_the_command_that_would_help(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        field = 'Bearer error="insufficient_scope", scope="orders.write"'
        other.behave(respond(403, "no", TEXT, ("WWW-Authenticate", field)))
        done = call(cli, server, other)
        assert (done.code, done.out) == (17, "no")
        assert "tokencli login dev --scope 'orders.write'" in " ".join(done.err.split())

    def test_a_step_up_names_the_sign_in_that_would_help(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        field = 'Bearer error="insufficient_user_authentication", acr_values="mfa", max_age="30"'
        other.behave(respond(401, "", TEXT, ("WWW-Authenticate", field)))
        done = call(cli, server, other)
        assert done.code == 12
        assert "tokencli login dev --acr-values 'mfa' --max-age 30" in " ".join(done.err.split())

    def test_the_servers_that_the_api_trusts_are_shown(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        field = 'Bearer error="invalid_token", resource_metadata="https://api.example/.well-known/x"'
        other.behave(respond(401, "", TEXT, ("WWW-Authenticate", field)))
        done = call(cli, server, other)
        assert "access-token-not-accepted" in done.err
        assert "https://api.example/.well-known/x" in done.err

    def test_a_hint_of_the_api_cannot_write_a_command_for_the_shell(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        field = """Bearer error="insufficient_scope", scope="a'; rm -rf ~; '" """
        other.behave(respond(403, "", TEXT, ("WWW-Authenticate", field.strip())))
        done = call(cli, server, other)
        assert "--scope 'a'\\''; rm" in done.err

    def test_no_token_is_no_call(self, cli: Command, server: MisbehavingServer, other: MisbehavingServer) -> None:
        from tests.faults.server import refuse

        server.behave(refuse("invalid_client", 401))
        done = call(cli, server, other)
        assert (done.code, done.out, other.requests) == (12, "", [])
        assert "invalid_client" in done.err

    def test_a_trace_is_explained_again_and_holds_no_token(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        server.behave(issue(access_token="canary-access-token"))
        other.behave(
            respond(
                403, "you sent canary-access-token", TEXT, ("WWW-Authenticate", 'Bearer error="insufficient_scope"')
            )
        )
        done = call(cli, server, other, "--trace", "run.json", "-vv")
        assert "canary" not in done.err + (cli.home / "run.json").read_text("utf-8")
        again = cli("explain", "run.json", "-o", "json").json["findings"]
        assert again[0]["name"] == "scope-insufficient"

    def test_a_token_of_a_type_that_is_not_known_is_not_sent(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        server.behave(issue(token_type="mac"))
        assert (call(cli, server, other).code, other.requests) == (2, [])

    def test_strict_takes_no_token_out_of_an_answer_that_strays(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        server.behave(issue(token_type=None))
        done = call(cli, server, other, "--strict")
        assert (done.code, done.out, other.requests) == (23, "", [])
        assert "token_type is missing" in done.err

    def test_a_token_may_be_bound_to_a_key_by_an_option(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        server.behave(issue(token_type="DPoP"))
        other.behave(respond(200, "yes", TEXT))
        assert call(cli, server, other, "--dpop").out == "yes"
        assert other.requests[0].header("authorization") == "DPoP at-1"

    def test_a_proxy_that_wants_a_password_is_no_answer_of_the_api(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        other.behave(respond(407, "", TEXT, ("Proxy-Authenticate", "Basic")))
        assert call(cli, server, other).code == 20

    def test_what_has_not_changed_is_no_redirect(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        other.behave(respond(304, "", ("ETag", '"1"')))
        assert "redirect" not in call(cli, server, other).err

    def test_two_methods_are_one_too_many(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        done = call(cli, server, other, "-X", "PUT", "POST")
        assert (done.code, other.requests) == (2, [])
        assert call(cli, server, other, "-X", "POST", "POST").code == 0


class TestStored:
    ENV = {"TOKENCLI_STORE_KEY": "key:" + "A" * 43}  # noqa: RUF012 - read alone

    def profile(self, cli: Command, server: MisbehavingServer, more: str = "") -> None:
        profile(cli, server, more)
        path = cli.home / ".config" / "tokencli" / "config.toml"
        path.write_text(path.read_text("utf-8").replace('"none"', '"file"'), "utf-8")

    def test_a_stored_token_is_used_and_force_gets_a_fresh_one(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        self.profile(cli, server)
        for words, times in (((), 1), ((), 1), (("--force",), 2)):
            assert cli("call", "dev", *words, other.url("/a"), env=self.ENV).code == 0
            assert len(server.requests) == times

    def test_a_dry_run_shows_the_request_with_the_stored_token_and_sends_nothing(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        self.profile(cli, server)
        refused = cli("call", "dev", other.url("/a"), "--dry-run", env=self.ENV)
        assert (refused.code, server.requests) == (2, [])
        assert "tokencli login dev" in refused.err
        without = cli("call", "dev", other.url("/a"), "--dry-run", "--store", "none", env=self.ENV)
        assert "keeps none" in without.err
        assert "login" not in without.err
        cli("token", "dev", env=self.ENV)
        done = cli("call", "dev", other.url("/a"), "--dry-run", "-d", "x=1", env=self.ENV)
        assert (done.code, other.requests) == (0, [])
        assert "Authorization: Bearer [redacted]" in done.out
        full = cli("call", "dev", other.url("/a"), "--dry-run=json", "--show-secrets", env=self.ENV).json
        cli("call", "dev", other.url("/a"), env=self.ENV)
        assert {"name": "Authorization", "value": other.requests[0].header("authorization")} in full["headers"]

    def test_a_bound_token_out_of_the_store_is_proved_with_its_key(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        self.profile(cli, server, "dpop = true\n")
        server.behave(issue(token_type="DPoP"))
        wants = respond(
            401, "not yet", TEXT, ("WWW-Authenticate", 'DPoP error="use_dpop_nonce"'), ("DPoP-Nonce", "n-1")
        )
        other.behave(wants, respond(200, "yes", TEXT))
        cli("token", "dev", env=self.ENV)
        done = cli("call", "dev", other.url("/a"), env=self.ENV)
        assert (done.code, done.out) == (0, "yes"), done.err
        assert len(server.requests) == 1
        made, used = (peek(one.header("dpop") or "") for one in (server.requests[0], other.requests[1]))
        assert made.header["jwk"] == used.header["jwk"]
        assert (used.claims or {})["nonce"] == "n-1"
        assert other.requests[1].header("authorization") == "DPoP at-1"


def test_the_sandboxs_userinfo_is_an_api_too(cli: Command, sandbox: Sandbox) -> None:
    cli.config(
        f'[profiles.dev]\ngrant = "password"\nissuer = "{sandbox.issuer}"\nclient_id = "demo"\nclient_secret = "env:S"\n'
        'username = "alice"\npassword = "env:PW"\nscope = ["openid", "email"]\nstore = "none"\n'
    )
    done = cli("call", "dev", f"{sandbox.issuer}/userinfo", env={"S": SECRETS["demo"], "PW": "alice-pw"})
    assert done.code == 0, done.err
    assert json.loads(done.out)["sub"] == "alice"
