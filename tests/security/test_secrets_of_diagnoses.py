"""Secrets of `diagnose` and of the reports: in no step, finding, trace or file, whatever the server repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import respond
from tests.security.canary import files_below, leaked, readings
from tests.security.echoing import answers
from tests.security.planting import GRANT_NAMES, plant

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran
    from tests.security.canary import Canary
    from tests.security.planting import Planted

PLACES = ("description", "further members", "headers", "page", "redirect", "broken JSON", "error code")
REPORTS = ("ticket.md", "ticket.html")
ENDPOINTS = {
    "authorization-code": ("authorization-endpoint",),
    "device-code": ("device-authorization-endpoint",),
    "ciba": ("backchannel-authentication-endpoint",),
}
GOOD_ONCE = {"code", "refresh_token", "password", "assertion", "ticket", "device_code", "auth_req_id"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "planted"
    made.mkdir()
    for grant in ("device_code", "ciba"):
        monkeypatch.setattr(f"tokencli.oauth.grants.{grant}.DEFAULT_INTERVAL_SECONDS", 0.001)
    return made


def silent(cli: Command, done: Ran, canaries: tuple[Canary, ...]) -> None:
    written = {str(path): text for path, text in files_below(cli.home)}
    for place, text in {"stdout": done.out, "stderr": done.err, **written}.items():
        assert (place, leaked(text, canaries)) == (place, [])


def diagnose(cli: Command, server: MisbehavingServer, planted: Planted, *words: str) -> Ran:
    own = ("--grant", planted.grant, "--token-endpoint", server.url(), *planted.words)
    if planted.grant == "id-jag":
        own = (*own, "--idp-token-endpoint", server.url(), "--audience", "https://as.example")
    return cli("diagnose", *own, *words, env=planted.env, stdin=planted.stdin)


@pytest.mark.parametrize("place", PLACES)
def test_no_report_shows_what_a_server_repeats(
    place: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    planted = plant("client-credentials", folder)
    # What the server has not been sent yet, it cannot repeat: the first answer is to the question for its time.
    server.behave(respond(404), answers(planted.sent)[place])
    done = diagnose(cli, server, planted, "--report", "ticket.html", "--trace", "run.json", "-vv")
    assert done.code not in {0, 1}, done.err
    silent(cli, done, planted.all)
    again = cli("explain", "run.json", "--report", "ticket.md", "-o", "pretty")
    assert again.code == 0, again.err
    silent(cli, again, planted.all)


@pytest.mark.parametrize("grant", GRANT_NAMES)
def test_a_grant_that_is_looked_into_keeps_its_secrets_and_spends_none(
    grant: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    planted = plant(grant, folder)
    server.behave(respond(400, {"error": "invalid_grant"}))
    where = ENDPOINTS.get(grant, ())
    words = (word for name in where for word in (f"--{name}", server.url(f"/{name}")))
    done = diagnose(cli, server, planted, *words, "--report", "ticket.html", "-o", "pretty")
    assert done.code not in {1, 2}, done.err
    silent(cli, done, planted.all)
    sent = "\n".join(readings("\n".join(one.octets.decode("utf-8", "replace") for one in server.requests)))
    assert sent, done.out
    assert [one.name for one in planted.all if one.name in GOOD_ONCE and one.core in sent] == []


def test_show_secrets_does_not_reach_a_report(cli: Command, server: MisbehavingServer, folder: Path) -> None:
    planted = plant("client-credentials", folder)
    server.behave(respond(400, {"error": "invalid_client"}))
    for report in REPORTS:
        diagnose(cli, server, planted, "--report", report, "--show-secrets")
        assert leaked((cli.home / report).read_text("utf-8"), planted.all) == []


PLANTED = "xQ7-planted-in-a-name-that-sounds-secret"
ASKED = f"""POST /token?key={PLANTED}1 HTTP/1.1
Host: login.example
Content-Type: application/x-www-form-urlencoded

grant_type=client_credentials&client_id=a&apiKey={PLANTED}2&realm=north

HTTP/1.1 400 Bad Request
Content-Type: application/json

{{"error": "invalid_request", "error_description": "not {PLANTED}2", "error_key": "E77", "sessionToken": "{PLANTED}3"}}
"""


@pytest.mark.parametrize("report", REPORTS)
def test_what_export_would_call_a_credential_no_report_of_a_capture_shows(report: str, cli: Command) -> None:
    done = cli("explain", "-", "--report", report, "-o", "pretty", stdin=ASKED.encode())
    assert done.code == 0, done.err
    text = (cli.home / report).read_text("utf-8")
    assert PLANTED not in text + done.out + done.err
    assert "realm=north" in text
    assert "E77" in text


@pytest.mark.parametrize("report", REPORTS)
def test_a_parameter_of_the_users_own_that_sounds_secret_is_in_no_report(
    report: str, cli: Command, server: MisbehavingServer
) -> None:
    server.behave(respond(400, {"error": "invalid_request", "error_description": f"not {PLANTED}2"}))
    client = ("--grant", "client-credentials", "--client-id", "a", "--client-secret", "literal:x")
    params = ("--param", f"api_key={PLANTED}2", "--param", "realm=north")
    where = ("--token-endpoint", server.url(f"/token?key={PLANTED}1"))
    done = cli("diagnose", *where, *client, *params, "--report", report, "--trace", "run.json", "-vv", "-o", "pretty")
    written = {name: (cli.home / name).read_text("utf-8") for name in (report, "run.json")}
    for place, text in {"stdout": done.out, "stderr": done.err, **written}.items():
        assert (place, PLANTED in text) == (place, False)
    assert "realm=north" in written[report]
