from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.records import record
from tokencli.errors import StoreProblem
from tokencli.store.configured import ConfiguredInputs
from tokencli.store.record import Record, read_record

TEXTS = st.lists(st.text(), max_size=3).map(tuple)
PAIRS = st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple)
TIMES = st.none() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
RECORDS = st.builds(
    Record,
    inputs=st.builds(
        ConfiguredInputs,
        profile=st.text(), issuer=st.text(), scope=TEXTS, resource=TEXTS, param=PAIRS, auth_param=PAIRS, further=PAIRS,
    ),
    members=st.dictionaries(st.text(), JSON, max_size=4),
    received_at=st.floats(allow_nan=False, allow_infinity=False),
    expires_at=TIMES,
    subject=st.text(),
    last_used_at=TIMES,
    refreshed_at=TIMES,
)  # fmt: skip


def written(one: Record) -> Any:
    return json.loads(json.dumps(one.document()))


@given(RECORDS)
def test_a_record_survives_its_json_form(one: Record) -> None:
    assert read_record(written(one), one.fingerprint) == one


@given(st.data())
def test_a_record_with_another_value_anywhere_is_refused_or_still_one(data: st.DataObject) -> None:
    document = written(record())
    name = data.draw(st.sampled_from(sorted(document)))
    document[name] = data.draw(JSON)
    try:
        found = read_record(document, record().fingerprint)
    except StoreProblem:
        return
    assert found.fingerprint == record().fingerprint
    assert read_record(written(found), found.fingerprint) == found


@pytest.mark.parametrize("name", sorted(record().document()))
def test_a_record_that_lacks_a_member_is_damaged(name: str) -> None:
    document = written(record())
    del document[name]
    with pytest.raises(StoreProblem, match="damaged"):
        read_record(document, record().fingerprint)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 0),
        ("version", "1"),
        ("version", None),
        ("further_member", 1),
        ("members", []),
        ("received_at", True),
        ("received_at", None),
        ("received_at", math.inf),
        ("expires_at", math.nan),
        ("expires_at", "2026"),
        ("issuer", None),
        ("inputs", []),
        ("inputs", {"resource": "https://api.example"}),
        ("inputs", {"unknown": []}),
        ("inputs", {"param": [["a", 1]]}),
    ],
)
def test_a_record_with_a_member_of_another_form_is_damaged_and_login_replaces_it(name: str, value: Any) -> None:
    with pytest.raises(StoreProblem, match="damaged") as caught:
        read_record({**written(record()), name: value}, record().fingerprint)
    assert "tokencli login" in caught.value.help


@pytest.mark.parametrize("document", [None, [], "text", 1, {}])
def test_what_is_no_record_at_all_is_damaged(document: Any) -> None:
    with pytest.raises(StoreProblem, match="damaged"):
        read_record(document, record().fingerprint)


def test_a_record_of_a_later_version_says_to_update_whatever_else_is_in_it() -> None:
    with pytest.raises(StoreProblem, match="later tokencli") as caught:
        read_record({"version": 2, "entirely": "different"}, record().fingerprint)
    assert "update tokencli" in caught.value.help


def test_a_record_whose_inputs_do_not_make_its_key_is_refused() -> None:
    document = written(record())
    document["inputs"]["issuer"] = "https://evil.example"
    with pytest.raises(StoreProblem, match="belongs to other settings"):
        read_record(document, record().fingerprint)


def test_no_token_shows_in_the_representation_of_a_record() -> None:
    assert "access-token" not in repr(record())
    assert "refresh-token" not in repr(record())
