"""Every lint rule with what it is about and with look-alikes, and what all of them have in common."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.listing import lines_to_add
from tests.diagnosis.lint import keys, metadata, profile, resource, token
from tokencli.diagnosis import lint as rules
from tokencli.diagnosis.finding import Severity
from tokencli.diagnosis.lint import LINT_RULES, LintRule, find_lint_rule
from tokencli.diagnosis.linted import Linted, lint
from tokencli.diagnosis.server_seen import LONGEST_SHOWN, STANDARDS, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(rules.__file__).parent
FIRES: dict[str, list[Any]] = {**metadata.FIRES, **keys.FIRES, **resource.FIRES, **token.FIRES, **profile.FIRES}
SILENT: dict[str, list[Any]] = {**metadata.SILENT, **keys.SILENT, **resource.SILENT, **token.SILENT, **profile.SILENT}
EVERYTHING = [*chain.from_iterable(FIRES.values()), *chain.from_iterable(SILENT.values())]
every_rule = pytest.mark.parametrize("rule", LINT_RULES, ids=lambda one: one.name)
SECRETS = ("hush-hush-private", "hunter2")


def names(linted: Linted) -> list[str]:
    return [one.name for one in linted.findings]


@every_rule
def test_it_is_said_of_what_it_is_about_and_of_no_look_alike(rule: LintRule) -> None:
    assert FIRES.get(rule.name), f"add to FIRES in tests/diagnosis/lint/{rule.about}.py what {rule.name} is about"
    assert SILENT.get(rule.name), f"add to SILENT in tests/diagnosis/lint/{rule.about}.py look-alikes of {rule.name}"
    assert [rule.name in names(lint(one)) for one in FIRES[rule.name]] == [True] * len(FIRES[rule.name])
    assert [rule.name in names(lint(one)) for one in SILENT[rule.name]] == [False] * len(SILENT[rule.name])


def test_no_example_is_about_a_rule_that_is_not_there() -> None:
    assert not {*FIRES, *SILENT} - {one.name for one in LINT_RULES}


def test_a_server_a_resource_a_token_and_a_profile_without_flaw_have_no_findings() -> None:
    assert (
        names(lint(metadata.server()))
        == names(lint(metadata.fapi(id_token_signing_alg_values_supported=["ES256"])))
        == []
    )
    assert names(lint(resource.resource())) == []
    assert names(lint(token.access_token())) == names(lint(token.id_token())) == []
    assert names(lint(profile.profile())) == []


@pytest.mark.parametrize("about", ["metadata", "keys", "resource", "token", "profile"])
def test_every_file_of_the_folder_is_in_the_list(about: str) -> None:
    listed = [one.name.replace("-", "_") for one in LINT_RULES if one.about == about]
    lines = lines_to_add(
        FOLDER / about, listed, lambda name: f'LintRule("{about}", "{name.replace("_", "-")}", Severity.…),'
    )
    assert not lines, f"add to LINT_RULES in {FOLDER / '__init__.py'}:\n" + "\n".join(lines)
    assert len(listed) == len(set(listed))


@every_rule
def test_it_is_documented_in_the_fixed_sections_and_cites_what_says_so(rule: LintRule) -> None:
    assert rule.text.split("\n")[0].endswith(".")
    assert re.findall(r"^([A-Z][a-z ]+):$", rule.text, re.MULTILINE) == ["Means", "Seen by", "Do", "See"]
    cited = r"(RFC \d+|OpenID Connect \w+|FAPI 2\.0 Security Profile) sections? [\d.]+( and [\d.]+)?"
    assert rule.see
    assert all(
        re.fullmatch(rf"{cited}|RFC 10070|RFC 7638|Model Context Protocol authorization", one) for one in rule.see
    )


@every_rule
def test_its_page_says_how_bad_it_is_and_how_to_silence_it(rule: LintRule) -> None:
    assert f"    {rule.severity.value}" in rule.silencing
    assert f"--ignore {rule.name}" in rule.silencing
    assert ("lint_ignore" in rule.silencing) == (rule.about == "profile")
    assert all(f"--for {one}" in rule.silencing for one in (rule.error_for, rule.only_for) if one)
    assert {rule.error_for, rule.only_for} <= {"", *STANDARDS}


@every_rule
def test_what_it_says_is_worded_as_all_findings_are(rule: LintRule) -> None:
    for seen in FIRES[rule.name]:
        [finding] = [one for one in lint(seen).findings if one.name == rule.name]
        assert finding.see[-1] == f"tokencli explain {rule.name}"
        assert finding.where
        said: Iterable[str] = (finding.what, finding.why, finding.help)
        assert not [text for text in said if "?" in text or text.endswith(".") or not text]
        assert not [
            text
            for text in (finding.what, finding.why)
            if text[0].isupper() and not re.match(r"[A-Z][A-Z0-9]|OpenID|EdDSA", text)
        ]


def test_no_finding_shows_a_secret() -> None:
    told = "\n".join(str(one.as_json()) for seen in EVERYTHING for one in lint(seen).findings)
    assert not [one for one in SECRETS if one in told]


@pytest.mark.parametrize("rule", [one for one in LINT_RULES if one.error_for], ids=lambda one: one.name)
def test_a_standard_makes_it_an_error(rule: LintRule) -> None:
    assert rule.severity_for(()) is rule.severity
    assert rule.severity_for({rule.error_for}) is Severity.ERROR


def test_a_rule_is_found_by_its_name_however_it_is_written() -> None:
    for rule in LINT_RULES:
        assert (
            find_lint_rule(rule.name)
            == find_lint_rule(rule.name.upper())
            == find_lint_rule(rule.name.replace("-", "_"))
            == rule
        )
    assert find_lint_rule("nothing-like-it") is None


def test_the_worst_comes_first_and_what_is_silenced_is_left_out_and_named() -> None:
    flawed = metadata.server(
        grant_types_supported=["password", "authorization_code"],
        token_endpoint="http://as.example/token",
        token_endpoint_auth_methods_supported=["client_secret_post"],
    )
    linted = lint(flawed, {"password-grant-advertised", "no-signing-key"}, ["the keys"])
    assert names(linted) == ["endpoint-is-not-https", "shared-secrets-only"]
    assert (linted.ignored, linted.not_looked_at) == (("password-grant-advertised",), ("the keys",))
    assert linted.failed
    assert linted.counted(*Severity) == "1 error, 1 remark"
    assert not lint(flawed, {"endpoint-is-not-https"}).failed


def test_of_a_long_list_only_what_matters_is_shown() -> None:
    short, long = ["password", "implicit"], ["a", "b", "c", "d", "password"]
    shown_of = [
        metadata.server(grant_types_supported=one).among("grant_types_supported", "password").value
        for one in (short, long)
    ]
    assert shown_of == ["password, implicit", "…, password, …"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "(absent)"),
        ([], "(empty)"),
        (["a", "b"], "a, b"),
        ([1, "b"], '[1, "b"]'),
        (True, "true"),
        ("x" * 500, "x" * (LONGEST_SHOWN - 1) + "…"),
    ],
)
def test_a_member_is_shown_short_and_in_words(value: Any, text: str) -> None:
    assert shown(value) == text
