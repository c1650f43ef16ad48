from __future__ import annotations

from tests.providers.acme import PROVIDER
from tokencli.providers.model import Recognition
from tokencli.wire.message import Response


def test_one_hint_is_enough_to_recognise_a_product() -> None:
    hints = Recognition(metadata=("its_own",), headers=(("x-its-own", "^a"),), bodies=("wording",))
    nothing = Response(400, (), b"")
    assert hints.matches("", {"its_own": 1}, None)
    assert hints.matches("", {}, Response(400, (("X-Its-Own", "abc"),), b""))
    assert hints.matches("", {}, Response(400, (), b"its wording"))
    assert not hints.matches("https://login.example", {"issuer": "https://login.example"}, nothing)
    assert not hints.matches("", {}, Response(400, (("X-Its-Own", "b"),), b""))


def test_how_long_something_lives_is_known_by_its_name_alone() -> None:
    assert PROVIDER.seconds("authorization code") == 60
    assert PROVIDER.seconds("refresh token") is None
