from __future__ import annotations

import pytest

from tokencli.diagnosis.rules import RULES, Rule, find_rule


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_is_found_by_its_name_however_it_is_written(rule: Rule) -> None:
    assert find_rule(rule.name) == find_rule(rule.name.upper()) == find_rule(rule.name.replace("-", "_")) == rule


def test_a_name_that_no_rule_has_is_none() -> None:
    assert find_rule("nothing-of-the-kind") is None
