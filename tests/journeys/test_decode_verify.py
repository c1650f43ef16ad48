"""`decode --verify`: every check with what was expected and found, exit 40 when one fails, and whose keys decided."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.faults.server import MisbehavingServer, reset_after, respond
from tests.jose.keys import certificate, encode, pem, unsigned
from tests.journeys.sandbox_client import fetch
from tests.journeys.test_encrypted_tokens import PEM, encrypted
from tests.journeys.tokens_to_verify import (
    ACCESS,
    IDENTITY,
    ISSUER,
    NOW,
    access_token,
    id_token,
    keys_file,
    publish,
    signed,
)
from tests.oauth.authorization.party import half_hash, jwk, private_key
from tokencli.jose.peek import base64url_encode
from tokencli.jose.thumbprint import thumbprint

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import Sandbox

TRUST = ("--issuer", ISSUER)
KEYS = ("--jwks", "keys.json")


def verify(cli: Command, token: str, *words: str, **env: str) -> Ran:
    return cli("decode", "--verify", "env:T", *words, env={"T": token, **env})


def failed(done: Ran) -> dict[str, str]:
    return {one["name"]: one["actual"] for one in done.json["checks"] if not one["passed"]}


def asked(server: MisbehavingServer) -> list[str]:
    return [one.line.split()[1] for one in server.requests]


def unchecked(done: Ran) -> set[str]:
    return {one["name"] for one in done.json["unchecked"]}


@pytest.fixture(autouse=True)
def _keys(cli: Command) -> None:
    keys_file(cli)


class TestAccessToken:
    def test_all_checks_pass(self, cli: Command) -> None:
        done = verify(cli, access_token(), *TRUST, *KEYS, "--audience", "api://orders", "--client-id", "app")
        assert (done.code, done.err) == (0, "")
        assert (done.json["verified"], done.json["checked_as"], done.json["keys"]) == (
            True,
            "access-token",
            "keys.json",
        )
        assert "at+jwt" in done.json["because"]
        assert done.json["unchecked"] == []
        assert [one["name"] for one in done.json["checks"]] == [
            "signature", "typ", "iss", "aud", "exp", "iat", "sub", "client_id", "jti", "scope",
        ]  # fmt: skip
        assert set(done.json["checks"][0]) == {"name", "passed", "expected", "actual", "spec"}

    @pytest.mark.parametrize(
        ("claims", "told"),
        [
            ({"aud": "api://other"}, {"aud": "api://other"}),
            ({"iss": "https://as.example/"}, {"iss": "https://as.example/"}),
            ({"client_id": "b"}, {"client_id": "b"}),
            ({"jti": None, "sub": None}, {"jti": "missing", "sub": "missing"}),
            ({"exp": None, "iat": None}, {"exp": "missing", "iat": "missing"}),
        ],
    )
    def test_every_failed_check_is_told_and_the_code_is_40(
        self, cli: Command, claims: dict[str, Any], told: dict[str, str]
    ) -> None:
        words = (*TRUST, *KEYS, "--audience", "api://orders", "--client-id", "app")
        done = verify(cli, access_token(**claims), *words)
        assert (done.code, done.json["verified"], failed(done)) == (40, False, told)
        assert "is not valid" in done.err
        assert all(name in done.err for name in told)

    def test_another_key_under_the_same_name_is_found_out(self, cli: Command) -> None:
        done = verify(cli, signed(ACCESS, "at+jwt", "k2", "k1"), *TRUST, *KEYS)
        assert (done.code, failed(done)) == (40, {"signature": "the key 'k1' does not verify it"})

    def test_one_of_several_audiences_and_a_resource_will_do(self, cli: Command) -> None:
        words = ("--audience", "x", "--resource", "api://orders")
        assert verify(cli, access_token(), *TRUST, *KEYS, *words).code == 0

    def test_as_the_rules_of_the_rfc_a_token_of_another_type_fails(self, cli: Command) -> None:
        token = access_token("JWT")
        plain = verify(cli, token, *TRUST, *KEYS)
        assert (plain.code, plain.json["checked_as"]) == (0, "jwt")
        assert "does not claim to follow RFC 9068" in plain.json["because"]
        strict = verify(cli, token, *TRUST, *KEYS, "--as", "access-token")
        assert (strict.code, failed(strict), strict.json["because"]) == (40, {"typ": "jwt"}, "--as says so")

    def test_an_access_token_is_no_id_token(self, cli: Command) -> None:
        done = verify(cli, access_token(), *TRUST, *KEYS, "--as", "id-token", "--client-id", "app")
        assert done.code == 40
        assert {"typ", "aud"} <= set(failed(done))


class TestForm:
    @pytest.mark.parametrize("tail", [".x", ".", ".x.y.z", "+", "=", "/A"])
    def test_nothing_is_cut_off_a_token_until_it_fits(self, cli: Command, tail: str) -> None:
        for given in (access_token() + tail, f"Bearer {access_token()}{tail}"):
            done = verify(cli, given, *TRUST, *KEYS, "--field", "verified")
            assert (done.code, done.out) in [(2, ""), (40, "false\n")]

    def test_a_signature_in_the_other_alphabet_is_none(self, cli: Command) -> None:
        token = next(one for one in iter(access_token, "") if set(one.rpartition(".")[2]) & set("-_"))
        head, _, signature = token.rpartition(".")
        done = verify(cli, f"{head}.{signature.replace('-', '+').replace('_', '/')}", *TRUST, *KEYS)
        assert (done.code, set(failed(done))) == (40, {"signature"})
        assert "not base64url" in failed(done)["signature"]


class TestIdToken:
    def test_all_checks_pass(self, cli: Command) -> None:
        token = id_token(at_hash=half_hash("at-1"), c_hash=half_hash("code-1"))
        given = ("--client-id", "app", "--nonce", "n-1", "--access-token", "env:A", "--code", "env:C")
        done = verify(cli, token, *TRUST, *KEYS, *given, A="at-1", C="code-1")
        assert (done.code, done.err) == (0, "")
        assert (done.json["checked_as"], done.json["unchecked"]) == ("id-token", [])
        assert {"nonce", "at_hash", "c_hash", "aud", "iss"} <= {one["name"] for one in done.json["checks"]}

    @pytest.mark.parametrize(
        ("words", "env", "told"),
        [
            (("--client-id", "other"), {}, {"aud"}),
            (("--client-id", "app", "--nonce", "n-2"), {}, {"nonce"}),
            (("--client-id", "app", "--access-token", "env:A"), {"A": "another"}, {"at_hash"}),
            (("--client-id", "app", "--code", "env:C"), {"C": "another"}, {"c_hash"}),
        ],
    )
    def test_what_does_not_belong_together_is_found_out(
        self, cli: Command, words: tuple[str, ...], env: dict[str, str], told: set[str]
    ) -> None:
        token = id_token(at_hash=half_hash("at-1"), c_hash=half_hash("code-1"))
        done = verify(cli, token, *TRUST, *KEYS, *words, **env)
        assert (done.code, set(failed(done))) == (40, told)

    def test_what_nobody_said_is_not_checked_and_named(self, cli: Command) -> None:
        done = verify(cli, id_token(at_hash="x", c_hash="y"), *KEYS)
        assert done.code == 0
        assert unchecked(done) == {"iss", "aud", "nonce", "at_hash", "c_hash"}
        text = verify(cli, id_token(), *KEYS, "-o", "pretty").out
        assert "– aud" in text
        assert "--client-id" in text
        assert text.splitlines()[-1] == "valid: 4 checks passed; not checked: iss, aud, nonce"

    def test_further_audiences_must_be_trusted_by_name(self, cli: Command) -> None:
        token = id_token(aud=["app", "api"])
        assert verify(cli, token, *TRUST, *KEYS, "--client-id", "app").code == 40
        assert verify(cli, token, *TRUST, *KEYS, "--client-id", "app", "--audience", "api").code == 0


class TestTime:
    def test_an_expired_token_is_told_in_seconds(self, cli: Command) -> None:
        done = verify(cli, access_token(exp=NOW - 600), *TRUST, *KEYS)
        assert (done.code, set(failed(done))) == (40, {"exp"})
        assert failed(done)["exp"].endswith(" s ago")

    @pytest.mark.parametrize("form", ["{0}", "{0}.5", "{1}", "{1}Z", "{1}+00:00"])
    def test_it_may_be_looked_at_as_of_another_time(self, cli: Command, form: str) -> None:
        moment = NOW - 700
        then = form.format(moment, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)))
        token = access_token(exp=NOW - 600, iat=NOW - 900)
        assert verify(cli, token, *TRUST, *KEYS, "--at", then).code == 0
        assert verify(cli, token, *TRUST, *KEYS, "--at", str(NOW)).code == 40

    def test_times_in_words_go_by_that_moment_too(self, cli: Command) -> None:
        token = access_token(exp=NOW - 600, iat=NOW - 900)
        assert "expired" in verify(cli, token, *TRUST, *KEYS, "-o", "pretty").out
        assert "expired" not in verify(cli, token, *TRUST, *KEYS, "-o", "pretty", "--at", str(NOW - 700)).out

    def test_the_leeway_is_a_choice(self, cli: Command) -> None:
        token = access_token(exp=NOW - 30)
        done = verify(cli, token, *TRUST, *KEYS, "--at", str(NOW))
        exp = next(one for one in done.json["checks"] if one["name"] == "exp")
        assert (done.code, exp["actual"]) == (0, "30 s ago, which the leeway of 60 s allows")
        assert verify(cli, token, *TRUST, *KEYS, "--at", str(NOW), "--leeway", "0").code == 40
        assert verify(cli, token, *TRUST, *KEYS, "--at", str(NOW + 200), "--leeway", "5m").code == 0

    @pytest.mark.parametrize(
        ("further", "told"),
        [((), True), ((("Age", "9"),), False)],  # a cache keeps the Date of long ago
    )
    def test_a_clock_that_goes_wrong_is_named_beside_the_time(
        self, cli: Command, server: MisbehavingServer, further: tuple[tuple[str, str], ...], told: bool
    ) -> None:
        issuer = server.url("")
        late = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 7200))
        headers = (("Content-Type", "application/json"), ("Date", late), *further)
        server.behave(
            respond(200, {"issuer": issuer, "jwks_uri": server.url("/keys")}, *headers),
            respond(200, {"keys": [jwk("k1")]}, *headers),
        )
        done = verify(cli, access_token(iss=issuer, nbf=NOW + 7200), "--issuer", issuer)
        assert (done.code, set(failed(done))) == (40, {"nbf"})
        assert ("ahead of this machine's" in failed(done)["nbf"]) is told

    @pytest.mark.parametrize("at", ["yesterday", "", "2026-13-01", "1" * 400, "-5", "nan", "½", "1.2.3"])
    def test_what_is_no_time_is_refused(self, cli: Command, at: str) -> None:
        done = verify(cli, access_token(), *TRUST, *KEYS, f"--at={at}")
        assert (done.code, done.out) == (2, "")
        assert "--at" in done.err


class TestKeys:
    def test_an_issuer_is_asked_for_metadata_and_keys(self, cli: Command, server: MisbehavingServer) -> None:
        issuer = publish(server)
        done = verify(cli, access_token(iss=issuer), "--issuer", issuer)
        assert (done.code, done.err, done.json["keys"]) == (0, "", server.url("/keys"))
        assert asked(server) == ["/.well-known/openid-configuration", "/keys"]

    def test_without_one_the_tokens_own_is_asked_and_that_is_said(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        issuer = publish(server)
        done = verify(cli, access_token(iss=issuer), "--audience", "api://orders")
        assert done.code == 0
        assert f"the issuer is taken from the token itself, and is asked for its keys: {issuer}" in done.err
        assert unchecked(done) == {"iss"}
        assert "iss" not in {one["name"] for one in done.json["checks"]}
        assert "anybody's token would pass" in done.json["unchecked"][0]["why"]

    @pytest.mark.parametrize("issuer", [None, "me", 5, "file:///etc/passwd"])
    def test_a_token_that_names_nobody_who_can_be_asked_is_a_question(self, cli: Command, issuer: Any) -> None:
        done = verify(cli, unsigned({**ACCESS, "iss": issuer}, "AAAA", alg="ES256", typ="at+jwt"))
        assert (done.code, done.out) == (2, "")
        assert "give --issuer, or the keys with --jwks" in done.err

    def test_another_issuers_token_is_refused_by_name(self, cli: Command, server: MisbehavingServer) -> None:
        issuer = publish(server)
        done = verify(cli, access_token(iss="https://attacker.example"), "--issuer", issuer)
        assert (done.code, failed(done)) == (40, {"iss": "https://attacker.example"})

    def test_a_url_of_keys_needs_no_metadata(self, cli: Command, server: MisbehavingServer) -> None:
        for option in ("--jwks", "--jwks-uri"):
            server.requests.clear()
            server.behave(respond(200, {"keys": [jwk("k1")]}))
            done = verify(cli, access_token(), *TRUST, option, server.url("/keys"))
            assert (done.code, asked(server)) == (0, ["/keys"])

    def test_a_new_key_is_fetched_once_more(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(respond(200, {"keys": [jwk("k0")]}), respond(200, {"keys": [jwk("k0"), jwk("k1")]}))
        assert verify(cli, access_token(), *TRUST, "--jwks", server.url("/keys")).code == 0
        assert len(server.requests) == 2

    @pytest.mark.parametrize("how", ["env:J", "file:keys.json", "cmd:cat keys.json", "keys.json", "jwk", "pem"])
    def test_keys_at_hand_are_taken_from_anywhere_and_nothing_is_sent(
        self, cli: Command, how: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (cli.home / "jwk").write_text(json.dumps(jwk("k1")), "utf-8")
        pem = private_key("k1").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (cli.home / "pem").write_bytes(pem)
        token = access_token() if how != "pem" else jwt.encode(ACCESS, private_key("k1"), "ES256", {"typ": "at+jwt"})
        monkeypatch.setitem(sys.modules, "httpx", None)
        done = verify(cli, token, *TRUST, "--jwks", how, J=(cli.home / "keys.json").read_text("utf-8"))
        assert done.code == 0, done.err
        assert done.json["keys"] == how

    @pytest.mark.parametrize(
        ("place", "told"), [("missing.json", "No such file"), ("empty", "no key"), ("broken", "begins as JSON"), ("env:NO", "NO is not set")]
    )  # fmt: skip
    def test_a_place_without_keys_is_told(self, cli: Command, place: str, told: str) -> None:
        (cli.home / "empty").write_text("{}", "utf-8")
        (cli.home / "broken").write_text("{", "utf-8")
        done = verify(cli, access_token(), *TRUST, "--jwks", place)
        assert (done.code, done.out) == (2, "")
        assert told in done.err
        assert "--jwks" in done.err

    @pytest.mark.parametrize("form", ["keys", "certificates", "sealed"])
    def test_each_key_of_a_file_of_pem_may_be_the_one(self, cli: Command, form: str) -> None:
        spki = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        private = [private_key(name) for name in ("k2", "k1")]
        octets = {
            "keys": b"".join(one.public_key().public_bytes(*spki) for one in private),
            "certificates": b"".join(certificate(one).public_bytes(Encoding.PEM) for one in private),
            "sealed": b"".join(pem(one, b"open sesame") for one in private),
        }
        (cli.home / "bundle.pem").write_bytes(octets[form])
        token = jwt.encode(ACCESS, private[1], "ES256", {"typ": "at+jwt"})
        words = ("--key-passphrase", "env:P") if form == "sealed" else ()
        done = verify(cli, token, *TRUST, "--jwks", "bundle.pem", *words, P="open sesame")
        assert done.code == 0, done.err

    def test_an_encrypted_key_is_told_with_the_option_that_gave_it(self, cli: Command) -> None:
        (cli.home / "sealed.pem").write_bytes(pem(private_key("k1"), b"open sesame"))
        for option, more in (("--jwks", ()), ("--bound-to", KEYS)):
            done = verify(cli, access_token(), *TRUST, *more, option, "sealed.pem")
            assert done.code == 2
            assert done.err.startswith(f"tokencli: {option}: the key is encrypted")
            assert "give it with --key-passphrase" in done.err

    def test_keys_of_another_issuer_verify_nothing(self, cli: Command) -> None:
        keys_file(cli, "k2")
        done = verify(cli, access_token(), *TRUST, *KEYS)
        assert (done.code, failed(done)) == (40, {"signature": "none of the issuer's 1 keys is 'k1' for ES256"})

    @pytest.mark.parametrize(
        ("behaviour", "code"),
        [
            (respond(404), 23),
            (respond(200, "<html>"), 23),
            (respond(503), 22),
            (respond(429), 22),
            (reset_after(), 20),
        ],
    )
    def test_keys_that_cannot_be_fetched_have_the_code_of_why(
        self, cli: Command, server: MisbehavingServer, behaviour: Any, code: int
    ) -> None:
        server.behave(behaviour)
        done = verify(cli, access_token(), *TRUST, "--jwks", server.url("/keys"))
        assert (done.code, done.out) == (code, "")
        assert server.url("/keys") in done.err
        assert (
            server.url("/keys")
            in verify(cli, access_token(), *TRUST, "--jwks", server.url("/keys"), "-o", "pretty").out
        )

    def test_an_issuer_that_is_not_there_has_the_code_of_why(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(respond(404))
        assert verify(cli, access_token(), "--issuer", server.url("")).code == 23
        server.behave(respond(200, {"issuer": "https://other.example"}))
        assert verify(cli, access_token(), "--issuer", server.url(""), "--no-cache").code == 2
        server.behave(respond(200, {"issuer": server.url("")}))
        done = verify(cli, access_token(), "--issuer", server.url(""), "--no-cache")
        assert done.code == 2
        assert "names no jwks uri" in done.err

    def test_a_key_inside_the_token_is_never_used(self, cli: Command) -> None:
        header = {"typ": "at+jwt", "jwk": jwk("k2"), "jku": "https://attacker.example/keys"}
        token = jwt.encode(ACCESS, private_key("k2"), "ES256", headers=header)
        assert set(failed(verify(cli, token, *TRUST, *KEYS))) == {"signature"}

    def test_no_signature_is_no_signature(self, cli: Command) -> None:
        head, payload, _ = access_token().split(".")
        token = unsigned(ACCESS, "", alg="none", typ="at+jwt")
        for one in (token, f"{head}.{payload}.", f"{head}.{payload}.AAAA"):
            done = verify(cli, one, *TRUST, *KEYS)
            assert (done.code, set(failed(done))) == (40, {"signature"})


class TestSecret:
    def test_the_client_secret_verifies_what_is_signed_with_it_offline(self, cli: Command) -> None:
        token = jwt.encode(IDENTITY, "s" * 32, "HS256")
        words = (*TRUST, "--client-id", "app", "--nonce", "n-1", "--client-secret", "env:S")
        done = verify(cli, token, *words, S="s" * 32)
        assert (done.code, done.err, done.json["keys"]) == (0, "", "the client secret")
        assert failed(verify(cli, token, *words, S="t" * 32)) == {"signature": "the client secret does not verify it"}

    def test_without_it_nothing_can_be_said_of_the_token_and_that_is_a_missing_setting(self, cli: Command) -> None:
        token = jwt.encode(IDENTITY, "s" * 32, "HS256")
        for words in ((), KEYS):
            done = verify(cli, token, *TRUST, "--client-id", "app", *words)
            assert (done.code, done.out) == (2, "")
            assert "signed with HS256, whose key is the client secret" in done.err
            assert "give --client-secret" in done.err

    def test_a_public_key_is_no_secret(self, cli: Command) -> None:
        """Who signs with a MAC under the published key must not pass (RFC 8725 section 2.1)."""
        public = json.dumps(jwk("k1"))
        head = f"{encode({'alg': 'HS256', 'typ': 'at+jwt', 'kid': 'k1'})}.{encode(ACCESS)}"
        mac = hmac.new(public.encode(), head.encode(), hashlib.sha256).digest()
        (cli.home / "keys.json").write_text(public, "utf-8")
        token = f"{head}.{base64url_encode(mac)}"
        assert verify(cli, token, *TRUST, *KEYS).code == 2
        done = verify(cli, token, *TRUST, *KEYS, "--client-secret", "env:S", S="s" * 32)
        assert (done.code, set(failed(done))) == (40, {"signature"})


class TestBinding:
    @pytest.fixture
    def key_file(self, cli: Command) -> str:
        (cli.home / "own.pem").write_bytes(pem(private_key("k1")))
        return "own.pem"

    @pytest.mark.parametrize("form", ["own.pem", "file:own.pem", "own.jwk", "-"])
    def test_a_token_is_bound_to_the_key_in_whatever_form(self, cli: Command, key_file: str, form: str) -> None:
        (cli.home / "own.jwk").write_text(json.dumps(jwk("k1")), "utf-8")
        bound = access_token(cnf={"jkt": thumbprint(jwk("k1"))})
        words = ("decode", "--verify", "env:T", *KEYS, "--bound-to", form)
        done = cli(*words, env={"T": bound}, stdin=(cli.home / key_file).read_bytes())
        assert done.code == 0, done.err
        assert "cnf" in {one["name"] for one in done.json["checks"]}
        assert "cnf" not in unchecked(done)

    def test_bound_to_another_key_or_to_none_it_is_not_valid(self, cli: Command, key_file: str) -> None:
        for confirmation in ({"jkt": thumbprint(jwk("k2"))}, None):
            done = verify(cli, access_token(cnf=confirmation), *TRUST, *KEYS, "--bound-to", key_file)
            assert (done.code, set(failed(done))) == (40, {"cnf"})

    def test_a_certificate_counts_where_the_token_names_one(self, cli: Command) -> None:
        own = certificate(private_key("k1"))
        (cli.home / "own.crt").write_bytes(own.public_bytes(Encoding.PEM))
        told = base64url_encode(hashlib.sha256(own.public_bytes(Encoding.DER)).digest())
        for print_of, code in ((told, 0), (told[::-1], 40)):
            token = access_token(cnf={"x5t#S256": print_of})
            assert verify(cli, token, *TRUST, *KEYS, "--bound-to", "own.crt").code == code

    def test_without_it_the_binding_is_not_checked_and_named(self, cli: Command) -> None:
        assert "cnf" in unchecked(verify(cli, access_token(cnf={"jkt": "t"}), *TRUST, *KEYS))

    def test_what_is_no_single_key_is_refused_and_not_quoted(self, cli: Command) -> None:
        keys_file(cli, "k1", "k2")
        (cli.home / "empty").touch()
        for place, told in (
            ("keys.json", "it holds 2 keys"),
            ("hush-hush", "cannot be read"),
            ("empty", "--bound-to: "),
        ):
            done = verify(cli, access_token(), *TRUST, *KEYS, "--bound-to", place)
            assert (done.code, done.out) == (2, "")
            assert told in done.err
            assert "hush-hush" not in done.err


class TestProfile:
    CONFIG = '[profiles.dev]\nissuer = "https://as.example"\nclient_id = "app"\naudience = ["api://orders"]\nclient_secret = "env:UNSET"\n'

    def test_a_named_one_says_what_must_be_true(self, cli: Command) -> None:
        cli.config(self.CONFIG)
        assert verify(cli, access_token(), *KEYS, "-p", "dev").json["unchecked"] == []
        assert set(failed(verify(cli, access_token(aud="x", iss="y"), *KEYS, "-p", "dev"))) == {"iss", "aud"}

    def test_one_that_nobody_named_says_nothing(self, cli: Command) -> None:
        cli.config(self.CONFIG)
        assert unchecked(verify(cli, access_token(iss="https://other.example"), *KEYS)) == {"iss", "aud"}

    def test_the_environment_says_it_too(self, cli: Command) -> None:
        done = verify(cli, access_token(), *KEYS, TOKENCLI_ISSUER="https://other.example")
        assert set(failed(done)) == {"iss"}


class TestEncrypted:
    def test_the_token_inside_is_verified(self, cli: Command) -> None:
        words = (*TRUST, *KEYS, "--client-id", "app", "--key", "env:K")
        done = verify(cli, encrypted(id_token(), cty="JWT"), *words, K=PEM)
        assert (done.code, done.json["encryption"]["cty"]) == (0, "JWT")
        assert verify(cli, encrypted(id_token(key="k2"), cty="JWT"), *words, K=PEM).code == 40

    def test_claims_that_nobody_signed_are_not_valid(self, cli: Command) -> None:
        done = verify(cli, encrypted(json.dumps(IDENTITY)), *TRUST, *KEYS, "--key", "env:K", K=PEM)
        assert (done.code, set(failed(done))) == (40, {"form"})
        text = verify(cli, encrypted(json.dumps(IDENTITY)), *TRUST, *KEYS, "--key", "env:K", "-o", "pretty", K=PEM)
        assert "not signed" in text.out

    def test_without_its_key_nothing_can_be_said(self, cli: Command) -> None:
        done = verify(cli, encrypted(id_token()), *TRUST, *KEYS)
        assert (done.code, done.out) == (2, "")
        assert "--key" in done.err


class TestLooks:
    def test_each_check_has_a_sign_and_the_verdict_is_last(self, cli: Command) -> None:
        done = verify(cli, access_token(aud="x"), *TRUST, *KEYS, "--audience", "y", "-o", "pretty")
        assert (done.code, done.err) == (40, "")
        assert "✓ signature" in done.out
        assert "✗ aud" in done.out
        assert "expected contains y, found x (RFC 9068 section 4)" in done.out
        assert done.out.splitlines()[-1] == "not valid: aud"
        assert "RFC 9068 section 6" in done.out
        assert "The signature was not checked" not in done.out
        assert "\x1b" not in done.out

    def test_a_claim_cannot_move_the_cursor(self, cli: Command) -> None:
        done = verify(
            cli, access_token(iss="\x1b[2J\u202e", sub="\x1b[2J"), *TRUST, *KEYS, "-o", "pretty", "--color", "always"
        )
        assert "\x1b[2J" not in done.out
        assert "\u202e" not in done.out

    def test_a_field_is_picked_and_the_failure_said_on_stderr(self, cli: Command) -> None:
        assert verify(cli, access_token(), *TRUST, *KEYS, "--field", "verified").out == "true\n"
        done = verify(cli, access_token(exp=1), *TRUST, *KEYS, "--field", "verified")
        assert (done.code, done.out) == (40, "false\n")
        assert done.err.startswith("tokencli: the token is not valid: exp: expected in the future")

    def test_it_can_be_watched_and_saved(self, cli: Command, server: MisbehavingServer) -> None:
        issuer = publish(server)
        done = verify(cli, access_token(iss=issuer), "--issuer", issuer, "-v", "--trace", "run.json")
        assert "/keys" in done.err
        assert json.loads((cli.home / "run.json").read_text("utf-8"))["exchanges"]


class TestMistakes:
    @pytest.mark.parametrize("token", ["opaque", "a.b"])
    def test_an_opaque_token_is_told_who_can_look_at_it(self, cli: Command, token: str) -> None:
        done = cli("decode", "--verify", *TRUST, *KEYS, stdin=token.encode())
        assert (done.code, done.out) == (2, "")
        assert "tokencli introspect" in done.err

    @pytest.mark.parametrize(
        "words",
        [
            TRUST, KEYS, ("--client-id", "app"), ("--audience", "x"), ("--nonce", "n"), ("--leeway", "5"), ("--at", "5"),
            ("--as", "jwt"), ("--access-token", "env:A"), ("--timeout", "5s"), ("-p", "dev"),
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_what_a_token_is_held_against_means_nothing_without_verifying(
        self, cli: Command, words: tuple[str, ...]
    ) -> None:
        done = cli("decode", access_token(), *words)
        assert (done.code, done.out) == (2, "")
        assert "add --verify" in done.err

    def test_a_profile_in_the_environment_is_no_mistake(self, cli: Command) -> None:
        assert cli("decode", access_token(), "--no-input", env={"TOKENCLI_PROFILE": "none"}).code == 0

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("--as", "cookie"), "--as"),
            (("--issuer", "as.example"), "--issuer"),
            (("--leeway", "long"), "--leeway"),
            (("--verify", "--diff"), "--verify and --diff are two questions"),
            (("--verify", "--lint"), "--verify and --lint are two questions"),
            (("--ignore", "subject-is-client"), "nothing is linted"),
            (("--scope", "read"), "--scope means nothing for --verify"),
            (("--acr-values", "2"), "--acr-values means nothing for --verify"),
            (("other",), "unexpected extra argument (other)"),
            (("-p", "none"), "no profile"),
            (("--access-token", "env:UNSET"), "UNSET"),
        ],
    )
    def test_a_slip_is_named(self, cli: Command, words: tuple[str, ...], told: str) -> None:
        done = cli("decode", access_token(), "--verify", *KEYS, *words)
        assert (done.code, done.out) == (2, "")
        assert told in done.err

    def test_a_secret_in_the_line_is_warned_of(self, cli: Command) -> None:
        done = verify(cli, id_token(), *TRUST, *KEYS, "--client-id", "app", "--access-token", "hush-hush-1")
        assert "process list" in done.err
        assert "hush-hush-1" not in done.err + done.out


def test_tokens_of_the_sandbox_are_valid(cli: Command, sandbox: Sandbox) -> None:
    answer = fetch(
        cli,
        sandbox,
        "password",
        "--username",
        "alice",
        "--password",
        "literal:alice-pw",
        "--scope",
        "openid",
        "-o",
        "json",
    )
    words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--audience", sandbox.issuer, "-o", "json")
    done = cli("decode", "--verify", *words, stdin=answer.out.encode())
    assert done.code == 0, done.err
    assert [(one["name"], one["checked_as"], one["verified"]) for one in done.json] == [
        ("access_token", "access-token", True),
        ("id_token", "id-token", True),
    ]
    assert "at_hash" in {check["name"] for check in done.json[1]["checks"]}
