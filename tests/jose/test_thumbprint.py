from __future__ import annotations

from typing import Any

import pytest

from tokencli.jose.thumbprint import thumbprint


@pytest.mark.parametrize("jwk", [{}, {"kty": "xyz"}, {"kty": "EC", "crv": "P-256", "x": "AA"}, {"kty": "oct", "k": 5}])
def test_what_is_no_whole_key_has_no_thumbprint(jwk: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="has no thumbprint"):
        thumbprint(jwk)
