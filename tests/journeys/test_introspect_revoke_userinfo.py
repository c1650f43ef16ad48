"""What the server knows of a token and of its person, and the end of a token, at a real server and at odd ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from tests.faults.server import MisbehavingServer, refuse, respond
from tests.jose.keys import unsigned
from tests.journeys.sandbox_client import named
from tests.journeys.terminal import on_terminal
from tests.oauth.authorization.party import jwk, private_key

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import Sandbox

SIGNED_TYPE = ("Content-Type", "application/token-introspection+jwt")


def token(cli: Command, sandbox: Sandbox, *words: str) -> dict[str, Any]:
    """Fresh tokens of alice."""
    done = cli(
        "fetch", "password", *named(sandbox), "--username", "alice", "--password", "literal:alice-pw",
        "--scope", "openid profile email offline_access", *words, "-o", "json",
    )  # fmt: skip
    assert done.code == 0, done.err
    return dict(done.json)


def ask(cli: Command, verb: str, sandbox: Sandbox, value: str, *words: str) -> Ran:
    return cli(verb, "env:T", *named(sandbox), *words, env={"T": value})


class TestIntrospect:
    def test_a_good_token_is_active_with_everything_the_server_said(self, cli: Command, sandbox: Sandbox) -> None:
        issued = token(cli, sandbox)
        done = ask(cli, "introspect", sandbox, issued["access_token"])
        assert (done.code, done.err) == (0, "")
        assert done.json["active"] is True
        assert done.json["username"] == "alice"
        assert done.json["tokencli"]["http_status"] == 200

    def test_a_revoked_token_is_not_active_and_that_is_no_failure(self, cli: Command, sandbox: Sandbox) -> None:
        issued = token(cli, sandbox)["access_token"]
        revoked = ask(cli, "revoke", sandbox, issued)
        assert (revoked.code, revoked.json["tokencli"]["outcome"]) == (0, "done")
        done = ask(cli, "introspect", sandbox, issued, "--field", "active")
        assert (done.code, done.out) == (0, "false\n")

    def test_the_token_may_come_through_a_pipe(self, cli: Command, sandbox: Sandbox) -> None:
        issued = token(cli, sandbox)["access_token"].encode() + b"\n"
        for dash in ((), ("-",)):
            done = cli("introspect", *dash, *named(sandbox), "--field", "active", stdin=issued)
            assert (done.code, done.out) == (0, "true\n")

    def test_for_people_times_are_in_words(self, cli: Command, sandbox: Sandbox) -> None:
        done = ask(cli, "introspect", sandbox, token(cli, sandbox)["access_token"], "-o", "pretty")
        assert "active" in done.out
        assert "yes" in done.out
        assert " min (" in done.out

    def test_a_wrong_secret_is_the_clients_refusal_and_explained(self, cli: Command, sandbox: Sandbox) -> None:
        done = cli(
            "introspect", "env:T", "--issuer", sandbox.issuer, "--client-id", "demo", "--client-secret", "literal:wrong",
            env={"T": "some-token"},
        )  # fmt: skip
        assert done.code == 12
        assert done.json["error"] == "invalid_client"
        assert "invalid_client" in done.err

    def test_a_dry_run_sends_nothing_and_hides_the_token(self, cli: Command, server: MisbehavingServer) -> None:
        done = cli(
            "introspect", "env:T", "--introspection-endpoint", server.url("/i"), "--client-id", "a", "--dry-run",
            "--token-type-hint", "access_token", "--param", "realm=x",
            env={"T": "canary-token"},
        )  # fmt: skip
        assert (done.code, server.requests) == (0, [])
        assert "token=[redacted]&token_type_hint=access_token&realm=x&client_id=a" in done.out
        assert "canary-token" not in done.out + done.err

    def test_a_trace_holds_no_token_and_is_explained_again(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(refuse("invalid_client", 401))
        where = ("--introspection-endpoint", server.url("/i"), "--client-id", "a")
        done = cli("introspect", "env:T", *where, "-vv", "--trace", "run.json", env={"T": "canary-token"})
        assert done.code == 12
        assert "canary-token" not in done.out + done.err + (cli.home / "run.json").read_text("utf-8")
        assert "invalid_client" in cli("explain", "run.json", "-o", "pretty").out

    @pytest.mark.parametrize(
        ("body", "code", "told"),
        [
            ({"scope": "x"}, 23, "without active"),
            ({"active": "true"}, 0, "taken for no"),
            ("<html>no</html>", 23, "HTML"),
        ],
    )
    def test_an_odd_answer_is_said(
        self, cli: Command, server: MisbehavingServer, body: Any, code: int, told: str
    ) -> None:
        server.behave(respond(200, body))
        where = ("--introspection-endpoint", server.url("/i"), "--client-id", "a", "-o", "pretty")
        done = cli("introspect", "env:T", *where, env={"T": "t"})
        assert done.code == code
        assert told in done.out

    def test_strict_makes_a_deviation_an_error_and_says_which(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(respond(200, {"active": 1}))
        where = ("--introspection-endpoint", server.url("/i"), "--client-id", "a", "--strict")
        done = cli("introspect", "env:T", *where, env={"T": "t"})
        assert done.code == 23
        assert "active is 1, not true or false" in done.err

    @pytest.mark.parametrize("value", ["true", 1])
    def test_a_yes_that_is_none_is_no_yes_for_a_script(
        self, cli: Command, server: MisbehavingServer, value: Any
    ) -> None:
        server.behave(respond(200, {"active": value}))
        where = ("--introspection-endpoint", server.url("/i"), "--client-id", "a")
        picked = cli("introspect", "env:T", *where, "--field", "active", env={"T": "t"})
        assert (picked.code, picked.out) == (0, "false\n")
        assert "taken for no" in picked.err
        assert cli("introspect", "env:T", *where, "-o", "json", env={"T": "t"}).json["active"] == value

    @pytest.mark.parametrize("member", ["token=y", "token_type_hint=z"])
    def test_a_member_that_stands_there_anyway_is_not_sent_twice(self, cli: Command, member: str) -> None:
        for command, endpoint in (("introspect", "introspection"), ("revoke", "revocation")):
            where = (f"--{endpoint}-endpoint", "http://127.0.0.1:1/e", "--client-id", "a", "--token-type-hint", "x")
            words = (command, "env:T", *where, "--param", member, "--dry-run", "--show-secrets")
            refused = cli(*words, env={"T": "t"})
            assert (refused.code, refused.out) == (2, "")
            assert "--override" in refused.err
            form = cli(*words, "--override", env={"T": "t"}).out.splitlines()[-1]
            assert member in form.split("&")
            assert form.count(member.partition("=")[0] + "=") == 1

    def test_the_endpoint_is_missed_before_anything_is_asked_for(self, cli: Command) -> None:
        done = cli("introspect", "env:T", "--client-id", "a", "--client-secret", "prompt:", env={"T": "t"})
        assert done.code == 2
        assert "--introspection-endpoint" in done.err

    def test_a_profile_is_not_used_for_a_server_that_the_line_names(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        cli.config('[profiles.dev]\nissuer = "https://login.example"\nclient_id = "a"\nclient_secret = "literal:s"\n')
        server.behave(respond(200, {"active": False}))
        cli("introspect", "env:T", "--introspection-endpoint", server.url("/i"), env={"T": "t"})
        assert server.requests[0].header("authorization") is None


class TestSignedIntrospection:
    def answer(self, server: MisbehavingServer, typ: str = "token-introspection+jwt", **claims: Any) -> tuple[str, ...]:
        """Lets the server answer with a signed answer, and says the options that ask for one."""
        import time

        good = {
            "iss": server.url(""),
            "aud": "api",
            "iat": int(time.time()),
            "token_introspection": {"active": True, "sub": "alice"},
        }
        signed = jwt.encode({**good, **claims}, private_key("k1"), "ES256", headers={"typ": typ, "kid": "k1"})
        metadata = {
            "issuer": server.url(""),
            "introspection_endpoint": server.url("/i"),
            "jwks_uri": server.url("/jwks"),
        }
        keys = respond(200, {"keys": [jwk("k1")]})
        server.behave(respond(200, metadata), respond(200, signed, SIGNED_TYPE), keys)
        return ("--issuer", server.url(""), "--client-id", "api", "--signed")

    def test_a_good_one_is_checked_and_its_members_shown(self, cli: Command, server: MisbehavingServer) -> None:
        done = cli("introspect", "env:T", *self.answer(server), env={"T": "t"})
        assert done.code == 0, done.err
        assert (done.json["active"], done.json["sub"]) == (True, "alice")
        assert {one["name"] for one in done.json["tokencli"]["checks"]} == {"signature", "typ", "iss", "aud", "iat"}
        assert server.requests[1].header("accept") == "application/token-introspection+jwt"

    @pytest.mark.parametrize(
        ("claims", "check"),
        [
            ({"iss": "https://attacker.example"}, "iss"),
            ({"aud": "another"}, "aud"),
            ({"iat": 1}, "iat"),
            ({"iat": None}, "iat"),
            ({"iat": 9_999_999_999}, "iat"),
            ({"typ": "at+jwt"}, "typ"),
            ({"exp": 9_999_999_999}, "claims"),
        ],
    )
    def test_each_check_that_fails_is_exit_40_and_nothing_is_shown_of_the_answer(
        self, cli: Command, server: MisbehavingServer, claims: dict[str, Any], check: str
    ) -> None:
        done = cli("introspect", "env:T", *self.answer(server, **claims), env={"T": "t"})
        assert done.code == 40
        assert "active" not in done.json
        assert [one["name"] for one in done.json["tokencli"]["checks"] if not one["passed"]] == [check]
        assert check in done.err

    def test_a_plain_answer_to_a_wish_for_a_signed_one_fails(self, cli: Command, server: MisbehavingServer) -> None:
        words = self.answer(server)
        server.behaviours[1:] = [respond(200, {"active": True})]
        done = cli("introspect", "env:T", *words, env={"T": "t"})
        assert done.code == 40
        assert "a plain one" in done.err

    @pytest.mark.parametrize(
        ("body", "told"), [("a.b", "said to be a signed answer"), ("e30.e30.", "without the claim")]
    )
    def test_what_is_no_signed_answer_is_said(
        self, cli: Command, server: MisbehavingServer, body: str, told: str
    ) -> None:
        words = self.answer(server)
        server.behaviours[1:] = [respond(200, body, SIGNED_TYPE)]
        done = cli("introspect", "env:T", *words, env={"T": "t"})
        assert done.code == 23
        assert told in done.err

    def test_without_keys_the_signature_is_not_good(self, cli: Command, server: MisbehavingServer) -> None:
        words = self.answer(server)
        server.behave(
            respond(200, jwt.encode({"token_introspection": {"active": True}}, private_key("k1"), "ES256"), SIGNED_TYPE)
        )
        done = cli("introspect", "env:T", "--introspection-endpoint", server.url("/i"), *words[2:], env={"T": "t"})
        assert done.code == 40
        assert "give --issuer" in done.err

    def test_a_signed_answer_for_nobody_is_refused_before_it_is_asked_for(self, cli: Command) -> None:
        done = cli("introspect", "env:T", "--issuer", "https://login.example", "--signed", env={"T": "t"})
        assert done.code == 2
        assert "--client-id" in done.err


class TestRevoke:
    def test_a_refresh_token_takes_its_access_token_along(self, cli: Command, sandbox: Sandbox) -> None:
        issued = token(cli, sandbox)
        assert ask(cli, "revoke", sandbox, issued["refresh_token"]).code == 0
        done = ask(cli, "introspect", sandbox, issued["access_token"], "--field", "active")
        assert done.out == "false\n"

    def test_a_yes_is_not_taken_for_more_than_it_is(self, cli: Command, sandbox: Sandbox) -> None:
        done = ask(cli, "revoke", sandbox, "never-known", "-o", "pretty")
        assert done.code == 0
        assert "the same of a token that it never knew" in " ".join(done.out.split())

    def test_another_status_of_success_is_a_deviation(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(respond(204))
        where = ("--revocation-endpoint", server.url("/r"), "--client-id", "a")
        done = cli("revoke", "env:T", *where, env={"T": "t"})
        assert done.code == 0
        assert [one["name"] for one in done.json["tokencli"]["deviations"]] == ["status-not-200"]
        assert cli("revoke", "env:T", *where, "--strict", env={"T": "t"}).code == 23

    @pytest.mark.parametrize(
        ("behaviour", "code"),
        [
            (refuse("unsupported_token_type"), 10),
            (respond(200, "<html></html>", ("Content-Type", "text/html")), 23),
            (respond(400, {"message": "no"}), 23),
            (respond(404, ""), 23),
        ],
    )
    def test_a_no_is_not_taken_for_a_yes(
        self, cli: Command, server: MisbehavingServer, behaviour: Any, code: int
    ) -> None:
        server.behave(behaviour)
        done = cli("revoke", "env:T", "--revocation-endpoint", server.url("/r"), "--client-id", "a", env={"T": "t"})
        assert done.code == code
        assert done.err

    def test_a_server_that_is_not_ready_is_asked_again_for_nothing_is_spent(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        server.behave(respond(503, {}), respond(200))
        done = cli("revoke", "env:T", "--revocation-endpoint", server.url("/r"), "--client-id", "a", env={"T": "t"})
        assert (done.code, len(server.requests)) == (0, 2)

    def test_a_token_on_the_command_line_gets_the_warning(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(respond(200))
        done = cli("revoke", "the-token", "--revocation-endpoint", server.url("/r"), "--client-id", "a")
        assert "the process list shows" in done.err

    def test_on_a_terminal_without_a_token_it_says_how_to_give_one(self, cli: Command) -> None:
        seen = on_terminal(cli, "revoke", "--revocation-endpoint", "http://127.0.0.1:1/", "--client-id", "a")
        assert seen.code == 2
        assert "no token was given" in seen.text


class TestUserInfo:
    def test_the_person_is_told(self, cli: Command, sandbox: Sandbox) -> None:
        issued = token(cli, sandbox)
        done = cli(
            "userinfo", "env:T", *named(sandbox), "--id-token", "env:I",
            env={"T": issued["access_token"], "I": issued["id_token"]},
        )  # fmt: skip
        assert done.code == 0, done.err
        assert done.json["sub"] == "alice"
        assert [(one["name"], one["passed"]) for one in done.json["tokencli"]["checks"]] == [("sub", True)]

    def test_another_person_than_the_id_tokens_is_exit_40_and_not_shown(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        server.behave(respond(200, {"sub": "mallory", "email": "m@x.example"}))
        alice = jwt.encode({"sub": "alice"}, private_key("k1"), "ES256")
        where = ("--userinfo-endpoint", server.url("/u"), "--id-token", "env:I")
        done = cli("userinfo", "env:T", *where, env={"T": "t", "I": alice})
        assert done.code == 40
        assert "email" not in done.json
        assert "expected alice, found mallory" in done.err

    @pytest.mark.parametrize("claims", [{}, {"sub": 7}, {"sub": ""}])
    def test_nobody_is_no_person(self, cli: Command, server: MisbehavingServer, claims: dict[str, Any]) -> None:
        server.behave(respond(200, claims))
        assert cli("userinfo", "env:T", "--userinfo-endpoint", server.url("/u"), env={"T": "t"}).code == 40

    def test_a_token_that_is_not_good_is_exit_12_with_the_servers_words(self, cli: Command, sandbox: Sandbox) -> None:
        done = ask(cli, "userinfo", sandbox, "unknown")
        assert done.code == 12
        assert done.json["tokencli"]["outcome"] == "token refused"
        assert "invalid_token" in done.err

    def test_a_token_without_openid_is_exit_17(self, cli: Command, sandbox: Sandbox) -> None:
        issued = cli(
            "fetch", "password", *named(sandbox), "--username", "alice", "--password", "literal:alice-pw", "--scope",
            "read", "-o", "token",
        ).out.strip()  # fmt: skip
        done = ask(cli, "userinfo", sandbox, issued)
        assert done.code == 17
        assert "insufficient_scope" in done.err

    def test_no_credential_of_the_client_is_sent(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(respond(200, {"sub": "alice"}))
        words = ("--userinfo-endpoint", server.url("/u"), "--client-id", "a", "--client-secret", "literal:hush-hush")
        assert cli("userinfo", "env:T", *words, "--header", "X-A: b", env={"T": "t-1"}).code == 0
        sent = server.requests[0]
        assert sent.line == "GET /u HTTP/1.1"
        assert (sent.header("authorization"), sent.header("x-a")) == ("Bearer t-1", "b")
        assert b"hush-hush" not in sent.octets

    @pytest.mark.parametrize(
        ("claims", "failed"), [({}, []), ({"iss": "https://x.example"}, ["iss"]), ({"aud": ["b", "c"]}, ["aud"])]
    )
    def test_a_signed_answer_is_checked(
        self, cli: Command, server: MisbehavingServer, claims: dict[str, Any], failed: list[str]
    ) -> None:
        body = jwt.encode(
            {"iss": server.url(""), "aud": "a", "sub": "alice", **claims},
            private_key("k1"),
            "ES256",
            headers={"kid": "k1"},
        )
        metadata = {"issuer": server.url(""), "userinfo_endpoint": server.url("/u"), "jwks_uri": server.url("/jwks")}
        signed = respond(200, body, ("Content-Type", "application/jwt"))
        server.behave(respond(200, metadata), signed, respond(200, {"keys": [jwk("k1")]}))
        done = cli("userinfo", "env:T", "--issuer", server.url(""), "--client-id", "a", env={"T": "t"})
        assert done.code == (40 if failed else 0), done.err
        assert [one["name"] for one in done.json["tokencli"]["checks"] if not one["passed"]] == failed

    def test_a_token_made_for_something_else_is_no_userinfo(self, cli: Command, server: MisbehavingServer) -> None:
        body = jwt.encode({"sub": "alice"}, "k" * 32, "HS256", headers={"typ": "logout+jwt"})
        server.behave(respond(200, body, ("Content-Type", "application/jwt")))
        where = ("--userinfo-endpoint", server.url("/u"), "--jwks-uri", server.url("/j"))
        done = cli("userinfo", "env:T", *where, env={"T": "t"})
        assert done.code == 40
        assert "logout+jwt" in done.err

    @pytest.mark.parametrize(
        "behaviour",
        [
            respond(200, "no.jwt", ("Content-Type", "application/jwt")),
            respond(200, "<html></html>"),
            respond(302, "", ("Location", "https://elsewhere.example")),
        ],
    )
    def test_what_is_no_userinfo_is_exit_23(self, cli: Command, server: MisbehavingServer, behaviour: Any) -> None:
        server.behave(behaviour)
        assert cli("userinfo", "env:T", "--userinfo-endpoint", server.url("/u"), env={"T": "t"}).code == 23

    @pytest.mark.parametrize(
        ("value", "told"),
        [
            ("opaque", "no ID token"),
            ("e30.e30.", "says no sub"),
            (unsigned({"sub": "alice"}, typ="at+jwt"), "this is no ID token: its typ is at+jwt"),
        ],
    )
    def test_an_id_token_that_is_none_is_refused(self, cli: Command, value: str, told: str) -> None:
        where = ("--userinfo-endpoint", "http://127.0.0.1:1/u", "--id-token", "env:I")
        done = cli("userinfo", "env:T", *where, env={"T": "t", "I": value})
        assert done.code == 2
        assert told in done.err

    def test_a_token_that_no_header_carries_is_not_sent(self, cli: Command, server: MisbehavingServer) -> None:
        done = cli("userinfo", "env:T", "--userinfo-endpoint", server.url("/u"), env={"T": "a b\nX-Evil: 1"})
        assert (done.code, server.requests) == (2, [])
        assert "X-Evil" not in done.err


def test_what_is_printed_follows_the_published_schema(cli: Command, server: MisbehavingServer) -> None:
    from pathlib import Path

    import jsonschema

    import tokencli

    schema = json.loads((Path(tokencli.__file__).parent / "render" / "output.schema.json").read_text("utf-8"))
    for verb, endpoint, body in (
        ("introspect", "--introspection-endpoint", {"active": True}),
        ("revoke", "--revocation-endpoint", {}),
        ("userinfo", "--userinfo-endpoint", {"sub": "alice"}),
        ("userinfo", "--userinfo-endpoint", {"sub": 1}),
    ):
        server.behave(respond(200, body))
        done = cli(verb, "env:T", endpoint, server.url("/x"), "--client-id", "a", env={"T": "t"})
        jsonschema.validate(done.json, schema)
