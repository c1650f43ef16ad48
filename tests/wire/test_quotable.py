from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.jose.keys import key, pem
from tokencli.wire.quotable import is_quotable, is_quotable_variable, quoted

PEM = pem(key("ES256").private).decode()
DER = key("Ed25519").private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    "place",
    ["", "key.pem", "~/My Keys/ü.pem", "/var/run/secrets/kubernetes.io/serviceaccount/token", "pass show -c 'a/b' | x"],
)
def test_a_path_and_a_command_may_be_repeated(place: str) -> None:
    assert is_quotable(place)
    assert quoted(place) == place


@pytest.mark.parametrize(
    "place",
    [
        PEM,
        PEM.replace("\n", "\\n"),
        PEM.splitlines()[1] + "\n",
        '{"kty": "oct", "k": "AA"}',
        "eyJhbGciOiJub25lIn0.e30.",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        base64.b64encode(DER).decode(),
        "x" * 2000,
    ],
    ids=range(8),
)
def test_what_looks_like_the_secret_itself_may_not(place: str) -> None:
    assert not is_quotable(place)
    assert quoted(place) == "[redacted]"


@pytest.mark.parametrize(
    ("name", "quotable"),
    [
        ("CI_SECRET", True),
        ("_X9", True),
        ("S3cret", False),
        ("secret", False),
        ("A-B", False),
        ("9A", False),
        ("", False),
    ],
)
def test_a_name_of_a_variable_may_where_it_is_written_as_they_are(name: str, *, quotable: bool) -> None:
    assert is_quotable_variable(name) is quotable
