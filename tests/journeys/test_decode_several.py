"""`decode` of several tokens: one a line, or a text in which they stand; each under its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import respond
from tests.journeys.test_encrypted_tokens import PEM, encrypted
from tests.journeys.tokens_to_verify import ACCESS, ISSUER, access_token, id_token, keys_file, publish, signed
from tests.oauth.authorization.party import half_hash, jwk

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

A, B = access_token(sub="a"), id_token(sub="b")
ANSWER = json.dumps({"access_token": A, "token_type": "Bearer", "id_token": B, "refresh_token": "opaque"})
HEADINGS = ("access_token", "id_token")


def subjects(document: object) -> list[tuple[str, str]]:
    assert isinstance(document, list)
    return [(one["name"], one["claims"]["sub"]) for one in document]


def test_one_a_line(cli: Command) -> None:
    done = cli("decode", stdin=f"{A}\n{B}\n".encode())
    assert (done.code, done.err) == (0, "")
    assert subjects(done.json) == [("line 1", "a"), ("line 2", "b")]


def test_a_token_response_names_them(cli: Command) -> None:
    assert subjects(cli("decode", stdin=ANSWER.encode()).json) == [("access_token", "a"), ("id_token", "b")]
    assert cli("decode", "-", "--field", "1.claims.sub", stdin=ANSWER.encode()).out == "b\n"


def test_one_token_of_a_response_is_a_list_all_the_same(cli: Command) -> None:
    assert subjects(cli("decode", stdin=json.dumps({"access_token": A}).encode()).json) == [("access_token", "a")]


def test_one_token_among_other_words_is_that_token(cli: Command) -> None:
    done = cli("decode", stdin=f"curl -H 'Authorization: Bearer {A}' https://api.example".encode())
    assert done.json["claims"]["sub"] == "a"
    assert "name" not in done.json


def test_a_reference_may_lead_to_several(cli: Command) -> None:
    (cli.home / "answer.json").write_text(ANSWER, "utf-8")
    assert len(cli("decode", "file:answer.json").json) == 2


def test_each_stands_under_its_heading(cli: Command) -> None:
    done = cli("decode", "-o", "pretty", stdin=ANSWER.encode())
    assert [line for line in done.out.splitlines() if line.startswith("---")] == [
        f"--- {name} ---" for name in HEADINGS
    ]
    assert done.out.count("The signature was not checked.") == 2
    assert "\x1b[1;4maccess_token" in cli("decode", "-o", "pretty", "--color", "always", stdin=ANSWER.encode()).out


def test_a_line_that_is_no_jwt_is_no_slip_to_pass_over(cli: Command) -> None:
    done = cli("decode", stdin=f"{A}\nopaque\n".encode())
    assert (done.code, done.out) == (2, "")
    assert "line 2" in done.err
    assert A not in done.err


def test_a_response_of_opaque_tokens_is_no_jwt(cli: Command) -> None:
    done = cli("decode", stdin=b'{"access_token": "opaque", "token_type": "Bearer"}')
    assert (done.code, done.out) == (2, "")
    assert "introspect" in done.err


def test_an_encrypted_one_among_them_is_opened_and_the_others_need_no_key(cli: Command) -> None:
    text = f"{A}\n{encrypted(B, cty='JWT')}\n"
    assert subjects(cli("decode", "--key", "env:K", stdin=text.encode(), env={"K": PEM}).json) == [
        ("line 1", "a"),
        ("line 2", "b"),
    ]


class TestVerify:
    WORDS = ("decode", "--verify", "--issuer", ISSUER, "--jwks", "keys.json", "--client-id", "app")

    def test_all_of_them_must_be_valid(self, cli: Command) -> None:
        keys_file(cli)
        done = cli(*self.WORDS, stdin=ANSWER.encode())
        assert (done.code, [one["verified"] for one in done.json]) == (0, [True, True])
        bad = json.dumps({"access_token": A, "id_token": id_token(aud="x")})
        done = cli(*self.WORDS, stdin=bad.encode())
        assert (done.code, [one["verified"] for one in done.json]) == (40, [True, False])
        assert "id_token is not valid: aud" in done.err
        assert "access_token" not in done.err

    def test_each_has_its_checks_below_it(self, cli: Command) -> None:
        keys_file(cli)
        done = cli(*self.WORDS, "-o", "pretty", stdin=ANSWER.encode())
        assert [line for line in done.out.splitlines() if line.startswith("---")] == [
            f"--- {name} ---" for name in HEADINGS
        ]
        assert "checked as an ID token" in done.out
        assert "checked as a JWT access token" in done.out

    @pytest.mark.parametrize("access_token", ["opaque", A])
    def test_the_access_token_beside_an_id_token_is_held_against_it(self, cli: Command, access_token: str) -> None:
        keys_file(cli)
        for value, code in ((access_token, 0), ("another", 40)):
            text = {"access_token": access_token, "id_token": id_token(at_hash=half_hash(value))}
            done = cli(*self.WORDS, stdin=json.dumps(text).encode())
            assert (done.code, done.json[-1]["name"]) == (code, "id_token")
            assert "at_hash" in {check["name"] for check in done.json[-1]["checks"]}

    def test_another_one_may_be_named(self, cli: Command) -> None:
        keys_file(cli)
        text = json.dumps({"access_token": A, "id_token": id_token(at_hash=half_hash("another"))})
        done = cli(*self.WORDS, "--access-token", "env:OTHER", stdin=text.encode(), env={"OTHER": "another"})
        assert done.code == 0, done.err

    @pytest.mark.parametrize("opaque", ["opaque", "a.b.c"])
    def test_one_that_is_opaque_is_said_and_does_not_count(self, cli: Command, opaque: str) -> None:
        keys_file(cli)
        text = json.dumps({"access_token": opaque, "id_token": B})
        done = cli(*self.WORDS, stdin=text.encode())
        assert (done.code, len(done.json)) == (0, 1)
        assert "access_token is no JWT" in done.err

    def test_the_issuer_is_asked_once_for_all_of_them(self, cli: Command, server: MisbehavingServer) -> None:
        issuer = publish(server)
        text = "\n".join(access_token(iss=issuer, jti=str(number)) for number in range(3))
        assert cli("decode", "--verify", "--issuer", issuer, stdin=text.encode()).code == 0
        assert len(server.requests) == 2
        assert cli("decode", "--verify", "--no-cache", stdin=text.encode()).err.count("note: the issuer is taken") == 1

    def test_a_key_that_is_new_to_a_later_one_is_fetched_once_more(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        both = respond(200, {"keys": [jwk("k1"), jwk("k2")]})
        server.behave(respond(200, {"keys": [jwk("k1")]}), both)
        words = ("decode", "--verify", "--issuer", ISSUER, "--jwks", server.url("/keys"))
        later = signed({**ACCESS, "sub": "b"}, "at+jwt", "k2", "k2")
        assert cli(*words, stdin=f"{A}\n{later}\n".encode()).code == 0
        assert len(server.requests) == 2

    def test_keys_that_never_were_are_not_asked_for_again_and_again(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        server.behave(respond(200, {"keys": [jwk("k1")]}))
        made_up = [signed(ACCESS, "at+jwt", "k1", f"made up {number}") for number in range(9)]
        words = ("decode", "--verify", "--issuer", ISSUER, "--jwks", server.url("/keys"))
        assert cli(*words, stdin="\n".join([A, *made_up]).encode()).code == 40
        assert len(server.requests) == 3

    def test_each_is_asked_of_the_issuer_it_names(
        self, cli: Command, server: MisbehavingServer, other: MisbehavingServer
    ) -> None:
        issuers = (publish(server), publish(other))
        text = "\n".join(access_token(iss=issuer) for issuer in issuers)
        done = cli("decode", "--verify", stdin=text.encode())
        assert (done.code, [one["keys"] for one in done.json]) == (0, [server.url("/keys"), other.url("/keys")])
        assert jwk("k1")["kid"] in done.out
