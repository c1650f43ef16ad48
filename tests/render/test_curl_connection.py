"""A request as a curl command, which reaches the server the way the run itself would."""

from __future__ import annotations

import shlex

import pytest

from tokencli.render.request import as_curl
from tokencli.runtime.transport import TransportSettings
from tokencli.wire.message import build_request

REQUEST = build_request("GET", "https://login.example/token", ())


@pytest.mark.parametrize(
    ("connection", "words"),
    [
        (TransportSettings(ca_cert="/etc/our own.pem"), ["--cacert", "/etc/our own.pem"]),
        (TransportSettings(insecure=True, ca_cert="/etc/ours.pem"), ["--insecure"]),
        (TransportSettings(proxy="http://proxy.example:3128"), ["--proxy", "http://proxy.example:3128"]),
        (TransportSettings(proxy=""), ["--noproxy", "*"]),
        (
            TransportSettings(resolve=("a:443:127.0.0.1", "b:1:::1")),
            ["--resolve", "a:443:127.0.0.1", "--resolve", "b:1:::1"],
        ),
        (TransportSettings(), []),
    ],
)
def test_a_curl_command_says_how_the_server_is_reached(connection: TransportSettings, words: list[str]) -> None:
    assert split(as_curl(REQUEST, connection)) == [*split(as_curl(REQUEST)), *words]


def split(command: str) -> list[str]:
    return shlex.split(command.replace("\\\n", ""))
