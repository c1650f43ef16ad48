"""Grants that need no browser, at Keycloak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jwt
import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.es256_key import Es256Key
    from tests.interop.keycloak import Keycloak

pytestmark = pytest.mark.interop


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def password(tokencli: CommandLine, keycloak: Keycloak, name: str, *options: str) -> Finished:
    person = ("--username", name, "--password", "env:PW")
    return tokencli.fetch("password", keycloak, "confidential", *person, *options, PW=f"{name}-pw")


def refresh(tokencli: CommandLine, keycloak: Keycloak, token: str, *options: str) -> Finished:
    return tokencli.fetch("refresh", keycloak, "confidential", "--refresh-token", "env:RT", *options, RT=token)


def names(done: Finished) -> list[str]:
    return [finding["name"] for finding in done.document["tokencli"]["findings"]]


def test_discovery_finds_the_endpoints_of_the_realm(tokencli: CommandLine, keycloak: Keycloak) -> None:
    done = tokencli.run("discover", keycloak.issuer, "--field", "token_endpoint")
    assert (done.code, done.out) == (0, f"{keycloak.token_endpoint}\n")


@pytest.mark.parametrize("method", ["basic", "post"])
@pytest.mark.parametrize("client_id", ["confidential", "weird id:1"])
def test_a_client_gets_a_token_for_itself(
    tokencli: CommandLine, keycloak: Keycloak, client_id: str, method: str
) -> None:
    done = tokencli.fetch("client-credentials", keycloak, client_id, "--auth-method", method, "-o", "token")
    assert done.code == 0, done.said
    assert re.fullmatch(r"\S+\n", done.out)
    assert claims_of(done.out.strip())["client_id"] == client_id


def test_the_printed_curl_command_fetches_a_token(tokencli: CommandLine, keycloak: Keycloak) -> None:
    assert tokencli.run("discover", keycloak.issuer).code == 0
    printed = tokencli.fetch("client-credentials", keycloak, "weird id:1", "--dry-run=curl", "--show-secrets")
    assert claims_of(tokencli.shell(printed.out).document["access_token"])["client_id"] == "weird id:1"


def test_a_user_name_and_password_get_verified_tokens_of_the_person(tokencli: CommandLine, keycloak: Keycloak) -> None:
    done = password(tokencli, keycloak, "bob", "--scope", "openid", "-o", "json")
    assert done.code == 0, done.said
    assert claims_of(done.document["access_token"])["preferred_username"] == "bob"
    assert all(check["passed"] for check in done.document["tokencli"]["checks"])


def test_a_refresh_token_is_rotated_and_its_reuse_refused(tokencli: CommandLine, keycloak: Keycloak) -> None:
    old = password(tokencli, keycloak, "alice", "-o", "refresh-token").out.strip()
    first = refresh(tokencli, keycloak, old, "-o", "json")
    second = refresh(tokencli, keycloak, old, "-o", "json")
    assert (first.code, second.code) == (0, 13)
    assert first.document["refresh_token"] != old
    assert second.document["error_description"] == "Maximum allowed refresh token reuse exceeded"
    assert old not in second.said


def test_a_token_is_traded_for_one_of_another_audience(tokencli: CommandLine, keycloak: Keycloak) -> None:
    token = password(tokencli, keycloak, "alice", "-o", "token").out.strip()
    options = ("--subject-token", "env:ST", "--scope", "openid", "-o", "json")
    done = tokencli.fetch("token-exchange", keycloak, "exchanger", *options, ST=token)
    assert done.code == 0, done.said
    assert claims_of(done.document["access_token"])["azp"] == "exchanger"
    assert done.document["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token"


def exchange(tokencli: CommandLine, keycloak: Keycloak, client_id: str, token: str, *words: str) -> Finished:
    return tokencli.fetch("token-exchange", keycloak, client_id, "--subject-token", "env:ST", *words, ST=token)


def test_a_token_is_traded_for_one_of_several_audiences(tokencli: CommandLine, keycloak: Keycloak) -> None:
    token = password(tokencli, keycloak, "alice", "-o", "token").out.strip()
    wanted = ("--audience", "trader", "--audience", "job")
    done = exchange(tokencli, keycloak, "exchanger", token, *wanted, "-o", "token")
    assert done.code == 0, done.err
    assert set(claims_of(done.out.strip())["aud"]) == {"trader", "job"}


def test_another_kind_of_token_may_be_asked_for(tokencli: CommandLine, keycloak: Keycloak) -> None:
    token = password(tokencli, keycloak, "alice", "--scope", "openid", "-o", "token").out.strip()
    wanted = ("--requested-token-type", "id_token", "--scope", "openid", "-o", "json")
    done = exchange(tokencli, keycloak, "exchanger", token, *wanted)
    assert done.code == 0, done.err
    assert (done.document["issued_token_type"], done.document["token_type"]) == (
        "urn:ietf:params:oauth:token-type:id_token",
        "N_A",
    )


@pytest.mark.parametrize(
    ("client_id", "words", "code", "finding"),
    [
        ("exchanger", ("--audience", "orders"), 12, "keycloak-audience-unknown"),
        ("exchanger", ("--audience", "television"), 11, "target-not-accepted"),
        ("exchanger", ("--subject-token-type", "jwt"), 11, "keycloak-exchange-subject-type"),
        ("exchanger", ("--requested-token-type", "saml2"), 11, "keycloak-exchange-requested-type"),
        ("trader", (), 11, "keycloak-exchange-off"),
    ],
)
def test_an_exchange_that_is_refused_is_explained(
    tokencli: CommandLine, keycloak: Keycloak, client_id: str, words: tuple[str, ...], code: int, finding: str
) -> None:
    token = password(tokencli, keycloak, "alice", "-o", "token").out.strip()
    done = exchange(tokencli, keycloak, client_id, token, *words, "-o", "json")
    assert done.code == code
    assert names(done)[0] == finding


@pytest.mark.parametrize(
    ("client_id", "code", "finding"),
    [("nothing", 11, "keycloak-exchange-subject"), ("trader", 17, "keycloak-exchange-not-in-audience")],
)
def test_a_subject_token_that_is_refused_is_explained(
    tokencli: CommandLine, keycloak: Keycloak, client_id: str, code: int, finding: str
) -> None:
    fetched = ("client-credentials", keycloak, client_id, "-o", "token")
    token = "no-token" if client_id == "nothing" else tokencli.fetch(*fetched).out.strip()
    done = exchange(tokencli, keycloak, "exchanger", token, "-o", "json")
    assert done.code == code
    assert names(done)[0] == finding
    assert token not in done.said


def test_an_actor_and_a_resource_are_passed_over_by_this_server(tokencli: CommandLine, keycloak: Keycloak) -> None:
    token = password(tokencli, keycloak, "alice", "-o", "token").out.strip()
    actor = ("--actor-token", "env:ST", "--actor-token-type", "access_token", "--resource", "https://api.example")
    done = exchange(tokencli, keycloak, "exchanger", token, *actor, "-o", "token")
    assert done.code == 0, done.err
    claims = claims_of(done.out.strip())
    assert "act" not in claims
    assert "https://api.example" not in claims["aud"]


def test_a_client_that_must_bind_its_tokens_is_told_and_then_does(tokencli: CommandLine, keycloak: Keycloak) -> None:
    without = tokencli.fetch("client-credentials", keycloak, "bound", "-o", "json")
    assert (without.code, names(without)[0]) == (11, "dpop-proof-missing")
    done = tokencli.fetch("client-credentials", keycloak, "bound", "--dpop", "-o", "json")
    assert done.code == 0, done.err
    assert claims_of(done.document["access_token"])["cnf"]["jkt"] == done.document["tokencli"]["dpop_jkt"]


def test_a_token_that_is_bound_opens_userinfo_with_its_key_alone(
    tokencli: CommandLine, keycloak: Keycloak, client_key: Es256Key
) -> None:
    key = ("--dpop-key", f"file:{client_key.private_jwk}")
    person = ("--username", "alice", "--password", "env:PW", "--scope", "openid")
    done = tokencli.fetch("password", keycloak, "bound", *person, *key, "-o", "token", PW="alice-pw")
    assert done.code == 0, done.err
    asked = ("userinfo", "env:T", "--issuer", keycloak.issuer, "-o", "json")
    told = tokencli.run(*asked, *key, T=done.out.strip())
    assert (told.code, told.document["preferred_username"]) == (0, "alice")
    assert tokencli.run(*asked, T=done.out.strip()).code == 12
    assert tokencli.run(*asked, "--dpop-key", f"file:{other_key(tokencli)}", T=done.out.strip()).code == 12


def other_key(tokencli: CommandLine) -> str:
    """A key that no token is bound to, in a file."""
    return tokencli.file("other.jwk", tokencli.run("make", "key").out)


def test_a_wrong_secret_is_explained_though_the_server_says_unauthorized_client(
    tokencli: CommandLine, keycloak: Keycloak
) -> None:
    done = tokencli.fetch("client-credentials", keycloak, "confidential", "-o", "json", SECRET="not-the-secret")
    assert (
        done.code == 14
    )  # the code follows the wire: this server says unauthorized_client where others say invalid_client
    assert done.document["error"] == "unauthorized_client"
    assert "keycloak-client-credentials" in names(done)
    assert "secret" in done.err
    assert "not-the-secret" not in done.said


def test_an_unknown_client_is_invalid_client(tokencli: CommandLine, keycloak: Keycloak) -> None:
    line = ("--issuer", keycloak.issuer, "--client-id", "nobody", "--client-secret", "env:SECRET", "-o", "json")
    done = tokencli.run("fetch", "client-credentials", *line, SECRET="x" * 32)
    assert done.code == 12
    assert "keycloak-client-unknown" in names(done)


@pytest.mark.parametrize(
    ("client_id", "code", "finding"),
    [
        ("switched-off", 12, "keycloak-client-unknown"),
        ("nothing-allowed", 14, "keycloak-service-account"),
        ("public", 14, "keycloak-service-account"),
    ],
)
def test_a_client_without_the_grant_is_explained(
    tokencli: CommandLine, keycloak: Keycloak, client_id: str, code: int, finding: str
) -> None:
    done = tokencli.fetch("client-credentials", keycloak, client_id, "-o", "json")
    assert done.code == code
    assert finding in names(done)


@pytest.mark.parametrize(
    ("name", "description", "finding"),
    [
        ("newcomer", "Account is not fully set up", "keycloak-account-not-set-up"),
        ("nobody", "Invalid user credentials", "keycloak-user-credentials"),
        ("gone", "Account disabled", "user-credentials-not-accepted"),
    ],
)
def test_a_refused_person_is_explained(
    tokencli: CommandLine, keycloak: Keycloak, name: str, description: str, finding: str
) -> None:
    done = password(tokencli, keycloak, name, "-o", "json")
    assert done.code == 13
    assert done.document["error_description"] == description
    assert finding in names(done)


def test_a_scope_that_nobody_knows_is_named(tokencli: CommandLine, keycloak: Keycloak) -> None:
    done = tokencli.fetch("client-credentials", keycloak, "confidential", "--scope", "openid nonsense", "-o", "json")
    assert done.code == 16
    assert "nonsense" in done.err


def test_a_realm_that_does_not_exist_has_no_metadata(tokencli: CommandLine, keycloak: Keycloak) -> None:
    done = tokencli.run("discover", f"{keycloak.root}/realms/nowhere")
    assert done.code not in {0, 1}
    assert "no metadata was found" in done.err
