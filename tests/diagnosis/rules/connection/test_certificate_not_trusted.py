from __future__ import annotations

from dataclasses import replace

import pytest

from tests.diagnosis.evidence_of import evidence_of
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.rules.connection.certificate_not_trusted import look
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.trace import Setting

UNTRUSTED = evidence_of(NoAnswer(NoAnswerReason.TLS, "self-signed certificate in certificate chain"))


def test_a_proxy_on_the_way_is_pointed_at_with_where_it_was_set() -> None:
    settings = (
        Setting("timeout", "30s", "default"),
        Setting("proxy", "http://proxy.example:3128", "environment variable HTTPS_PROXY"),
    )
    (finding,) = look(replace(UNTRUSTED, settings=settings))
    assert finding.where[1:] == (
        Pointer("settings", "proxy", "http://proxy.example:3128 (environment variable HTTPS_PROXY)"),
    )


@pytest.mark.parametrize("settings", [(), (Setting("proxy", "", "command line"),)])
def test_without_a_proxy_the_host_alone_is_pointed_at(settings: tuple[Setting, ...]) -> None:
    (finding,) = look(replace(UNTRUSTED, settings=settings))
    assert [one.value for one in finding.where] == ["as.example"]
