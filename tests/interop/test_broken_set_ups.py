"""Broken set-ups of real servers: `tokencli explain` must find the true cause in what a customer would send."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.interop.broken_set_ups import TABLE, Bench, BrokenSetUp
from tests.interop.command_line import CommandLine
from tests.interop.es256_key import Es256Key
from tests.interop.material import Material
from tests.interop.recordings.conversation import Keys
from tests.interop.recordings.servers import recorded_keycloak, recorded_oidc_provider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.interop.intercepting_proxy import InterceptingProxy
    from tests.interop.keycloak import Keycloak
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

OF_EACH_HUNDRED = 92  # 23 of 25


@dataclass(frozen=True)
class Outcome:
    """What `explain` found in one set-up: names and confidence, in its order."""

    set_up: BrokenSetUp
    findings: tuple[tuple[str, str], ...]

    @property
    def found(self) -> bool:
        """Whether the true cause comes first."""
        return bool(self.findings) and self.findings[0][0] == self.set_up.cause

    @property
    def wrong_and_certain(self) -> list[str]:
        """What is called certain and is not the cause."""
        return [name for name, confidence in self.findings if confidence == "certain" and name != self.set_up.cause]

    def __str__(self) -> str:
        told = ", ".join(f"{name} ({confidence})" for name, confidence in self.findings[:4])
        return f"{self.set_up.build.__name__}: {self.set_up.cause}, found: {told or 'nothing'}"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory, assertion_issuer: Es256Key, client_key: Es256Key) -> Keys:
    return Keys(client_key, Es256Key.make(tmp_path_factory.mktemp("foreign-key")), assertion_issuer)


@pytest.fixture(scope="module")
def bench(
    tmp_path_factory: pytest.TempPathFactory,
    plain_server: OidcProvider,
    keycloak: Keycloak,
    tls_op: OidcProvider,
    expired_op: OidcProvider,
    wrong_host_op: OidcProvider,
    rogue_op: OidcProvider,
    intercepting_proxy: InterceptingProxy,
    keys: Keys,
) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("material")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield Bench(
            material=Material(folder, CommandLine(folder)),
            op=plain_server,
            keycloak=keycloak,
            expired=expired_op,
            wrong_host=wrong_host_op,
            unknown=rogue_op,
            trusted=tls_op,
            proxy=intercepting_proxy,
            closed_port=held.getsockname()[1],
            at_op=recorded_oidc_provider(plain_server, keys).begin,
            at_keycloak=recorded_keycloak(keycloak, keys).begin,
            keys=keys,
        )


@pytest.fixture(scope="module")
def outcomes(bench: Bench) -> tuple[Outcome, ...]:
    """Every set-up of the table, broken and explained."""
    with ThreadPoolExecutor(2) as support:  # reads one while the next is broken
        read = [(one, support.submit(_explained, bench, one.build(bench))) for one in TABLE]
        return tuple(Outcome(one, findings.result()) for one, findings in read)


def _explained(bench: Bench, path: Path) -> tuple[tuple[str, str], ...]:
    run = bench.material.tokencli.run("explain", str(path), "-o", "json")
    assert run.code == 0, f"{path.read_text('utf-8')[:1000]}: {run.err}"
    return tuple((one["name"], one["confidence"]) for one in json.loads(run.out)["findings"])


def test_the_true_cause_comes_first_in_23_of_25_broken_set_ups(outcomes: tuple[Outcome, ...]) -> None:
    missed = [str(one) for one in outcomes if not one.found]
    assert len(outcomes) >= 25
    assert 100 * (len(outcomes) - len(missed)) >= OF_EACH_HUNDRED * len(outcomes), "\n".join(missed)


def test_no_wrong_cause_is_ever_called_certain(outcomes: tuple[Outcome, ...]) -> None:
    wrong = [f"{one}: wrong and certain: {one.wrong_and_certain}" for one in outcomes if one.wrong_and_certain]
    assert not wrong, "\n".join(wrong)
