"""Printed thumbprints: RFC 7638 section 3.1, RFC 8037 appendix A.3, RFC 9449 section 6.1, RFC 8705 appendix A."""

from __future__ import annotations

import base64

import pytest

from tests.spec.published import published
from tokencli.jose.certificate import thumbprints
from tokencli.jose.thumbprint import thumbprint

KEYS = published("thumbprints")


@pytest.mark.parametrize("name", KEYS)
def test_a_key_has_the_thumbprint_that_is_printed(name: str) -> None:
    assert thumbprint(KEYS[name]["jwk"]) == KEYS[name]["thumbprint_sha256"]


def test_what_makes_no_key_does_not_count() -> None:
    jwk = KEYS["rfc7638"]["jwk"]
    bare = {name: jwk[name] for name in ("n", "kty", "e")}
    assert thumbprint({**bare, "use": "sig", "d": "private"}) == thumbprint(jwk)


def test_a_certificate_has_the_thumbprint_that_is_printed() -> None:
    example = published("certificates")["rfc8705-A"]
    assert thumbprints(base64.b64decode(example["x5c"]))["x5t#S256"] == example["x5t#S256"]
