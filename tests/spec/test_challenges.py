"""Printed `WWW-Authenticate` fields: RFC 6750 section 3, RFC 7617 section 2, RFC 9449 section 7.2, RFC 9728 section 5.1."""

from __future__ import annotations

import pytest

from tokencli.wire.challenge import Challenge, read_challenges

_METADATA = "https://resource.example.com/.well-known/oauth-protected-resource"
PRINTED = {
    'Basic realm="WallyWorld"': (Challenge("Basic", (("realm", "WallyWorld"),)),),
    'Basic realm="foo", charset="UTF-8"': (Challenge("Basic", (("realm", "foo"), ("charset", "UTF-8"))),),
    'Bearer realm="example"': (Challenge("Bearer", (("realm", "example"),)),),
    'Bearer realm="example", error="invalid_token", error_description="The access token expired"': (
        Challenge(
            "Bearer",
            (("realm", "example"), ("error", "invalid_token"), ("error_description", "The access token expired")),
        ),
    ),
    'Bearer error="invalid_token", error_description="Invalid token", DPoP algs="ES256 PS256"': (
        Challenge("Bearer", (("error", "invalid_token"), ("error_description", "Invalid token"))),
        Challenge("DPoP", (("algs", "ES256 PS256"),)),
    ),
    f'Bearer resource_metadata="{_METADATA}"': (Challenge("Bearer", (("resource_metadata", _METADATA),)),),
}


@pytest.mark.parametrize("field", PRINTED)
def test_a_printed_challenge_is_read_whole(field: str) -> None:
    assert read_challenges([field]) == PRINTED[field]
