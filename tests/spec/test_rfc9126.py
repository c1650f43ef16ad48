"""RFC 9126 section 2.2: the printed answer to a pushed authorization request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.authorization.par import push
from tokencli.oauth.back_channel import BackChannel
from tokencli.oauth.client_auth.none import NoAuthentication
from tokencli.oauth.server import Server
from tokencli.runtime.replay import replay
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

PRINTED = b"""{
    "request_uri":
      "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c",
    "expires_in": 60
}"""
HEADERS = (("Content-Type", "application/json"), ("Cache-Control", "no-cache, no-store"))


def test_the_printed_answer_gives_its_request_uri(ambient: Ambient) -> None:
    server = Server(endpoints={"pushed_authorization_request_endpoint": "https://server.example.com/as/par"})
    channel = BackChannel(server, NoAuthentication(client_id="CLIENT1234"), ambient, "tokencli/test")
    pushed = replay(push(channel, (("response_type", "code"),)), [Response(201, HEADERS, PRINTED)])
    assert pushed.outcome == "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c"
    request = pushed.sent[0].request
    assert (request.url, request.body) == (
        "https://server.example.com/as/par",
        b"response_type=code&client_id=CLIENT1234",
    )
