from __future__ import annotations

import pytest

from tokencli.jose.pem import blocks_of, is_pem

ONE, TWO = (b"-----BEGIN %s-----\nAAAA\n-----END %s-----" % (name, name) for name in (b"PUBLIC KEY", b"CERTIFICATE"))


def test_every_block_is_found_once_whatever_stands_between() -> None:
    found = blocks_of(b"Bag Attributes\n" + ONE + b"\nsubject=x\n" + TWO + b"\n" + ONE)
    assert [(one.label, one.text) for one in found] == [("PUBLIC KEY", ONE), ("CERTIFICATE", TWO)]
    assert blocks_of(b"no key") == ()


def test_a_block_without_its_end_reaches_to_the_next() -> None:
    cut = ONE[:-10]
    assert [one.text for one in blocks_of(cut + b"\n" + TWO)] == [cut + b"\n", TWO]
    assert [one.text for one in blocks_of(cut)] == [cut]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("PRIVATE KEY", "is_private_key"),
        ("ENCRYPTED PRIVATE KEY", "is_private_key"),
        ("EC PRIVATE KEY", "is_private_key"),
        ("PUBLIC KEY", "is_public_key"),
        ("RSA PUBLIC KEY", "is_public_key"),
        ("CERTIFICATE", "is_certificate"),
        ("X509 CERTIFICATE", "is_certificate"),
        ("CERTIFICATE REQUEST", ""),
        ("EC PARAMETERS", ""),
    ],
)
def test_a_block_is_what_its_label_says(label: str, kind: str) -> None:
    (block,) = blocks_of(ONE.replace(b"PUBLIC KEY", label.encode()))
    kinds = ("is_private_key", "is_public_key", "is_certificate")
    assert [name for name in kinds if getattr(block, name)] == ([kind] if kind else [])


def test_text_with_a_begin_is_pem() -> None:
    assert is_pem(ONE)
    assert not is_pem(b"\x30\x00")
