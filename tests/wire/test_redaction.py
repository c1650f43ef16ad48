from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.test_spelling import SPELLINGS
from tokencli.wire.credentials import write_basic
from tokencli.wire.form import encode
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response
from tokencli.wire.redaction import Redactor, SecretFacts, is_redacted, secret_facts
from tokencli.wire.secret_names import SECRET_NAMES

CANARY = "cAnArY-7f3/9~x+Q"
REDACTOR = Redactor(salt=b"salt")
KNOWING = REDACTOR.knowing([CANARY])
FORM = ("Content-Type", FORM_MEDIA_TYPE)
JSON_TYPE = ("Content-Type", "application/json")
HEADER, PAYLOAD, SIGNATURE = "eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiJhZGEifQ", "c2lnbmF0dXJlLWNhbmFyeQ"
JWT = f"{HEADER}.{PAYLOAD}.{SIGNATURE}"
NAMES = st.sampled_from(sorted(SECRET_NAMES))
# Never a word of a marker or of a message around it, and long enough to be looked for.
SECRETS = st.text(st.characters(exclude_categories=["Cs"]), min_size=8).map(lambda text: f"Zq9{text}9qZ")


def _shown(response: Response) -> str:
    return REDACTOR.response(response).body.decode("utf-8", "surrogateescape")


def _form(text: str, redactor: Redactor = REDACTOR) -> str:
    return redactor.request(Request("POST", "https://as.example/token", (FORM,), text.encode())).body.decode()


def _header(name: str, value: str, redactor: Redactor = REDACTOR) -> str:
    return redactor.request(Request("GET", "https://as.example/", ((name, value),))).headers[0][1]


# What a redaction leaves


def test_a_marker_tells_the_length_and_a_hash_that_is_equal_for_equal_values_within_a_report() -> None:
    one, same, other = REDACTOR.value("abcdef"), REDACTOR.value("abcdef"), REDACTOR.value("abcdeg")
    assert one.startswith("[redacted 6 chars hash ")
    assert one == same != other
    assert one != Redactor(salt=b"another report").value("abcdef")


@pytest.mark.parametrize(
    ("value", "marks"),
    [
        ("abc", ""),
        (" abc", "edge-space"),
        ("a b\n", "edge-space inner-space"),
        ("a%2B", "percent"),
        ("a+b=c:d", "colon equals plus"),
        ("é/", "other"),
        ("6f1c1f3e-9b7a-4c3e-8d4f-0123456789ab", "guid"),
    ],
)
def test_a_marker_tells_what_decides_cases_in_support(value: str, marks: str) -> None:
    facts = SecretFacts(len(value), frozenset(marks.split()))
    assert secret_facts(value) == facts
    assert secret_facts(REDACTOR.value(value)) == facts
    assert REDACTOR.value(value).endswith(f" {marks}]" if marks else REDACTOR.value(value))


def test_a_jwt_keeps_header_and_claims_and_loses_its_signature() -> None:
    assert REDACTOR.value(JWT).startswith(f"{HEADER}.{PAYLOAD}.[redacted 22 chars hash ")
    assert REDACTOR.text(f"see {JWT}, please").startswith(f"see {HEADER}.{PAYLOAD}.[redacted 22 chars")
    assert SIGNATURE not in REDACTOR.text(f"see {JWT}, please")


def test_the_brief_form_tells_nothing() -> None:
    brief = Redactor(brief=True, values=frozenset({CANARY}))
    assert brief.value(CANARY) == brief.value(JWT) == "[redacted]"
    assert brief.text(f"a {CANARY} b") == "a [redacted] b"
    assert _header("Authorization", write_basic("ci", CANARY), brief) == "Basic [redacted]"


def test_a_redactor_that_is_off_changes_nothing() -> None:
    off = Redactor(off=True, values=frozenset({CANARY}))
    url = f"https://{CANARY}@as.example/?code={CANARY}"
    request = Request("POST", url, (("Authorization", CANARY), FORM), f"code={CANARY}".encode())
    assert off.request(request) is request
    response = Response(200, (("Set-Cookie", CANARY),), CANARY.encode())
    assert off.response(response) is response
    assert (off.url(url), off.text(CANARY), off.value(CANARY)) == (url, CANARY, CANARY)
    assert off.header("Authorization", f"Bearer {CANARY}") == f"Bearer {CANARY}"


@given(SECRETS)
def test_redacting_twice_changes_nothing_more(secret: str) -> None:
    once = REDACTOR.value(secret)
    assert is_redacted(once)
    assert Redactor(salt=b"other").value(once) == once
    header = _header("Authorization", write_basic("ci", secret))
    assert _header("Authorization", header) == header
    assert REDACTOR.value(REDACTOR.value(JWT)) == REDACTOR.value(JWT)


def test_a_secret_with_a_marker_in_it_is_no_marker() -> None:
    sly = f"{REDACTOR.value('x')}{CANARY}"
    assert not is_redacted(sly)
    assert CANARY not in REDACTOR.value(sly)


def test_a_secret_of_half_a_character_does_no_harm() -> None:
    assert REDACTOR.knowing(["abcd\ud800"]).text("nothing") == "nothing"
    assert "\ud800" not in REDACTOR.value("abcd\ud800")


# By value


@pytest.mark.parametrize("how", SPELLINGS)
def test_a_known_secret_is_taken_out_however_it_is_spelled(how: str) -> None:
    spelled = SPELLINGS[how](CANARY)
    for text in (f"see {spelled} there", f'{{"error_description": "{spelled}"}}', f"<p>{spelled}</p>"):
        response = KNOWING.response(
            Response(400, (("X-Note", spelled), ("Location", f"/a?b={spelled}")), text.encode(), (text,))
        )
        told = f"{response.headers}{response.body!r}{response.problems}"
        assert spelled not in told
        assert CANARY not in told


@given(SECRETS, st.sampled_from(sorted(SPELLINGS)))
def test_no_known_secret_ever_survives_in_any_part_of_a_message(secret: str, how: str) -> None:
    spelled = SPELLINGS[how](secret)
    knowing = REDACTOR.knowing([secret])
    request = knowing.request(
        Request("GET", f"https://as.example/{spelled}", (("X-A", spelled), FORM), f"a={spelled}".encode())
    )
    assert spelled not in f"{request.url}\n{request.headers[0][1]}\n{request.body.decode()}"
    assert spelled not in knowing.text(f"it was {spelled}.")


def test_a_short_plain_word_is_not_looked_for_in_texts_but_is_taken_out_by_name() -> None:
    knowing = REDACTOR.knowing(["abc", "secret", ""])
    assert knowing.text("the abc of a secret") == "the abc of a secret"
    assert "secret" not in _form("client_secret=secret", knowing).partition("=")[2]


def test_the_longer_of_two_secrets_is_taken_out_first() -> None:
    knowing = REDACTOR.knowing(["Abcdefgh", "Abcdefgh-more"])
    assert knowing.text("Abcdefgh-more").startswith("[redacted 13 chars")


def test_a_json_value_loses_known_secrets_in_names_and_in_texts_at_any_depth() -> None:
    value = {"a": [CANARY, {f"x {CANARY}": f"see {CANARY}"}], "n": (1, None, True, 2.5), "b": "plain"}
    shown = KNOWING.json_value(value)
    assert CANARY not in json.dumps(shown)
    marker = KNOWING.value(CANARY)
    assert shown == {"a": [marker, {f"x {marker}": f"see {marker}"}], "n": [1, None, True, 2.5], "b": "plain"}


# By name


@given(NAMES, SECRETS)
def test_a_secret_member_of_a_form_never_survives(name: str, secret: str) -> None:
    text = _form(encode((("grant_type", "password"), (name, secret), ("scope", "a b"))))
    assert text.startswith(f"grant_type=password&{name}=[redacted {len(secret)} chars")
    assert text.endswith("&scope=a+b")
    assert _form(encode(((name.upper(), secret),))) == f"{name.upper()}={REDACTOR.value(secret)}"


@given(NAMES, SECRETS, st.booleans())
def test_a_secret_member_of_json_never_survives(name: str, secret: str, ascii_only: bool) -> None:
    body = json.dumps({"a": 1, name: secret, "b": [True]}, ensure_ascii=ascii_only).encode()
    shown = json.loads(_shown(Response(200, (JSON_TYPE,), body)))
    assert list(shown) == ["a", name, "b"]
    assert is_redacted(shown[name])
    assert (shown["a"], shown["b"]) == (1, [True])


@given(NAMES, st.integers(1), st.data())
def test_a_secret_member_of_json_that_was_cut_off_anywhere_never_survives(
    name: str, number: int, data: st.DataObject
) -> None:
    body = json.dumps({name: f'{CANARY}"\\\n{number}'}).encode()
    cut = body[: data.draw(st.integers(body.index(b"cAn") + 3, len(body)))]
    assert "cAn" not in _shown(Response(200, (JSON_TYPE,), cut))


@pytest.mark.parametrize(
    "text",
    [
        '{"access_token": "CANARY"}',
        '{"ACCESS_TOKEN" :\n "CANARY"}',
        '{"access_token": "a\\"CANARY"}',
        '{"access_token": "x", "access_token": "CANARY"}',
        '{"token": ["a", "CANARY"]}',
        '{"token": {"value": "CANARY"}}',
        '{"token": {"a": {"b": "x"}, "value": "CANARY"}}',
        '{"token": [[{"b": ["CANARY"]}]]}',
        '{"deep": [{"access_token": "CANARY"}]}',
        '{"access_token": "CANARY" "expires_in": 1}',
        '{"access_token": "CANARY',
        '{"access_token": "CANARY\\',
        '{"access_token": "CA\\\nCANARY"}',
        "{'access_token': 'CANARY'}",
        "access_token=CANARY&token_type=bearer",
    ],
)
def test_a_secret_in_an_odd_answer_is_taken_out_too(text: str) -> None:
    canary = "cAnArYcAnArY77"
    assert canary not in _shown(Response(200, (JSON_TYPE,), text.replace("CANARY", canary).encode()))


SOUNDING = ("api_key", "apiKey", "otp", "SecretAccessKey", "session_id", "x-token")


@pytest.mark.parametrize("name", SOUNDING)
def test_a_member_that_only_sounds_secret_is_taken_out_of_forms_json_and_urls(name: str) -> None:
    marker = REDACTOR.value(CANARY)
    assert _form(encode((("a", "b"), (name, CANARY)))) == f"a=b&{name}={marker}"
    assert json.loads(_shown(Response(200, (JSON_TYPE,), json.dumps({"a": "b", name: CANARY}).encode()))) == {
        "a": "b",
        name: marker,
    }
    assert REDACTOR.url(f"https://as.example/token?a=b&{name}=cAnArY-7f3#c=d&{name}=cAnArY-7f3").count("cAnArY") == 0
    unsounding = Redactor(salt=b"salt", by_sound=False)
    assert CANARY in _shown(Response(200, (JSON_TYPE,), json.dumps({"a": CANARY}).encode()))
    assert CANARY in unsounding.response(Response(200, (), json.dumps({name: CANARY}).encode())).body.decode()


@pytest.mark.parametrize(
    "document",
    [
        {"keys": [{"kty": "RSA", "kid": "k1", "use": "sig", "key_ops": ["verify"], "alg": "RS256", "n": "AQAB", "e": "AQAB"}]},
        {
            "issuer": "https://as.example", "token_endpoint": "https://as.example/token", "jwks_uri": "https://as.example/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"], "tls_client_certificate_bound_access_tokens": True,
            "check_session_iframe": "https://as.example/check", "id_token_signing_alg_values_supported": ["RS256"],
        },
        {"error": "invalid_client", "error_key": "E7", "tokenType": "Bearer", "refresh_token_expires_in": 7, "session_state": "open"},
    ],
    ids=["keys", "metadata", "refusal"],
)  # fmt: skip
def test_what_is_public_stays_readable_though_its_names_speak_of_keys_and_tokens(document: dict[str, object]) -> None:
    text = json.dumps(document)
    assert _shown(Response(200, (JSON_TYPE,), text.encode())) == text


def test_a_path_that_speaks_of_tokens_stays_readable() -> None:
    url = "https://as.example/oauth/token=1/x?grant_type=a&token_type_hint=b"
    assert REDACTOR.url(url) == url


def test_of_an_odd_answer_everything_else_stays_as_it_came() -> None:
    body = b'{"expires_in": 1e9999, "x": "\xff", "code": 1234567, "x": 2, broken'
    shown = REDACTOR.response(Response(200, (JSON_TYPE,), body)).body
    assert shown.startswith(b'{"expires_in": 1e9999, "x": "\xff", "code": "[redacted 7 chars')
    assert shown.endswith(b'", "x": 2, broken')
    assert _shown(Response(200, (JSON_TYPE,), b'{"code": "", "token": null}')) == '{"code": "", "token": null}'


@pytest.mark.parametrize(
    "url",
    [
        "https://as.example/cb?code=cAnArY-7f3&x=1",
        "https://as.example/cb?x=1#access_token=cAnArY-7f3",
        "https://user:cAnArY-7f3@as.example/",
        "https://cAnArY-7f3@as.example/",
        "//cAnArY-7f3@as.example/",
        "https://[as.example/cb?x=1&code=cAnArY-7f3",
        "https://[as.example/cb#id_token=cAnArY-7f3",
        "https://user:cAnArY-7f3@[as.example/",
    ],
)
def test_a_url_loses_its_secrets_and_stays_where_it_leads(url: str) -> None:
    for shown in (REDACTOR.url(url), _header("Location", url), _header("Referer", url)):
        assert "cAnArY" not in shown
        assert "as.example/" in shown
    assert ("x=1" in REDACTOR.url(url)) == ("x=1" in url)


@given(st.text() | st.text("htps:/[]?#&=.%a", max_size=40))
def test_a_url_of_any_form_without_a_secret_stays_as_it_is(url: str) -> None:
    if "@" not in url:
        assert REDACTOR.url(url) == url


@pytest.mark.parametrize(
    "name", ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Auth-Token", "DPoP", "X-Session-Id"]
)  # fmt: skip
def test_a_header_that_carries_credentials_is_taken_out_by_its_name(name: str) -> None:
    assert CANARY not in _header(name, CANARY)
    assert CANARY not in _header(name, f"Bearer {CANARY}")


def test_an_authorization_header_keeps_its_scheme_and_of_basic_the_user() -> None:
    assert _header("Authorization", f"Bearer {CANARY}").startswith(f"Bearer [redacted {len(CANARY)} chars")
    assert _header("Authorization", write_basic("ci", CANARY)).startswith("Basic [decoded ci:[redacted 16 chars")
    assert _header("Authorization", "Basic !!!").startswith("Basic [redacted 3 chars")
    assert _header("Authorization", "Basic Y2k=").startswith("Basic [decoded [redacted 2 chars")
    assert CANARY not in _header("Authorization", write_basic(CANARY, "x"), KNOWING)


@pytest.mark.parametrize("name", ["WWW-Authenticate", "DPoP-Nonce", "Content-Type"])
def test_a_header_that_carries_none_stays(name: str) -> None:
    assert _header(name, 'Basic realm="a"') == 'Basic realm="a"'
