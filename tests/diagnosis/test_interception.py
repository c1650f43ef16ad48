"""The products that open TLS on the way."""

from __future__ import annotations

import pytest

from tokencli.diagnosis.interception import intercepted_by


@pytest.mark.parametrize(
    ("issuer", "product"),
    [
        ("Zscaler Intermediate Root CA (zscalertwo.net) · Zscaler Inc.", "Zscaler"),
        ("mitmproxy · mitmproxy", "mitmproxy"),
        ("DO_NOT_TRUST_FiddlerRoot", "Fiddler"),
        ("PortSwigger CA", "Burp Suite"),
    ],
)
def test_a_product_is_known_by_the_name_it_signs_with(issuer: str, product: str) -> None:
    assert intercepted_by(issuer) == product


@pytest.mark.parametrize("issuer", ["R11 · Let's Encrypt", "DigiCert Global Root G2", "Squiddy Ltd", ""])
def test_an_authority_is_none(issuer: str) -> None:
    assert intercepted_by(issuer) == ""
