from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oauth.channel import TARGET
from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client_auth.none import NoAuthentication

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient


def test_a_public_client_names_itself(ambient: Ambient) -> None:
    assert NoAuthentication(client_id="app").credentials(ambient, TARGET) == Credentials(
        members=(("client_id", "app"),)
    )


def test_a_client_without_an_id_says_nothing(ambient: Ambient) -> None:
    assert NoAuthentication().credentials(ambient, TARGET) == Credentials()
    assert NoAuthentication(client_id="").credentials(ambient, TARGET) == Credentials()
