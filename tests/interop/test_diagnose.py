"""`diagnose` at real servers: set-ups that are well, and set-ups that are broken, each with the step that fails and the true cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.interop.authorization_server import AuthorizationServer
    from tests.interop.certificates import Certificates
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.es256_key import Es256Key
    from tests.interop.intercepting_proxy import InterceptingProxy
    from tests.interop.keycloak import Keycloak
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

ASKED = ("--grant", "client-credentials")
SIGN_IN = ("--grant", "authorization-code", "--scope", "openid")


def diagnose(
    tokencli: CommandLine, server: AuthorizationServer, client_id: str, *words: str, secret: str | None = None
) -> Finished:
    """Diagnoses a client of a server; with its true secret unless another is given."""
    known = server.secret_of(client_id) if secret is None else secret
    trust = ("--ca-cert", str(server.ca_file)) if server.ca_file else ()
    shown = ("--client-secret", "env:SECRET") if known else ()
    named = ("--issuer", server.issuer, *trust, "--client-id", client_id, *shown)
    return tokencli.run("diagnose", *named, *words, "-o", "json", SECRET=known)


def failed_step(done: Finished) -> str:
    steps: list[dict[str, Any]] = done.document["steps"]
    return next((one["name"] for one in steps if one["state"] == "error"), "")


def causes(done: Finished) -> list[str]:
    """The names of what was found, the likeliest first."""
    return [one["name"] for one in done.document["findings"]]


def certain(done: Finished) -> set[str]:
    found: list[dict[str, Any]] = done.document["findings"]
    return {one["name"] for one in found if one["confidence"] == "certain" and "severity" not in one}


@dataclass(frozen=True)
class Broken:
    """A set-up that is broken in one place.

    Attributes:
        server: `op` or `keycloak`.
        client_id: The client.
        words: Further options.
        step: The step that fails.
        cause: The true cause, which must come first; several where the server lets nobody tell them apart.
        secret: Another secret than the client's own.
    """

    server: str
    client_id: str
    words: tuple[str, ...]
    step: str
    cause: tuple[str, ...]
    secret: str | None = None


BROKEN = {
    "an unknown client": Broken(
        "op", "basic", (*ASKED, "--client-id", "nobody"), "client", ("client-or-secret-wrong",)
    ),
    "a wrong secret": Broken("op", "basic", ASKED, "client", ("client-or-secret-wrong",), "not-the-secret-at-all"),
    "a secret with a line end": Broken(
        "op",
        "basic",
        ASKED,
        "grant",
        ("client-secret-has-white-space",),
        "the-secret-of-the-client-basic-0123456789\n",
    ),
    "a secret sent raw to a server that decodes": Broken(
        "op", "plus", (*ASKED, "--basic-encoding", "raw"), "client", ("basic-credentials-not-decoded",)
    ),
    "a redirect URI with a slash too much": Broken(
        "op",
        "public",
        (*SIGN_IN, "--redirect-uri", "http://127.0.0.1/callback/"),
        "redirect",
        ("redirect-uri-not-registered", "oidc-provider-page-redirect-uri"),
    ),
    "a grant that the client may not use": Broken(
        "op", "post", ("--grant", "device-code"), "grant", ("grant-not-allowed-for-client",)
    ),
    "an issuer with a slash too much": Broken(
        "op", "basic", (*ASKED, "--issuer", "SLASH"), "discovery", ("issuer-mismatch",)
    ),
    "a wrong secret at Keycloak": Broken(
        "keycloak",
        "confidential",
        ASKED,
        "client",
        ("client-or-secret-wrong", "keycloak-client-credentials"),
        "wrong-secret",
    ),
    "a client that is disabled": Broken(
        "keycloak", "switched-off", ASKED, "client", ("client-or-secret-wrong", "keycloak-client-unknown")
    ),
    "a client without a service account": Broken(
        "keycloak", "no-password", ASKED, "client", ("keycloak-service-account", "grant-not-allowed-for-client")
    ),
    "a realm that does not exist": Broken(
        "keycloak", "confidential", (*ASKED, "--issuer", "REALM"), "discovery", ("metadata-not-found",)
    ),
    "a redirect URI that Keycloak does not know": Broken(
        "keycloak",
        "public",
        (*SIGN_IN, "--redirect-uri", "http://127.0.0.1/call-back"),
        "redirect",
        ("redirect-uri-not-registered", "keycloak-page-redirect-uri"),
    ),
    "a scope that Keycloak does not know": Broken(
        "keycloak", "confidential", (*ASKED, "--scope", "nonsense"), "grant", ("scope-not-allowed", "keycloak-scope")
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_true_cause_of_a_broken_set_up_comes_first_and_no_other_is_certain(
    name: str, tokencli: CommandLine, op: OidcProvider, keycloak: Keycloak
) -> None:
    broken = BROKEN[name]
    server: AuthorizationServer = op if broken.server == "op" else keycloak
    places = {"SLASH": f"{server.issuer}/", "REALM": f"{server.issuer}-of-nobody"}
    words = tuple(places.get(word, word) for word in broken.words)
    done = diagnose(tokencli, server, broken.client_id, *words, secret=broken.secret)
    assert failed_step(done) == broken.step, done.said
    assert causes(done)[0] in broken.cause, done.said
    assert certain(done) <= set(broken.cause)
    assert done.code not in {0, 1}


@pytest.mark.parametrize("client_id", ["basic", "plus", "weird id:1"])
def test_a_client_that_is_well_gets_a_token(tokencli: CommandLine, op: OidcProvider, client_id: str) -> None:
    done = diagnose(tokencli, op, client_id, *ASKED)
    assert (done.code, failed_step(done)) == (0, ""), done.said


def test_a_sign_in_that_is_well_is_accepted_without_anybody_signing_in(
    tokencli: CommandLine, op: OidcProvider, keycloak: Keycloak
) -> None:
    for server in (op, keycloak):
        done = diagnose(tokencli, server, "public", *SIGN_IN)
        assert done.code == 0, done.said
        states = {one["name"]: one["state"] for one in done.document["steps"]}
        assert (states["redirect"], states["grant"]) == ("good", "note")


def test_an_assertion_for_another_audience_is_proven_to_be_the_cause(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key
) -> None:
    words = (*ASKED, "--key", f"file:{client_key.private_jwk}", "--assertion-audience", "https://other.example")
    done = diagnose(tokencli, op, "key", *words, secret="")
    assert causes(done)[0] == "assertion-audience"
    assert certain(done) == {"assertion-audience"}


def test_the_certificate_of_another_client_is_the_likely_cause(
    tokencli: CommandLine, tls_op: OidcProvider, certificates: Certificates
) -> None:
    other = certificates.good  # of the same authority, with another subject
    words = (*ASKED, "--cert", str(other.chain), "--cert-key", f"file:{other.key}", "--auth-method", "tls")
    done = diagnose(tokencli, tls_op, "tls_client_auth", *words, secret="")
    assert (failed_step(done), causes(done)[0]) == ("client", "client-certificate-not-accepted"), done.said


def test_what_stands_in_the_certificate_is_told_where_it_is_not_trusted(
    tokencli: CommandLine, expired_op: OidcProvider, wrong_host_op: OidcProvider, rogue_op: OidcProvider
) -> None:
    found = {
        causes(diagnose(tokencli, server, "basic", *ASKED))[0]: failed_step(diagnose(tokencli, server, "basic", *ASKED))
        for server in (expired_op, wrong_host_op, rogue_op)
    }
    assert found == dict.fromkeys(
        ("certificate-expired", "certificate-for-another-name", "certificate-not-trusted"), "tls"
    )


def test_a_proxy_that_opens_connections_is_named(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    done = diagnose(tokencli, tls_op, "basic", *ASKED, "--proxy", intercepting_proxy.url)
    assert failed_step(done) == "tls", done.said
    assert "certificate-not-trusted" in causes(done)
    assert "through the proxy" in str(done.document["steps"])
