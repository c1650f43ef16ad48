"""Printed thumbprints: RFC 7638 section 3.1, RFC 8037 appendix A.3, RFC 9278 section 3, RFC 9449 section 6.1, RFC 8705 appendix A."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from tests.spec.published import published
from tokencli.jose.certificate import thumbprints
from tokencli.jose.thumbprint import thumbprint

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.command import Command

KEYS = published("thumbprints")


@pytest.mark.parametrize("name", KEYS)
def test_a_key_has_the_thumbprint_that_is_printed(name: str) -> None:
    assert thumbprint(KEYS[name]["jwk"]) == KEYS[name]["thumbprint_sha256"]


def test_the_thumbprint_is_a_uri_too(cli: Command, tmp_path: Path) -> None:
    path = tmp_path / "key.jwk"
    path.write_text(json.dumps(KEYS["rfc7638"]["jwk"]), "utf-8")
    done = cli("make", "thumbprint", str(path), "--field", "uri")
    assert (done.code, done.out) == (0, KEYS["rfc7638"]["thumbprint_uri"] + "\n")


def test_what_makes_no_key_does_not_count() -> None:
    jwk = KEYS["rfc7638"]["jwk"]
    bare = {name: jwk[name] for name in ("n", "kty", "e")}
    assert thumbprint({**bare, "use": "sig", "d": "private"}) == thumbprint(jwk)


def test_a_certificate_has_the_thumbprint_that_is_printed() -> None:
    example = published("certificates")["rfc8705-A"]
    assert thumbprints(base64.b64decode(example["x5c"]))["x5t#S256"] == example["x5t#S256"]
