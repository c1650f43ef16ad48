"""Set-ups of a real server and a client that are broken in one known way, and what a customer has of it.

Each is a function that breaks something and returns the file that is sent to support. Its line in `TABLE` names the finding that is
the true cause; for those that a profile describes, a second column can say what `tokencli diagnose` must find.
"""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.interop.lifetimes import let_expire
from tests.interop.visitor import CALLBACK, VERIFIER
from tokencli.oauth.identifiers import DEVICE_CODE
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.interop.authorization_server import AuthorizationServer
    from tests.interop.intercepting_proxy import InterceptingProxy
    from tests.interop.keycloak import Keycloak
    from tests.interop.material import Material
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.recordings.conversation import Conversation, Keys

CC = "client-credentials"
SIX_MINUTES = 360
# Python reads a module of this name at its start.
OTHER_CLOCK = f"import time\n_now = time.time\ntime.time = lambda: _now() + {SIX_MINUTES}\n"


@dataclass(frozen=True)
class Bench:
    """What is there to break.

    Attributes:
        material: Makes what the customer has.
        op: oidc-provider.
        keycloak: Keycloak.
        expired, wrong_host, unknown: oidc-provider with a certificate that is no good.
        trusted: oidc-provider with one that is.
        proxy: A proxy that opens TLS connections.
        closed_port: A port where nobody listens.
        at_op, at_keycloak: Begin a conversation in which any request can be sent.
        keys: What can be signed with.
    """

    material: Material
    op: OidcProvider
    keycloak: Keycloak
    expired: OidcProvider
    wrong_host: OidcProvider
    unknown: OidcProvider
    trusted: OidcProvider
    proxy: InterceptingProxy
    closed_port: int
    at_op: Callable[[], Conversation]
    at_keycloak: Callable[[], Conversation]
    keys: Keys


def redirect_uri_not_registered(bench: Bench) -> Path:
    """The authorization request names a redirect URI with a slash more than is registered."""
    said = bench.at_op()
    said.authorize("public", redirect_uri=f"{CALLBACK}/")
    return bench.material.har(said.kept)


def redirect_uri_other_at_the_token_endpoint(bench: Bench) -> Path:
    """The token request names a redirect URI with a slash more than the authorization request did."""
    said = bench.at_op()
    said.redeem(said.code("public"), "public", redirect_uri=f"{CALLBACK}/")
    return bench.material.log(said.kept)


def verifier_lost(bench: Bench) -> Path:
    """The session that held the verifier is gone."""
    said = bench.at_op()
    said.redeem(said.code("public"), "public", code_verifier="")
    return bench.material.har(said.kept)


def verifier_of_another_sign_in(bench: Bench) -> Path:
    """The session holds the verifier of the tab that was opened last."""
    said = bench.at_op()
    said.redeem(said.code("public"), "public", code_verifier="the-code-verifier-of-the-other-tab-0123456789-0123")
    return bench.material.log(said.kept)


def code_replayed(bench: Bench) -> Path:
    """The page of the callback was reloaded."""
    said = bench.at_op()
    code = said.code("public")
    said.redeem(code, "public")
    said.redeem(code, "public")
    return bench.material.har(said.kept)


def code_expired(bench: Bench) -> Path:
    """Somebody held a breakpoint for longer than the code lives; only the server's answer to `fetch` is there."""
    said = bench.at_op()
    code = said.code("short")
    let_expire()
    options = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V")
    return bench.material.trace("code", bench.op, "short", *options, CODE=code, V=VERIFIER)


def clock_ahead(bench: Bench) -> Path:
    """The clock of the machine is six minutes ahead, and the tokens are to be bound to a key."""
    return _with_other_clock(bench, OTHER_CLOCK, bench.keycloak, "confidential", "--dpop")


def clock_behind(bench: Bench) -> Path:
    """The clock of the machine is six minutes behind, and the client signs assertions."""
    key = ("--key", f"file:{bench.keys.client.private_jwk}", "--auth-method", "private-key-jwt")
    return _with_other_clock(bench, OTHER_CLOCK.replace("+", "-"), bench.op, "key", *key)


def secret_sent_raw(bench: Bench) -> Path:
    """A secret with a percent sign and a plus, which curl puts into the header as it is."""
    credentials = f"weird id:{bench.op.secret_of('weird id')}"
    return bench.material.curl("-u", credentials, "-d", "grant_type=client_credentials", bench.op.token_endpoint)


def secret_with_plus_sent_raw(bench: Bench) -> Path:
    """A secret with plus signs, at a server that reads them as spaces."""
    return bench.material.trace(CC, bench.op, "plus", "--basic-encoding", "raw")


def secret_with_line_end(bench: Bench) -> Path:
    """A secret that was read from a file with the end of its line."""
    credentials = f"basic:{bench.op.secret_of('basic')}\n"
    return bench.material.curl("-u", credentials, "-d", "grant_type=client_credentials", bench.op.token_endpoint)


def id_of_the_secret(bench: Bench) -> Path:
    """The id of the secret was copied from the column beside it."""
    return bench.material.trace(CC, bench.op, "basic", SECRET="1c3c5b5e-6f3f-4ad1-9b0c-7d3a2f4c9e11")


def refresh_token_rotated(bench: Bench) -> Path:
    """Two processes share one file of tokens, and one of them refreshed first."""
    said = bench.at_keycloak()
    token = _alice(said)
    said.token("refresh_token", {"refresh_token": token}, basic="confidential")
    said.token("refresh_token", {"refresh_token": token}, basic="confidential")
    return bench.material.log(said.kept)


def refresh_token_of_another_client(bench: Bench) -> Path:
    """The refresh token was given to the client of the web application, and the job uses its own."""
    said = bench.at_keycloak()
    options = ("--refresh-token", "env:RT")
    return bench.material.trace("refresh", bench.keycloak, "exchanger", *options, RT=_alice(said))


def other_realm(bench: Bench) -> Path:
    """The sign-in goes to one realm, the token request to another."""
    said = bench.at_keycloak()
    code = said.code("confidential")
    url = said.url(Purpose.TOKEN).replace("/realms/tokencli/", "/realms/hasty/")
    said.redeem(code, "confidential", url=url)
    return bench.material.har(said.kept)


def client_disabled(bench: Bench) -> Path:
    """The client was switched off in the console."""
    return bench.material.trace(CC, bench.keycloak, "switched-off")


def scope_not_assigned(bench: Bench) -> Path:
    """The scope exists, and nobody assigned it to the client."""
    return bench.material.trace(CC, bench.keycloak, "confidential", "--scope", "openid orders.read")


def grant_not_enabled(bench: Bench) -> Path:
    """The client is registered for another grant."""
    return bench.material.trace(CC, bench.op, "no-client-credentials")


def certificate_expired(bench: Bench) -> Path:
    """Nobody renewed the certificate of the server."""
    return bench.material.trace(CC, bench.expired, "basic")


def certificate_for_another_name(bench: Bench) -> Path:
    """The certificate of the server is for another name."""
    ca = ("--cacert", str(bench.wrong_host.ca_file))
    return bench.material.curl(*ca, "-d", "grant_type=client_credentials", bench.wrong_host.token_endpoint)


def authority_unknown(bench: Bench) -> Path:
    """The certificate is of an authority of the company, which this machine does not know."""
    return bench.material.curl("-d", "grant_type=client_credentials", bench.unknown.token_endpoint)


def proxy_intercepts(bench: Bench) -> Path:
    """A proxy opens TLS connections, and this machine does not know its authority."""
    return bench.material.trace(CC, bench.trusted, "basic", "--proxy", bench.proxy.url)


def proxy_wants_a_password(bench: Bench) -> Path:
    """A proxy wants a name and a password."""
    trust = ("--ca-cert", str(bench.proxy.authority))
    return bench.material.trace(CC, bench.trusted, "basic", "--proxy", bench.proxy.url_without_password, *trust)


def port_closed(bench: Bench) -> Path:
    """Nobody listens at the port of the token endpoint."""
    return bench.material.curl("-d", "grant_type=client_credentials", f"http://127.0.0.1:{bench.closed_port}/token")


def name_unknown(bench: Bench) -> Path:
    """The name of the server has a typing error."""
    return bench.material.trace_of("fetch", CC, "--issuer", "https://login.examp1e.invalid", *_client())


def authorization_url_as_token_endpoint(bench: Bench) -> Path:
    """Two settings were exchanged."""
    endpoint = ("--token-endpoint", f"{bench.op.issuer}/auth")
    return bench.material.trace_of("fetch", CC, *endpoint, *_client(), SECRET=bench.op.secret_of("basic"))


def json_for_a_form(bench: Bench) -> Path:
    """The members are sent as JSON."""
    told = ("-H", "Content-Type: application/json", "-d", '{"grant_type": "client_credentials", "client_id": "post"}')
    return bench.material.curl(*told, bench.op.token_endpoint)


def issuer_with_a_slash(bench: Bench) -> Path:
    """The issuer of the settings ends in a slash, the server's does not."""
    issuer = ("--issuer", f"{bench.op.issuer}/")
    return bench.material.trace_of("fetch", CC, *issuer, *_client(), SECRET=bench.op.secret_of("basic"))


def assertion_for_the_wrong_audience(bench: Bench) -> Path:
    """The client's assertion is for the server of the tests."""
    key = ("--key", f"file:{bench.keys.client.private_jwk}", "--auth-method", "private-key-jwt")
    return bench.material.trace(CC, bench.op, "key", *key, "--assertion-audience", "https://test.login.example")


def assertion_expired(bench: Bench) -> Path:
    """The job makes its assertion once, and keeps it."""
    said, now = bench.at_op(), int(time.time())
    said.token("client_credentials", said.assertion(bench.keys.client, "key", iat=now - 3600, exp=now - 3300))
    return bench.material.log(said.kept)


def assertion_sent_twice(bench: Bench) -> Path:
    """The job uses one assertion for two requests."""
    said = bench.at_op()
    assertion = said.assertion(bench.keys.client, "key")
    said.token("client_credentials", assertion)
    said.token("client_credentials", assertion)
    return bench.material.har(said.kept)


def key_not_registered(bench: Bench) -> Path:
    """The key pair was made anew, and nobody registered the new one."""
    key = ("--key", f"file:{bench.keys.foreign.private_jwk}", "--auth-method", "private-key-jwt")
    return bench.material.trace(CC, bench.op, "key", *key)


def password_wrong(bench: Bench) -> Path:
    """The person mistyped the password."""
    options = ("--username", "alice", "--password", "env:PW")
    return bench.material.trace("password", bench.keycloak, "confidential", *options, PW="not-the-password")


def person_disabled(bench: Bench) -> Path:
    """The account of the person was switched off."""
    options = ("--username", "gone", "--password", "env:PW")
    return bench.material.trace("password", bench.keycloak, "confidential", *options, PW="gone-pw")


def device_code_expired(bench: Bench) -> Path:
    """Nobody typed in the user code in time."""
    said = bench.at_op()
    asked = said.post(Purpose.DEVICE_AUTHORIZATION, {"scope": "openid"}, basic="short").json()
    let_expire()
    said.token(DEVICE_CODE, {"device_code": asked["device_code"]}, basic="short")
    return bench.material.log(said.kept)


def nonce_not_sent(bench: Bench) -> Path:
    """The server wants a nonce in the proof, and the program knows nothing of it."""
    said = bench.at_op()
    said.token("client_credentials", basic="bound", DPoP=said.proof("POST", said.url(Purpose.TOKEN)))
    return bench.material.log(said.kept)


def resource_not_known(bench: Bench) -> Path:
    """The resource has a typing error."""
    return bench.material.trace(CC, bench.op, "basic", "--resource", "https://api.example.test/order")


def state_of_another_sign_in(bench: Bench) -> Path:
    """The browser comes back with the state of the other tab."""
    said = bench.at_op()
    answer = said.authorize("public", state="the-state-of-this-tab")
    other = answer.headers["location"].replace("the-state-of-this-tab", "the-state-of-the-other-tab")
    return bench.material.text(f"opening {said.kept[0].request.url}\nGET {other} HTTP/1.1\n")


def id_token_for_the_access_token(bench: Bench) -> Path:
    """The program takes the wrong member of the answer and shows it to an API."""
    said = bench.at_keycloak()
    members = {"username": "alice", "password": "alice-pw", "scope": "openid"}
    token = said.token("password", members, basic="confidential", keep=False).json()["id_token"]
    return bench.material.curl("-H", f"Authorization: Bearer {token}", said.url(Purpose.USERINFO))


def token_of_another_realm(bench: Bench) -> Path:
    """The token of one realm is shown to another."""
    said = bench.at_keycloak()
    members = {"username": "alice", "password": "alice-pw", "scope": "openid"}
    token = said.token("password", members, basic="confidential", keep=False).json()["access_token"]
    url = said.url(Purpose.USERINFO).replace("/realms/tokencli/", "/realms/hasty/")
    return bench.material.curl("-H", f"Authorization: Bearer {token}", url)


def parameter_twice(bench: Bench) -> Path:
    """The library sends what the settings add once more."""
    secret = bench.op.secret_of("post")
    body = f"grant_type=client_credentials&client_id=post&client_id=post&client_secret={secret}"
    return bench.material.curl("-d", body, bench.op.token_endpoint)


def members_in_the_address(bench: Bench) -> Path:
    """The form stands in the address."""
    query = f"grant_type=client_credentials&client_id=post&client_secret={bench.op.secret_of('post')}"
    return bench.material.curl("-X", "POST", f"{bench.op.token_endpoint}?{query}")


def basic_without_client_id(bench: Bench) -> Path:
    """The header holds the secret alone."""
    alone = base64.b64encode(bench.op.secret_of("basic").encode()).decode()
    told = ("-H", f"Authorization: Basic {alone}", "-d", "grant_type=client_credentials")
    return bench.material.curl(*told, bench.op.token_endpoint)


@dataclass(frozen=True)
class BrokenSetUp:
    """A line of the table.

    Attributes:
        build: Breaks something, and returns what the customer has.
        cause: The finding that is the true cause.
    """

    build: Callable[[Bench], Path]
    cause: str


TABLE = (
    BrokenSetUp(redirect_uri_not_registered, "redirect-uri-not-registered"),
    BrokenSetUp(redirect_uri_other_at_the_token_endpoint, "redirect-uri-differs"),
    BrokenSetUp(verifier_lost, "code-verifier-missing"),
    BrokenSetUp(verifier_of_another_sign_in, "code-verifier-differs"),
    BrokenSetUp(code_replayed, "code-expired-or-used"),
    BrokenSetUp(code_expired, "code-expired-or-used"),
    BrokenSetUp(clock_ahead, "clock-skew"),
    BrokenSetUp(clock_behind, "clock-skew"),
    BrokenSetUp(secret_sent_raw, "basic-credentials-not-decoded"),
    BrokenSetUp(secret_with_plus_sent_raw, "basic-credentials-not-decoded"),
    BrokenSetUp(secret_with_line_end, "client-secret-has-white-space"),
    BrokenSetUp(id_of_the_secret, "client-secret-looks-like-an-id"),
    BrokenSetUp(refresh_token_rotated, "refresh-token-not-accepted"),
    BrokenSetUp(refresh_token_of_another_client, "client-differs"),
    BrokenSetUp(other_realm, "issuer-mixed-up"),
    BrokenSetUp(client_disabled, "keycloak-client-unknown"),  # which says the same of a client that does not exist
    BrokenSetUp(scope_not_assigned, "scope-not-allowed"),
    BrokenSetUp(grant_not_enabled, "grant-not-allowed-for-client"),
    BrokenSetUp(certificate_expired, "certificate-expired"),
    BrokenSetUp(certificate_for_another_name, "certificate-for-another-name"),
    BrokenSetUp(authority_unknown, "certificate-not-trusted"),
    BrokenSetUp(proxy_intercepts, "certificate-not-trusted"),
    BrokenSetUp(proxy_wants_a_password, "proxy-refused"),
    BrokenSetUp(port_closed, "connection-refused"),
    BrokenSetUp(name_unknown, "name-not-found"),
    BrokenSetUp(authorization_url_as_token_endpoint, "wrong-endpoint"),
    BrokenSetUp(json_for_a_form, "form-expected"),
    BrokenSetUp(issuer_with_a_slash, "issuer-mismatch"),
    BrokenSetUp(assertion_for_the_wrong_audience, "assertion-audience"),
    BrokenSetUp(assertion_expired, "assertion-expired"),
    BrokenSetUp(assertion_sent_twice, "assertion-replayed"),
    BrokenSetUp(key_not_registered, "client-key-not-registered"),
    BrokenSetUp(password_wrong, "user-credentials-not-accepted"),
    BrokenSetUp(person_disabled, "user-credentials-not-accepted"),
    BrokenSetUp(device_code_expired, "device-code-expired"),
    BrokenSetUp(nonce_not_sent, "dpop-nonce-not-accepted"),
    BrokenSetUp(resource_not_known, "target-not-accepted"),
    BrokenSetUp(state_of_another_sign_in, "state-differs"),
    BrokenSetUp(id_token_for_the_access_token, "token-of-another-kind"),
    BrokenSetUp(token_of_another_realm, "issuer-mixed-up"),
    BrokenSetUp(parameter_twice, "parameter-twice"),
    BrokenSetUp(members_in_the_address, "form-expected"),
    BrokenSetUp(basic_without_client_id, "basic-header-malformed"),
)


def _client() -> tuple[str, ...]:
    return ("--client-id", "basic", "--client-secret", "env:SECRET")


def _alice(said: Conversation) -> str:
    members = {"username": "alice", "password": "alice-pw", "scope": "openid"}
    answer = said.token("password", members, basic="confidential", keep=False)
    return str(answer.json()["refresh_token"])


def _with_other_clock(bench: Bench, clock: str, server: AuthorizationServer, client_id: str, *options: str) -> Path:
    folder = bench.material.folder / f"clock-of-{client_id}"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(clock, "utf-8")
    return bench.material.trace(CC, server, client_id, *options, PYTHONPATH=str(folder))
