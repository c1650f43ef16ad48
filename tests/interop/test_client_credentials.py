"""A token for the client itself (RFC 6749 section 4.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jwt
import pytest

from tests.interop.oidc_provider import secret_of

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

ORDERS = "https://api.example.test/orders"


def test_stdout_is_the_token_on_one_line_and_nothing_else(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "basic", "-o", "token")
    assert done.code == 0
    assert re.fullmatch(r"\S+\n", done.out)
    assert done.err == ""
    assert op.introspect(done.out.strip())["client_id"] == "basic"


def test_a_client_registered_for_post_gets_a_token_with_post(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "post", "--auth-method", "post", "-o", "token")
    assert done.code == 0
    assert op.introspect(done.out.strip())["client_id"] == "post"


@pytest.mark.parametrize("method", ["basic", "post", "client_secret_basic", "client_secret_post"])
def test_a_method_is_known_by_its_short_and_its_registered_name(
    tokencli: CommandLine, op: OidcProvider, method: str
) -> None:
    done = tokencli.fetch("client-credentials", op, "basic", "--auth-method", method, "-o", "token")
    assert done.code == 0


def test_the_token_endpoint_alone_is_enough(tokencli: CommandLine, op: OidcProvider) -> None:
    arguments = ("--token-endpoint", op.token_endpoint, "--client-id", "basic", "--client-secret", "env:SECRET")
    done = tokencli.run("fetch", "client-credentials", *arguments, "-o", "token", SECRET=secret_of("basic"))
    assert done.code == 0
    assert op.introspect(done.out.strip())["active"] is True


def test_environment_variables_alone_are_enough(tokencli: CommandLine, op: OidcProvider) -> None:
    variables = {
        "TOKENCLI_ISSUER": op.issuer,
        "TOKENCLI_CLIENT_ID": "basic",
        "TOKENCLI_CLIENT_SECRET": "env:SECRET",
        "TOKENCLI_SCOPE": "api:read",
        "SECRET": secret_of("basic"),
    }
    done = tokencli.run_without_home("fetch", "client-credentials", "-o", "token", **variables)
    assert done.code == 0
    assert op.introspect(done.out.strip())["scope"] == "api:read"


def test_id_and_secret_with_odd_characters_are_form_encoded(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "weird id:1", "-o", "token")
    assert done.code == 0
    assert op.introspect(done.out.strip())["client_id"] == "weird id:1"


def test_raw_credentials_that_the_server_cannot_decode_are_explained(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "weird id", "--basic-encoding", "raw", "-o", "token")
    assert done.code == 11  # the percent sign makes it invalid_request at this server
    assert done.out == ""
    assert "--basic-encoding" in done.err


def test_raw_credentials_that_the_server_decodes_to_others_are_explained(
    tokencli: CommandLine, op: OidcProvider
) -> None:
    done = tokencli.fetch("client-credentials", op, "plus", "--basic-encoding", "raw", "-o", "token")
    assert done.code == 12
    assert done.out == ""
    assert "--basic-encoding" in done.err


def test_a_raw_client_id_with_a_colon_is_not_sent(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "weird id:1", "--basic-encoding", "raw", "-o", "token")
    assert done.code == 2  # RFC 7617 section 2: the server could not tell where the secret begins
    assert "colon" in done.err
    assert op.events() == ()


def test_a_wrong_secret_is_named_as_such(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "basic", "-o", "token", SECRET="not-the-secret")
    assert done.code == 12
    assert done.out == ""
    assert "invalid_client" in done.err
    assert "secret" in done.err
    assert "not-the-secret" not in done.err
    assert [event.detail for event in op.events()] == ["invalid secret provided"]


def test_a_refusal_is_the_product_in_json(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "basic", "-o", "json", SECRET="not-the-secret")
    assert done.code == 12
    assert done.document["error"] == "invalid_client"
    assert done.document["error_description"] == "client authentication failed"
    assert done.document["tokencli"]["http_status"] == 401
    assert done.document["tokencli"]["findings"]


def test_an_unknown_client_is_invalid_client(tokencli: CommandLine, op: OidcProvider) -> None:
    arguments = ("--issuer", op.issuer, "--client-id", "nobody", "--client-secret", "env:SECRET")
    done = tokencli.run("fetch", "client-credentials", *arguments, "-o", "token", SECRET="x" * 32)
    assert done.code == 12
    assert "invalid_client" in done.err
    assert [event.detail for event in op.events()] == ["client not found"]


def test_a_client_without_the_grant_hears_what_the_server_said(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "no-client-credentials", "-o", "token")
    assert done.code == 11  # this server says invalid_request where RFC 6749 section 5.2 has unauthorized_client
    assert "requested grant type is not allowed for this client" in done.err


def test_a_scope_that_the_client_may_not_have_is_invalid_scope(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "read-only", "--scope", "api:write", "-o", "token")
    assert done.code == 16
    assert "invalid_scope" in done.err


def test_scopes_may_be_repeated_or_in_one(tokencli: CommandLine, op: OidcProvider) -> None:
    repeated = tokencli.fetch("client-credentials", op, "basic", "--scope", "api:read", "--scope", "api:write")
    in_one = tokencli.fetch("client-credentials", op, "basic", "--scope", "api:read api:write")
    assert repeated.document["scope"] == in_one.document["scope"] == "api:read api:write"


def test_json_keeps_the_members_of_the_server_and_adds_its_own(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "basic", "-o", "json")
    document, ours = done.document, done.document["tokencli"]
    assert document["token_type"] == "Bearer"
    assert document["expires_in"] == 600
    assert ours["expires_at"] - ours["received_at"] == pytest.approx(600, abs=2)
    assert ours["http_status"] == 200
    assert ours["deviations"] == []


def test_a_resource_is_the_audience_of_the_token(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch(
        "client-credentials", op, "basic", "--resource", ORDERS, "--scope", "orders:read", "-o", "token"
    )
    assert done.code == 0
    claims = jwt.decode(done.out.strip(), options={"verify_signature": False})
    assert claims["aud"] == ORDERS
    assert claims["iss"] == op.issuer


def test_an_unknown_resource_is_invalid_target(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "basic", "--resource", "https://nowhere.example", "-o", "token")
    assert done.code == 16
    assert "invalid_target" in done.err


def test_a_short_lifetime_is_told_as_it_is(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "short", "--field", "expires_in")
    assert done.code == 0
    assert done.out == "1\n"


def test_a_path_that_is_no_token_endpoint_is_not_taken_for_one(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("client-credentials", op, "basic", "--token-endpoint", f"{op.issuer}/nowhere", "-o", "token")
    assert done.code == 23
    assert "404" in done.err
