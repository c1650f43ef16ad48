from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.oauth.channel import TARGET
from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client_auth.self_signed_tls_client_auth import SelfSignedTlsClientAuth
from tokencli.oauth.client_auth.tls_client_auth import TlsClientAuth
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

both = pytest.mark.parametrize("method", [TlsClientAuth, SelfSignedTlsClientAuth])


@both
def test_the_request_carries_the_id_of_the_client_and_nothing_else(method: Any, ambient: Ambient) -> None:
    made = method(client_id="app", cert="client.pem", cert_key=b"canary", cert_passphrase="canary")
    assert made.credentials(ambient, TARGET) == Credentials(members=(("client_id", "app"),))


@both
def test_plain_http_is_remarked_on_since_no_certificate_is_shown_there(method: Any) -> None:
    made = method(client_id="app", cert="client.pem")
    assert made.remarks(TARGET.server) == ()
    (remark,) = made.remarks(Server("", {"token_endpoint": "http://127.0.0.1:8/token"}))
    assert "plain http" in remark.what
