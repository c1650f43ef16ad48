"""`decode --diff`: two tokens beside each other; what was asked for beside what came."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.sandbox_client import fetch
from tests.journeys.test_encrypted_tokens import PEM, encrypted
from tests.journeys.tokens_to_verify import ISSUER, NOW, access_token, id_token

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import Sandbox

OLD = access_token(scope="read write", exp=NOW - 600, acr="1")
NEW = access_token(scope="read admin", exp=NOW + 3000, tenant="t")
TOKENS = {"OLD": OLD, "NEW": NEW}


def diff(cli: Command, *words: str, stdin: str = "") -> Ran:
    return cli("decode", "--diff", *words, stdin=stdin.encode(), env=TOKENS)


def compared(done: Ran) -> dict[str, Any]:
    return {one["name"]: one for one in done.json["compared"]}


class TestTwoTokens:
    def test_headers_and_claims_are_compared(self, cli: Command) -> None:
        done = diff(cli, "env:OLD", "env:NEW")
        assert (done.code, done.err) == (0, "")
        claims = done.json["claims"]
        assert claims["different"] == {
            "scope": {"first": "read write", "second": "read admin"},
            "exp": {"first": NOW - 600, "second": NOW + 3000},
        }
        assert (claims["only_first"], claims["only_second"]) == ({"acr": "1"}, {"tenant": "t"})
        assert set(claims["same"]) == {"iss", "aud", "sub", "client_id", "jti", "iat"}
        assert done.json["header"]["different"] == {}

    def test_people_see_what_differs_with_times_in_words(self, cli: Command) -> None:
        text = diff(cli, "env:OLD", "env:NEW", "-o", "pretty").out
        assert "≠ exp" in text
        assert re.search(r"\(\d+ (min|h) ago", text)
        assert re.search(r"\(in \d+ min", text)
        assert "    only in the first: write\n    only in the second: admin\n" in text
        assert "- acr\n    only in the first: 1" in text
        assert "+ tenant\n    only in the second: t" in text
        assert "= alg, kid, typ" in text or "= alg, typ, kid" in text

    def test_words_in_another_order_are_said_to_be_that(self, cli: Command) -> None:
        done = diff(cli, access_token(scope="a b"), access_token(scope=["b", "a"]), "-o", "pretty")
        assert "the same words, written in another way" in done.out

    @pytest.mark.parametrize("words", [(), ("-",)])
    def test_both_may_stand_on_standard_input(self, cli: Command, words: tuple[str, ...]) -> None:
        done = diff(cli, *words, stdin=f"{OLD}\n{NEW}\n")
        assert (done.json["first"], done.json["second"]) == ("line 1", "line 2")

    def test_the_second_may_come_from_standard_input(self, cli: Command) -> None:
        assert diff(cli, "env:OLD", "-", stdin=NEW).json["claims"]["only_first"] == {"acr": "1"}

    def test_they_are_called_by_what_they_are(self, cli: Command) -> None:
        done = diff(cli, OLD, id_token())
        assert (done.json["first"], done.json["second"]) == ("access-token", "id-token")
        answer = json.dumps({"access_token": OLD, "id_token": id_token()})
        assert diff(cli, stdin=answer).json["second"] == "id_token"

    def test_what_the_environment_says_for_other_commands_is_no_matter(self, cli: Command) -> None:
        env = {"TOKENCLI_PROFILE": "none", "TOKENCLI_SCOPE": "read", "TOKENCLI_ISSUER": "https://x.example"}
        done = cli("decode", "--diff", OLD, NEW, env=env)
        assert (done.code, done.json["claims"]["only_first"]) == (0, {"acr": "1"})

    def test_encrypted_ones_are_opened_first(self, cli: Command) -> None:
        words = (encrypted(OLD, cty="JWT"), encrypted(NEW, cty="JWT"))
        closed = diff(cli, *words)
        assert (closed.json["claims"], closed.json["encrypted"]) == (None, ["first", "second"])
        assert "not compared: those of the second are encrypted" in diff(cli, OLD, words[1], "-o", "pretty").out
        opened = cli("decode", "--diff", *words, "--key", "env:K", env={"K": PEM})
        assert opened.json["claims"]["only_first"] == {"acr": "1"}

    def test_a_field_is_picked(self, cli: Command) -> None:
        assert diff(cli, "env:OLD", "env:NEW", "--field", "claims.different.scope.second").out == "read admin\n"

    def test_a_claim_cannot_move_the_cursor(self, cli: Command) -> None:
        odd = access_token(**{"\x1b[2J": "\u202e", "sub": "\x1b[2J"})
        for words in ((OLD, odd), (odd, OLD)):
            done = diff(cli, *words, "-o", "pretty")
            assert "\x1b" not in done.out
            assert "\u202e" not in done.out


class TestAskedAndGranted:
    def test_a_token_is_held_against_what_was_asked_for(self, cli: Command) -> None:
        done = diff(cli, "env:OLD", "--scope", "read admin", "--resource", "api://orders", "--acr-values", "1 2")
        assert (done.code, done.json["all_granted"]) == (0, False)
        rows = compared(done)
        assert (rows["scope"]["missing"], rows["scope"]["besides"]) == (["admin"], ["write"])
        assert (rows["audience"]["agrees"], rows["acr_values"]["agrees"]) == (True, True)
        assert rows["lifetime"]["granted"] == ["-600 s"]

    def test_a_profile_says_what_was_asked_for(self, cli: Command) -> None:
        cli.config(
            f'[profiles.dev]\nissuer = "{ISSUER}"\nclient_id = "app"\nscope = ["read", "write"]\naudience = ["x"]\n'
        )
        rows = compared(diff(cli, "env:OLD", "-p", "dev"))
        assert {name: one["agrees"] for name, one in rows.items()} == {
            "scope": True,
            "audience": False,
            "acr_values": None,
            "issuer": True,
            "client_id": True,
            "lifetime": None,
        }

    def test_so_does_one_that_the_environment_names(self, cli: Command) -> None:
        cli.config('[profiles.dev]\nscope = ["read", "other"]\n')
        done = cli("decode", "--diff", OLD, env={"TOKENCLI_PROFILE": "dev"})
        assert compared(done)["scope"]["missing"] == ["other"]

    def test_a_token_response_says_more_than_its_token(self, cli: Command) -> None:
        answer = {
            "access_token": OLD,
            "id_token": id_token(acr="2"),
            "token_type": "Bearer",
            "scope": "read",
            "expires_in": 5,
        }
        rows = compared(diff(cli, "--scope", "read write", "--acr-values", "2", stdin=json.dumps(answer)))
        assert (rows["scope"]["missing"], rows["scope"]["where"]) == (["write"], "the answer")
        assert rows["acr_values"]["where"] == "acr of the ID token"
        assert "expires_in says 5" in rows["lifetime"]["note"]

    def test_people_see_a_sign_for_each(self, cli: Command) -> None:
        text = diff(cli, "env:OLD", "--scope", "read admin", "--audience", "api://orders", "-o", "pretty").out
        assert (
            "✗ scope\n    asked    read admin\n    granted  read write\n    from     scope of the access token\n"
            in text
        )
        assert "    missing  admin\n    besides  write\n" in text
        assert "✓ audience" in text
        assert "– lifetime" in text
        assert "\x1b" not in text

    def test_what_a_fetch_asked_and_got(self, cli: Command, sandbox: Sandbox) -> None:
        answer = fetch(cli, sandbox, "client-credentials", "--scope", "read write", "-o", "json").out
        done = diff(cli, "--scope", "read write", "--client-id", "demo", "--issuer", sandbox.issuer, stdin=answer)
        assert (done.code, done.json["all_granted"]) == (0, True)
        assert compared(done)["client_id"]["agrees"] is True


class TestMistakes:
    @pytest.mark.parametrize(
        ("words", "stdin", "told"),
        [
            (("env:OLD",), "", "nothing to compare it with"),
            (("env:OLD", "env:NEW", "--scope", "a"), "", "compares two things"),
            ((), f"{OLD}\n{NEW}\n{access_token()}\n", "there are 3 tokens"),
            (("env:OLD", "-"), f"{OLD}\n{NEW}\n", "2 tokens in the second argument"),
            (("-", "env:OLD"), f"{OLD}\n{NEW}\n", "2 tokens in the first argument"),
            (("opaque", "env:OLD"), "", "no JWT"),
            (("env:OLD", "opaque"), "", "no JWT"),
            (("env:OLD", "env:UNSET"), "", "UNSET is not set"),
            (("env:OLD", "env:NEW", "--issuer", ISSUER), "", "compares two things"),
            (("env:OLD", "env:NEW", "--nonce", "n"), "", "--nonce means nothing for --diff"),
            (("env:OLD", "env:NEW", "--as", "jwt"), "", "--as means nothing for --diff"),
            (("env:OLD", "--jwks", "keys.json", "-p", "dev"), "", "--jwks means nothing for --diff"),
            (("env:OLD", "-p", "none"), "", "no profile"),
            (("env:OLD", "a", "b"), "", "unexpected extra argument (b)"),
            ((), "", "there is no token"),
        ],
    )
    def test_a_slip_is_named(self, cli: Command, words: tuple[str, ...], stdin: str, told: str) -> None:
        done = diff(cli, *words, stdin=stdin)
        assert (done.code, done.out) == (2, "")
        assert told in done.err
        assert OLD not in done.err
