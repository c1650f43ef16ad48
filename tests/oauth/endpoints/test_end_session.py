from __future__ import annotations

import pytest

from tokencli.errors import UsageProblem
from tokencli.oauth.endpoints.end_session import end_session_url
from tokencli.oauth.server import Server

SERVER = Server("https://login.example", {}, {"end_session_endpoint": "https://login.example/logout?tenant=a"})


def test_the_url_names_the_session_the_client_and_where_to_go_then() -> None:
    url = end_session_url(SERVER, "id-token", "app", "https://app.example/bye")
    assert url == (
        "https://login.example/logout?tenant=a&id_token_hint=id-token&client_id=app"
        "&post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fbye"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert end_session_url(SERVER, "", "", None) == "https://login.example/logout?tenant=a"


def test_a_server_without_one_is_said() -> None:
    with pytest.raises(UsageProblem, match="end session endpoint"):
        end_session_url(Server(), "", "app", None)
