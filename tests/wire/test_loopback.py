from __future__ import annotations

import pytest

from tokencli.wire.loopback import is_this_machine, leaves_in_the_clear


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.0.1", "[::1]", "localhost", "LOCALHOST", "as.localhost"])
def test_loopback_is_this_machine_whatever_its_port(host: str) -> None:
    assert is_this_machine(f"http://{host}:8080/t")
    assert not leaves_in_the_clear(f"http://{host}:8080/t")


@pytest.mark.parametrize("host", ["as.example", "127.0.0.1.example", "localhost.example", "[::2]", "0.0.0.0"])
def test_everything_else_is_another_one_and_only_https_hides_what_goes_there(host: str) -> None:
    assert not is_this_machine(f"https://{host}/t")
    assert leaves_in_the_clear(f"http://{host}/t")
    assert not leaves_in_the_clear(f"https://{host}/t")


def test_what_has_no_host_leads_nowhere() -> None:
    assert not is_this_machine("com.example.app:/callback")
    assert not leaves_in_the_clear("com.example.app:/callback")
