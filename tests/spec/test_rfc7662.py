"""RFC 7662 section 2.2: the printed answers, which name no error although the token is of no use."""

from __future__ import annotations

import json

import pytest

from tokencli.oauth.answer import Answer, read_members
from tokencli.wire.message import Response

ANSWERS = {
    "active": """{
      "active": true,
      "client_id": "l238j323ds-23ij4",
      "username": "jdoe",
      "scope": "read write dolphin",
      "sub": "Z5O3upPC88QrAjx00dis",
      "aud": "https://protected.example.net/resource",
      "iss": "https://server.example.com/",
      "exp": 1419356238,
      "iat": 1419350238,
      "extension_field": "twenty-seven"
     }""",
    "not active": '{\n      "active": false\n     }',
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_printed_answer_is_read_whole_and_is_no_refusal(name: str) -> None:
    response = Response(200, (("Content-Type", "application/json"),), ANSWERS[name].encode())
    assert read_members(response) == Answer(json.loads(ANSWERS[name]), response, ())
