from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oauth.channel import TARGET
from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client_auth.client_secret_post import ClientSecretPost

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient


def test_id_and_secret_are_members_of_the_form_as_they_are(ambient: Ambient) -> None:
    credentials = ClientSecretPost(client_id="a:b", client_secret="c d").credentials(ambient, TARGET)
    assert credentials == Credentials(members=(("client_id", "a:b"), ("client_secret", "c d")))
