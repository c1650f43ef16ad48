"""`explain` without a trace: a finding's name, an error code, the list, and text that says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokencli.app.checks import CHECKS
from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.rules import RULES

if TYPE_CHECKING:
    from tests.journeys.command import Command


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_every_finding_is_explained_by_its_name(cli: Command, name: str) -> None:
    done = cli("explain", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{name}\n\n")
    assert all(heading in done.out for heading in ("Means:", "Do:", "See:"))


@pytest.mark.parametrize("code", REGISTERED_ERRORS)
def test_every_registered_error_is_explained_by_its_code(cli: Command, code: str) -> None:
    done = cli("explain", code)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{code}\n\n")
    assert all(heading in done.out for heading in ("Who acts:", "Try again:", "See:"))
    assert cli("explain", code.upper()).out == done.out


def test_the_list_has_every_name_that_can_be_explained(cli: Command) -> None:
    done = cli("explain", "--list")
    names = [line.split()[0] for line in done.out.splitlines()]
    assert names[: len(RULES)] == [rule.name for rule in RULES]
    assert set(REGISTERED_ERRORS) <= set(names)
    assert len(set(names)) == len(names)
    assert {name for check in CHECKS for name in check.findings} <= set(names)


def test_a_file_wins_over_a_name(cli: Command) -> None:
    (cli.home / "invalid_grant").write_text("nothing", "utf-8")
    assert cli("explain", "invalid_grant").code == 2


@pytest.mark.parametrize(
    "text", ["", "nothing at all", "{}", "[]", '{"tokencli_trace": 1}', "\x00\xff", "null", "[" * 5000]
)
def test_text_that_says_nothing_is_exit_2_and_names_the_list(cli: Command, text: str) -> None:
    done = cli("explain", "-", stdin=text.encode())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("tokencli: ")


def test_a_trace_of_a_run_that_sent_nothing_says_so(cli: Command) -> None:
    trace = cli.home / "run.json"
    words = ("--token-endpoint", "https://login.invalid/token", "--client-id", "ci", "--client-secret", "env:NOT_SET")
    assert cli("fetch", "client-credentials", *words, "--trace", str(trace)).code == 2
    done = cli("explain", str(trace))
    assert (done.code, done.out) == (2, "")
    assert "before anything was sent" in done.err


def test_a_file_that_cannot_be_read_is_exit_2(cli: Command) -> None:
    assert cli("explain", str(cli.home)).code == 2


def test_a_number_of_a_product_is_explained_with_every_cause_and_who_mends_it(cli: Command) -> None:
    done = cli("explain", "aadsts7000215")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("AADSTS7000215\n\nentra-secret-wrong  (Microsoft Entra ID · invalid_client")
    assert "(the app's owner)" in done.out
    assert "confirm" in done.out


def test_an_error_of_a_product_is_explained_by_its_name(cli: Command) -> None:
    assert "older than the realm allows" in cli("explain", "keycloak_code_expired").out


def test_a_code_means_what_the_named_product_means_by_it(cli: Command) -> None:
    done = cli("explain", "invalid_grant", "--provider", "keycloak")
    assert done.out.startswith("invalid_grant\n\nThe code, refresh token")
    assert "keycloak-session-ended" in done.out
    assert "connect2id" not in done.out
    assert "tokencli explain NAME" in done.out


def test_a_code_alone_says_which_products_have_more_to_say_of_it(cli: Command) -> None:
    products = cli("explain", "invalid_grant").out.partition("NAME is one of: ")[2]
    assert {"keycloak", "entra"} <= set(products.replace(",", "").split())
    assert "--provider" not in cli("explain", "need_info").out


def test_a_name_is_told_as_json_too(cli: Command) -> None:
    document = cli("explain", "AADSTS7000215", "-o", "json").json
    assert document["name"] == "AADSTS7000215"
    assert [one["name"] for one in document["findings"]] == ["entra-secret-wrong", "entra-secret-wrong-2"]
    assert cli("explain", "AADSTS7000215", "--field", "findings.0.who").out == "the app's owner\n"
    assert cli("explain", "invalid_scope", "-o", "json").json["text"].startswith("A scope is unknown")


def test_the_errors_of_one_product_are_listed(cli: Command) -> None:
    lines = cli("explain", "--list", "--provider", "keycloak").out.splitlines()
    assert all(line.startswith("keycloak-") for line in lines)
    assert len(lines) > 10


def test_a_product_that_nobody_knows_is_refused_with_those_that_there_are(cli: Command) -> None:
    done = cli("explain", "invalid_grant", "--provider", "nope")
    assert (done.code, done.out) == (2, "")
    assert "keycloak" in done.err


def test_an_answer_alone_is_explained_as_the_named_product_means_it(cli: Command) -> None:
    body = b'{"error":"invalid_grant","error_description":"Session not active"}'
    found = cli("explain", "-", "--provider", "keycloak", "-o", "json", stdin=body).json["findings"]
    assert (found[0]["name"], found[0]["confidence"]) == ("keycloak-session-ended", "likely")
    assert cli("explain", "-", "--provider", "google", "-o", "json", stdin=body).json["findings"][0]["name"] != (
        "keycloak-session-ended"
    )
