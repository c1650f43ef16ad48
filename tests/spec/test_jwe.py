"""RFC 7516 appendix A.3: the printed encrypted text is opened with the printed key."""

from __future__ import annotations

import json

from tests.spec.published import published
from tokencli.jose.decrypt import Opener, PrivateKey

VECTOR = published("jwe")["rfc7516-A3"]


def test_appendix_a_3() -> None:
    key = PrivateKey(json.dumps(VECTOR["jwk"]).encode())
    assert Opener(lambda: key).open(VECTOR["jwe"]) == VECTOR["plaintext"]
