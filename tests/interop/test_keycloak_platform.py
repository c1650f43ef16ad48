"""The token of a platform at Keycloak: as the client's own assertion, as a grant, and bound to a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer, respond
from tests.interop.platform import ISSUER, KID
from tests.interop.test_client_authentication import CLIENT_CREDENTIALS, findings
from tests.interop.test_keycloak import claims_of
from tests.jose.keys import pem

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.keycloak import Keycloak
    from tests.interop.platform import Platform

pytestmark = pytest.mark.interop

ALICE = "alice-elsewhere"  # as the platform calls her


def as_client(tokencli: CommandLine, keycloak: Keycloak, reference: str, *words: str, **variables: str) -> Finished:
    return tokencli.fetch(CLIENT_CREDENTIALS, keycloak, "job", "--client-assertion", reference, *words, **variables)


def hand_in(tokencli: CommandLine, keycloak: Keycloak, client_id: str, assertion: str, *words: str) -> Finished:
    return tokencli.fetch("jwt-bearer", keycloak, client_id, "--assertion", "env:A", *words, A=assertion)


@pytest.mark.parametrize("kind", ["file", "kubernetes"])
def test_a_token_in_a_file_is_the_client_and_is_read_anew(
    tokencli: CommandLine, keycloak: Keycloak, platform: Platform, kind: str
) -> None:
    for _ in range(2):  # each is good once
        path = platform.written(tokencli.home, keycloak.issuer)
        done = as_client(tokencli, keycloak, f"{kind}:{path}", "-o", "token")
        assert (done.code, done.err) == (0, "")
    assert claims_of(done.out.strip())["client_id"] == "job"


def test_the_token_of_a_job_is_the_client(tokencli: CommandLine, keycloak: Keycloak, platform: Platform) -> None:
    with MisbehavingServer() as runner:
        runner.behave(respond(200, {"value": platform.token(keycloak.issuer)}))
        actions = {
            "ACTIONS_ID_TOKEN_REQUEST_URL": runner.url("/token"),
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "the-token-of-the-runner",
        }
        done = as_client(tokencli, keycloak, f"github-actions:{keycloak.issuer}", "-o", "token", **actions)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("claims", "finding"),
    [
        ({"sub": "repo:acme/other"}, "assertion-client-differs"),
        ({"iss": "https://elsewhere.example"}, "assertion-client-differs"),
        ({"aud": "https://elsewhere.example"}, "assertion-audience"),
    ],
)
def test_a_job_that_the_server_does_not_know_is_told_what_to_compare(
    tokencli: CommandLine, keycloak: Keycloak, platform: Platform, claims: dict[str, str], finding: str
) -> None:
    token = platform.token(keycloak.issuer, **claims)
    done = as_client(tokencli, keycloak, "env:A", "-o", "json", A=token)
    assert done.code == 12
    assert next(iter(findings(done))) == finding
    assert token not in done.said


def test_a_token_of_the_platform_is_traded_for_one_of_its_person(
    tokencli: CommandLine, keycloak: Keycloak, platform: Platform
) -> None:
    token = platform.token(keycloak.issuer, ALICE)
    done = hand_in(tokencli, keycloak, "trader", token, "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert claims_of(done.out.strip())["preferred_username"] == "alice"
    again = hand_in(tokencli, keycloak, "trader", token, "-o", "json")
    assert again.code == 13
    assert next(iter(findings(again))) == "assertion-replayed"


@pytest.mark.parametrize("typ", ["JWT", "oauth-id-jag+jwt"])
def test_a_grant_may_be_bound_to_a_key(tokencli: CommandLine, keycloak: Keycloak, platform: Platform, typ: str) -> None:
    token = platform.token(keycloak.issuer, ALICE, typ=typ, client_id="bound")
    done = hand_in(tokencli, keycloak, "bound", token, "--dpop", "-o", "json")
    assert done.code == 0, done.err
    assert done.document["token_type"] == "DPoP"
    assert claims_of(done.document["access_token"])["cnf"]["jkt"] == done.document["tokencli"]["dpop_jkt"]


def test_an_identity_provider_vouches_and_the_token_is_bound_in_one_command(
    tokencli: CommandLine, keycloak: Keycloak, platform: Platform
) -> None:
    vouched = platform.token(keycloak.issuer, ALICE, typ="oauth-id-jag+jwt", client_id="bound")
    kind = "urn:ietf:params:oauth:token-type:id-jag"
    with MisbehavingServer() as provider:
        provider.behave(respond(200, {"access_token": vouched, "issued_token_type": kind, "token_type": "N_A"}))
        there = ("--idp-token-endpoint", provider.url("/token"), "--idp-client-id", "app", "--subject-token", "env:ID")
        done = tokencli.fetch("id-jag", keycloak, "bound", *there, "--dpop", "-o", "json", ID="the-id-token-of-alice")
    assert done.code == 0, done.err
    claims = claims_of(done.document["access_token"])
    assert claims["preferred_username"] == "alice"
    assert claims["cnf"]["jkt"] == done.document["tokencli"]["dpop_jkt"]
    assert vouched not in done.err


def test_an_assertion_that_is_made_here_with_the_key_of_the_issuer_is_a_grant(
    tokencli: CommandLine, keycloak: Keycloak, platform: Platform
) -> None:
    path = tokencli.home / "platform.pem"
    path.write_bytes(pem(platform.private))
    made = ("--key", f"file:{path}", "--kid", KID, "--iss", ISSUER, "--sub", ALICE, "--auth-method", "basic")
    done = tokencli.fetch("jwt-bearer", keycloak, "trader", *made, "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert claims_of(done.out.strip())["preferred_username"] == "alice"


@pytest.mark.parametrize(
    ("client_id", "subject", "claims", "finding"),
    [
        ("trader", "nobody", {}, "keycloak-assertion-user"),
        ("trader", ALICE, {"iss": "https://elsewhere.example"}, "keycloak-assertion-issuer"),
        ("exchanger", ALICE, {}, "keycloak-assertion-not-allowed"),
        ("trader", ALICE, {"aud": "https://elsewhere.example"}, "assertion-audience"),
    ],
)
def test_a_grant_that_is_refused_is_explained(
    tokencli: CommandLine, keycloak: Keycloak, platform: Platform,
    client_id: str, subject: str, claims: dict[str, str], finding: str,
) -> None:  # fmt: skip
    done = hand_in(tokencli, keycloak, client_id, platform.token(keycloak.issuer, subject, **claims), "-o", "json")
    assert done.code == 13
    assert next(iter(findings(done))) == finding
