from __future__ import annotations

import base64
import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.spelling import may_hold, octets_of, replace_spellings

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "gX1/fB~at+3b V=%é'\"\\*"
SHOWN = "<gone>"
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def _lower_escapes(text: str) -> str:
    """Percent-encoding with small hexadecimal digits."""
    return re.sub("%..", lambda escape: escape[0].lower(), text)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda secret: secret,
    "in a form": quote_plus,
    "in a form, with small digits": lambda secret: _lower_escapes(quote_plus(secret)),
    "in a form as browsers write it": lambda secret: quote_plus(secret, safe="*").replace("~", "%7E"),
    "in a query": lambda secret: quote(secret, safe=""),
    "in a query as browsers write it": lambda secret: quote(secret, safe="!'()*"),
    "in a path": lambda secret: quote(secret, safe="/"),
    "in JSON": lambda secret: json.dumps(secret)[1:-1],
    "in JSON as UTF-8": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "in JSON with escaped slashes": lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    "in HTML": html.escape,
    "in HTML without quotes": lambda secret: html.escape(secret, quote=False),
    "in HTML as numbers": lambda secret: "".join(one if one.isalnum() and one.isascii() else f"&#{ord(one)};" for one in secret),
    "in base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "in base64url": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
    "in a Basic header": lambda secret: base64.b64encode(f"client:{secret}".encode()).decode(),
    "in the middle of base64": lambda secret: base64.b64encode(f"ab{secret}yz".encode()).decode(),
}  # fmt: skip


@pytest.mark.parametrize("how", SPELLINGS)
def test_a_secret_is_found_however_it_is_spelled(how: str) -> None:
    text = f'before "{SPELLINGS[how](SECRET)}" after'
    replaced = replace_spellings(text, SECRET, SHOWN)
    assert SHOWN in replaced
    assert SPELLINGS[how](SECRET) not in replaced
    assert replaced.startswith('before "')
    assert replaced.endswith('" after')


@pytest.mark.parametrize("how", [how for how in SPELLINGS if "base64" not in how and "Basic" not in how])
@given(ANYTHING)
def test_of_any_secret_nothing_is_left_in_any_escaped_spelling(how: str, secret: str) -> None:
    assert replace_spellings(SPELLINGS[how](secret), secret, "") == ""


@pytest.mark.parametrize("how", [how for how in SPELLINGS if "base64" in how or "Basic" in how])
@given(ANYTHING.filter(lambda secret: len(secret.encode()) >= 8))
def test_of_any_secret_at_most_the_edges_are_left_in_base64(how: str, secret: str) -> None:
    encoded = SPELLINGS[how](secret)
    assert len(replace_spellings(encoded, secret, "")) <= len(encoded) - len(secret.encode()) * 8 // 6 + 2


@given(st.text(), ANYTHING)
def test_a_text_without_the_secret_stays_as_it_is(text: str, secret: str) -> None:
    if secret[0] not in text and len(octets_of(secret)) < 3 and not set("%\\&+") & set(text):
        assert replace_spellings(text, secret, SHOWN) == text


def test_a_secret_with_halves_of_characters_or_octets_that_are_no_utf8_has_octets_all_the_same() -> None:
    assert octets_of("a\udcff") == b"a\xff"
    assert octets_of("a\ud800") == b"a\xed\xa0\x80"
    assert replace_spellings("x a\\ud800bcd x", "a\ud800bcd", SHOWN) == f"x {SHOWN} x"


@pytest.mark.parametrize("how", SPELLINGS)
@given(ANYTHING.filter(lambda secret: len(secret.encode()) >= 8))
def test_a_text_whose_secret_would_be_replaced_may_hold_it(how: str, secret: str) -> None:
    text = f"x {SPELLINGS[how](secret)} x"
    assert may_hold(text, secret) or replace_spellings(text, secret, SHOWN) == text


def test_a_text_without_any_part_of_a_secret_does_not_hold_it() -> None:
    assert not may_hold("the code has expired, dGhlIGNvZGUgaGFzIGV4cGlyZWQ=", SECRET)
