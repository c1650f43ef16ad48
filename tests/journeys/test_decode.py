"""`decode`: what stands in a token, from wherever it was copied; what is no token is said in words."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.sandbox_client import fetch
from tests.journeys.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

# RFC 7519 section 3.1.
RFC_JWT = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
# RFC 7516 appendix A.1.7, its middle parts shortened.
JWE = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZ.48V1_ALb6US04U3b.5eym8TW_c8SuK0lt.XFBoMYUZodetZdvT"


def part(value: Any) -> str:
    octets = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def of_octets(payload: bytes) -> str:
    return f"{part({'alg': 'RS256'})}.{part(payload)}.{part(b'signature')}"


def jwt(**claims: Any) -> str:
    return of_octets(json.dumps(claims).encode())


def test_the_argument_is_decoded(cli: Command) -> None:
    done = cli("decode", RFC_JWT)
    assert (done.code, done.err) == (0, "")
    assert done.json == {
        "kind": "JWS",
        "header": {"typ": "JWT", "alg": "HS256"},
        "claims": {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True},
        "signature_octets": 32,
        "verified": False,
        "remarks": [],
    }


@pytest.mark.parametrize("words", [("decode",), ("decode", "-")])
@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_standard_input_is_decoded(cli: Command, words: tuple[str, ...], line_end: str) -> None:
    done = cli(*words, stdin=(RFC_JWT + line_end).encode())
    assert (done.code, done.json["claims"]["iss"]) == (0, "joe")


@pytest.mark.parametrize(
    "copied",
    [
        f"  {RFC_JWT} ",
        f'"{RFC_JWT}",',
        f"'{RFC_JWT}'",
        f"Bearer {RFC_JWT}",
        f"Authorization: Bearer {RFC_JWT}",
        f"authorization: DPoP {RFC_JWT}",
    ],
)
def test_what_people_copy_along_is_left_away(cli: Command, copied: str) -> None:
    done = cli("decode", "-", stdin=copied.encode())
    assert (done.code, done.json["claims"]["iss"]) == (0, "joe")


def test_a_copied_header_is_understood_as_an_argument_too(cli: Command) -> None:
    done = cli("decode", f"Authorization: Bearer {RFC_JWT}")
    assert (done.code, done.json["claims"]["iss"]) == (0, "joe")


def test_a_reference_is_resolved(cli: Command) -> None:
    (cli.home / "token").write_text(RFC_JWT + "\n", "utf-8")
    assert cli("decode", "env:TOKEN", env={"TOKEN": RFC_JWT}).json["claims"]["iss"] == "joe"
    assert cli("decode", "file:token").json["claims"]["iss"] == "joe"
    missing = cli("decode", "env:NOT_SET")
    assert (missing.code, missing.out) == (2, "")
    assert "NOT_SET is not set" in missing.err


def test_a_field_is_picked(cli: Command) -> None:
    assert cli("decode", RFC_JWT, "--field", "claims.exp").out == "1300819380\n"
    assert cli("decode", RFC_JWT, "--field", "claims.iss").out == "joe\n"
    assert cli("decode", RFC_JWT, "--field", "claims.issuer").code == 2


def test_an_encrypted_token_is_recognised(cli: Command) -> None:
    done = cli("decode", JWE)
    assert (done.json["kind"], done.json["claims"]) == ("JWE", None)
    assert done.json["header"] == {"alg": "RSA-OAEP", "enc": "A256GCM"}
    assert "encrypted JWT (JWE) · RSA-OAEP" in cli("decode", JWE, "-o", "pretty").out


def test_an_unsigned_token_is_named_so(cli: Command) -> None:
    token = f"{part({'alg': 'none'})}.{part({'sub': 'a'})}."
    assert "unsigned JWT" in cli("decode", token, "-o", "pretty").out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("opaque", "1 part between dots"),
        ("a.b", "2 parts between dots"),
        ("a.b.c.d", "4 parts"),
        ("!!!.e30.x", "header is not base64url"),
        (f"{part(b'no json')}.e30.x", "header is not JSON"),
        (f"{part([1])}.e30.x", "JSON, but not an object"),
        (f"{part({'alg': 'x'})}.{part(b'{')}.x", "payload is not JSON"),
        (f"{part({'alg': 'x'})}.{part(b'[' * 5000)}.x", "payload is not JSON"),
        (f"{part({'alg': 'x'})}.e30.AAAA.x", "4 parts"),
        (f"{part({'alg': 'x'})}.e30.AAAA.", "4 parts"),
        (f"{part({'a?': '~~~'}).replace('_', '/').replace('-', '+')}.e30.AAAA", "header is not base64url"),
        ("é.é.é", "header is not base64url"),
    ],
)
def test_what_is_no_jwt_is_exit_2_and_says_why(cli: Command, given: str, words: str) -> None:
    done = cli("decode", "-", stdin=given.encode())
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert "opaque token" in done.err


@pytest.mark.parametrize("given", ["", " \n"])
def test_where_nothing_stands_that_is_said(cli: Command, given: str) -> None:
    done = cli("decode", stdin=given.encode())
    assert (done.code, done.out) == (2, "")
    assert "there is no token: standard input is empty" in done.err
    assert "what was given is empty" in cli("decode", given).err


def test_the_name_of_a_file_is_no_token_and_how_to_read_it_is_said(cli: Command, tmp_path: Path) -> None:
    path = tmp_path / "token.jwt"
    path.write_text("opaque", "utf-8")
    assert f"give it as file:{path}" in cli("decode", str(path)).err
    done = cli("decode", "nosuch.jwt")
    assert (done.code, done.out) == (2, "")
    assert "a file is read with file:NAME" in done.err
    assert "nosuch" not in done.err


def test_octets_that_are_no_text_are_said(cli: Command) -> None:
    done = cli("decode", stdin=b"\xff\xfe\x00")
    assert (done.code, done.out) == (2, "")


def test_times_are_told_in_words(cli: Command) -> None:
    now = int(time.time())
    done = cli("decode", jwt(exp=now - 190, iat=now - 7200, nbf=now + 5400), "-o", "pretty")
    lines = {line.split()[0]: line for line in done.out.splitlines() if line.endswith(")")}
    assert "expired 3 min ago" in lines["exp"]
    assert "issued 2 h ago" in lines["iat"]
    assert "valid from in 1 h" in lines["nbf"]


@pytest.mark.parametrize(
    "odd", [10**30, -(10**30), 1e308, 0, -1, 0.5, True, None, "soon", "1300819380", [1], {"a": 1}, 253402300800]
)
def test_odd_times_are_no_fault(cli: Command, odd: Any) -> None:
    done = cli("decode", jwt(exp=odd, iat=odd), "-o", "pretty")
    assert (done.code, done.err) == (0, "")
    assert cli("decode", jwt(exp=odd)).json["claims"]["exp"] == odd


@pytest.mark.parametrize("odd", ["1e400", "-1e400", "NaN", "-Infinity", "1" * 5000])
def test_numbers_that_are_none_are_no_fault_and_stay_json(cli: Command, odd: str) -> None:
    token = of_octets(b'{"exp": ' + odd.encode() + b"}")
    done = cli("decode", token)
    assert (done.code, json.loads(done.out, parse_constant=pytest.fail)["claims"]) == (0, {"exp": None})
    assert cli("decode", token, "--field", "claims.exp").out == "null\n"
    assert "beyond the calendar" in cli("decode", token, "-o", "pretty").out


def test_a_claim_cannot_move_the_cursor(cli: Command) -> None:
    done = cli("decode", jwt(name="\x1b[2J\u202eevil"), "-o", "pretty")
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_a_member_that_stands_twice_is_remarked(cli: Command) -> None:
    token = of_octets(b'{"sub": "a", "sub": "b"}')
    assert cli("decode", token).json["remarks"] == ["the payload has the member 'sub' twice"]


def test_a_token_that_was_just_fetched_is_decoded(cli: Command, sandbox: Sandbox) -> None:
    token = fetch(cli, sandbox, "client-credentials", "-o", "token").out
    done = cli("decode", stdin=token.encode())
    assert done.json["claims"]["iss"] == sandbox.issuer
    assert "expires in 59 min" in cli("decode", "-o", "pretty", stdin=token.encode()).out


def test_a_field_cannot_move_the_cursor_of_a_terminal_and_is_unchanged_in_a_pipe(cli: Command) -> None:
    token = jwt(name="\x1b[2Jevil")
    assert cli("decode", token, "--field", "claims.name").out == "\x1b[2Jevil\n"
    assert on_terminal(cli, "decode", token, "--field", "claims.name").raw == "\\x1b[2Jevil\n"
