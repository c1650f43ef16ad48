"""The command that a person copies to start the same run anew."""

from __future__ import annotations

import shlex
from itertools import pairwise

from tokencli.app.same_command import same_command
from tokencli.oauth.grants import find_grant
from tokencli.settings.model import all_parameters
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.resolve import resolve

DEVICE = find_grant("device")


def command(profile: str | None = None, environ: dict[str, str] | None = None, **options: object) -> list[str]:
    from_profile = {"client_id": Setting("tv", Origin(Source.PROFILE, "profile dev"))} if profile else {}
    return shlex.split(same_command(DEVICE, resolve(all_parameters(), options, environ or {}, from_profile, profile)))


def test_it_repeats_what_was_typed() -> None:
    words = command(issuer="https://login.example", scope=("openid", "a b"), timeout="5s", insecure=True)
    assert words[:3] == ["tokencli", "fetch", "device-code"]
    for pair in (("--issuer", "https://login.example"), ("--scope", "a b"), ("--timeout", "5")):
        assert pair in list(pairwise(words))
    assert "--insecure" in words
    assert words.count("--scope") == 2


def test_it_names_the_profile_and_leaves_its_settings_there() -> None:
    assert command("dev") == ["tokencli", "fetch", "device-code", "-p", "dev"]


def test_it_leaves_to_the_environment_what_is_there() -> None:
    assert command(environ={"TOKENCLI_ISSUER": "https://login.example"}) == ["tokencli", "fetch", "device-code"]


def test_it_leaves_out_how_this_run_began_or_stopped() -> None:
    words = command(no_wait=True, resume="file.json", device_code="env:CODE", auth_req_id="env:ID")
    assert words == ["tokencli", "fetch", "device-code"]


def test_secrets_stay_references_and_what_was_typed_in_is_asked_for() -> None:
    words = command(client_secret="hush-hush", param=("a=b", "ticket@env:TICKET"), header=("X-A: b c",))
    assert "hush-hush" not in " ".join(words)
    assert ("--client-secret", "prompt:") in list(pairwise(words))
    assert "pin@prompt:" in command(param=("pin@literal:1234",))
    assert words[-6:] == ["--param", "a=b", "--param", "ticket@env:TICKET", "--header", "X-A: b c"]
