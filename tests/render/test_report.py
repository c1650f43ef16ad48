"""A report draws what was said as it was meant: a refusal is a refusal under any status and in any place."""

from __future__ import annotations

import pytest

from tokencli.app.report import Report, Section
from tokencli.jose.peek import base64url_encode
from tokencli.render.report import report_form
from tokencli.wire.exchange import Exchange, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response
from tokencli.wire.redaction import Redactor

REDACTOR = Redactor(salt=b"s")
JSON_TYPE = ("Content-Type", "application/json")
SIGNED = ".".join(base64url_encode(part) for part in (b'{"alg":"RS256"}', b'{"iss":"x","error":"access_denied"}', b"s"))


def said(answer: Response, purpose: Purpose = Purpose.TOKEN, kind: str = "md", redactor: Redactor = REDACTOR) -> str:
    asked = Request("POST", "https://login.example/token")
    section = Section("", (), (Exchange(purpose, asked, answer, 0.0, 0.1),))
    return report_form(f"r.{kind}").render(Report("t", 0.0, "m", (), (), (section,)), redactor)


def redirect(url: str) -> Response:
    return Response(302, (("Location", url),))


REFUSALS = {
    "json under 200": (Response(200, (JSON_TYPE,), b'{"error":"bad_verification_code"}'), "200 bad_verification_code"),
    "form under 200": (Response(200, (("Content-Type", FORM_MEDIA_TYPE),), b"error=bad_code"), "200 bad_code"),
    "object under 200": (Response(200, (JSON_TYPE,), b'{"error":{"code":"Refused"}}'), "200 Refused"),
    "status 400": (Response(400, (JSON_TYPE,), b'{"error":"invalid_grant"}'), "400 invalid_grant"),
    "status alone": (Response(503, (), b"<html>"), "503"),
    "query": (redirect("https://app.example/cb?error=access_denied&state=x"), "302 access_denied"),
    "fragment": (redirect("https://app.example/cb#state=x&error=access_denied"), "302 access_denied"),
    "signed": (redirect(f"https://app.example/cb?response={SIGNED}"), "302 access_denied"),
}
SUCCESSES = {
    "tokens": (Response(200, (JSON_TYPE,), b'{"access_token":"abcdefgh-1"}'), "200 tokens"),
    "no error": (Response(200, (JSON_TYPE,), b'{"access_token":"abcdefgh-1","error":null}'), "200 tokens"),
    "code": (redirect("https://app.example/cb?code=abcdefgh-1&state=x"), "302"),
    "path": (redirect("https://app.example/error?x=1"), "302"),
    "no URL": (redirect("https://[app.example/cb?error=x"), "302"),
    "no JWT": (redirect("https://app.example/cb?response=abc"), "302"),
}


def told(text: str) -> str:
    return text.replace("#95;", "_")


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_drawn_as_one_with_its_code(case: str) -> None:
    answer, words = REFUSALS[case]
    text, page = said(answer), said(answer, kind="html")
    assert f"P1--xP0: {words}\n" in told(text)
    assert f"→ {words}<" in text
    assert '<line class="no"' in page
    assert '<line class="yes"' not in page
    assert f"<details open><summary>token: POST https://login.example/token → {words}<" in page


@pytest.mark.parametrize("case", SUCCESSES)
def test_a_success_is_drawn_as_one(case: str) -> None:
    answer, words = SUCCESSES[case]
    text, page = said(answer, Purpose.AUTHORIZATION), said(answer, kind="html")
    assert f"P1-->>P0: {words}\n" in told(text)
    assert '<line class="no"' not in page
    assert f"<details><summary>token: POST https://login.example/token → {words}<" in page


def test_a_secret_in_the_place_of_an_error_is_taken_out() -> None:
    knowing = REDACTOR.knowing(["the-secret-7x"])
    assert "the-secret-7x" not in said(redirect("/cb?error=the-secret-7x"), redactor=knowing)
