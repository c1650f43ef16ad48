"""RFC 8693 section 2.3: the printed token exchange request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.wire_form import WireForm, assert_wire_form
from tokencli.wire import form

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

PRINTED = (
    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
    "&resource=https%3A%2F%2Fbackend.example.com%2Fapi"
    "&subject_token=accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC"
    "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
)
# The grant's own members come before those that several grants take.
SENT = (
    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
    "&subject_token=accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC"
    "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
    "&resource=https%3A%2F%2Fbackend.example.com%2Fapi"
)


def test_the_printed_request_comes_out_exactly_but_for_the_place_of_resource(
    cli: Command, server: MisbehavingServer
) -> None:
    typed = (
        "token-exchange --client-id rs08 --client-secret literal:long-secure-random-secret "
        "--subject-token literal:accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC --resource https://backend.example.com/api"
    )
    basic = "Basic cnMwODpsb25nLXNlY3VyZS1yYW5kb20tc2VjcmV0"
    assert_wire_form(cli, server, "/as/token.oauth2", WireForm(typed, SENT, basic))
    assert sorted(form.decode(SENT)) == sorted(form.decode(PRINTED))
