"""`discover --lint` and `profile lint`: what is found, where it is said to stand, what is silenced, and what is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.faults.server import respond
from tests.jose.keys import unsigned
from tests.journeys.test_encrypted_tokens import PEM, encrypted
from tests.journeys.tokens_to_verify import NOW, access_token, id_token, signed
from tokencli import render
from tokencli.diagnosis.lint import LINT_RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.server import Line, MisbehavingServer
    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import Sandbox

SCHEMA = json.loads((Path(render.__file__).parent / "output.schema.json").read_text("utf-8"))
OPENID, OAUTH = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
RESOURCE = "/.well-known/oauth-protected-resource"
KEY = {"kty": "EC", "kid": "1", "use": "sig", "crv": "P-256", "x": "x", "y": "y"}


def names(done: Ran) -> list[str]:
    Draft202012Validator(SCHEMA).validate(done.json)
    return [one["name"] for one in done.json["findings"]]


def serving(documents: dict[str, Any]) -> Callable[[Line], None]:
    """Answers each path with its document, or with what it does; every other one is not found."""

    def behave(line: Line) -> None:
        document = documents.get(line.request.line.split()[1])
        if callable(document):
            document(line)
        else:
            (respond(404, b"no", ("Content-Type", "text/plain")) if document is None else respond(200, document))(line)

    return behave


def metadata(server: MisbehavingServer, **members: Any) -> dict[str, Any]:
    """Metadata without a flaw."""
    url = server.url
    return {
        "issuer": url(""),
        "authorization_endpoint": url("/authorize"),
        "token_endpoint": url("/token"),
        "jwks_uri": url("/keys"),
        "subject_types_supported": ["public"],
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        "id_token_signing_alg_values_supported": ["RS256"],
        **members,
    }


def serve(server: MisbehavingServer, **members: Any) -> dict[str, Any]:
    """Lets a server have such metadata at both places, and a key."""
    document = metadata(server, **members)
    documents = {OPENID: document, OAUTH: document, "/keys": {"keys": [KEY]}}
    server.behave(serving(documents))
    return documents


def asked(server: MisbehavingServer) -> list[str]:
    return [one.line.split()[1] for one in server.requests]


def test_a_server_without_flaw_has_no_findings_and_both_documents_and_the_keys_are_looked_at(
    cli: Command, server: MisbehavingServer
) -> None:
    serve(server)
    done = cli("discover", server.url(""), "--lint")
    assert (done.code, names(done), done.err) == (0, [], "")
    assert done.json["looked_at"] == [{"name": server.url(""), "findings": [], "ignored": [], "not_looked_at": []}]
    assert asked(server) == [OPENID, OAUTH, "/keys"]
    assert cli("discover", server.url(""), "--lint", "-o", "pretty").out == f"{server.url('')}: nothing found\n"


def test_the_sandbox_offers_the_password_grant_and_plain_pkce(cli: Command, sandbox: Sandbox) -> None:
    done = cli("discover", sandbox.issuer, "--lint")
    assert done.code == 0
    assert names(done) == ["plain-pkce-advertised", "password-grant-advertised", "shared-secrets-only"]


def test_an_error_is_exit_10_and_comes_first(cli: Command, server: MisbehavingServer) -> None:
    serve(server, grant_types_supported=["authorization_code", "password"], jwks_uri=server.url("/no-keys"))
    done = cli("discover", server.url(""), "--lint", "--for", "fapi")
    assert done.code == 10
    assert names(done) == [
        "fapi-without-par",
        "fapi-without-strong-algorithms",
        "fapi-without-bound-tokens",
        "password-grant-advertised",
        "keys-not-readable",
    ]
    pretty = cli("discover", server.url(""), "--lint", "--for", "fapi", "-o", "pretty")
    assert pretty.out.startswith("error: fapi-without-par\n")
    assert "2 warnings" in pretty.out.splitlines()[-1]
    assert cli("discover", server.url(""), "--lint", "--field", "findings.0.severity", "--for", "fapi").out == "error\n"


def test_what_is_silenced_does_not_count_and_is_named_in_the_last_line(cli: Command, server: MisbehavingServer) -> None:
    serve(server, dpop_signing_alg_values_supported=["none"])
    assert cli("discover", server.url(""), "--lint").code == 10
    done = cli("discover", server.url(""), "--lint", "--ignore", "dpop_algorithm_not_asymmetric", "-o", "pretty")
    assert done.code == 0
    assert done.out == f"{server.url('')}: nothing found; 1 ignored (dpop-algorithm-not-asymmetric)\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lint", "--ignore", "dpop-algorithm-asymmetric"), "did you mean dpop-algorithm-not-asymmetric?"),
        (("--lint", "--for", "fapi3"), "'fapi3' is not one of"),
        (("--ignore", "no-signing-key"), "add --lint"),
        (("--for", "mcp"), "add --lint"),
    ],
)
def test_what_lint_does_not_know_is_refused_before_anything_is_sent(
    cli: Command, server: MisbehavingServer, words: tuple[str, ...], said: str
) -> None:
    done = cli("discover", server.url(""), *words)
    assert (done.code, done.out, server.requests) == (2, "", [])
    assert said in done.err


def test_the_environment_silences_too_and_means_nothing_without_lint(cli: Command, server: MisbehavingServer) -> None:
    serve(server, code_challenge_methods_supported=None)
    env = {"TOKENCLI_IGNORE": "pkce-not-advertised\ns256-not-advertised", "TOKENCLI_FOR": "mcp"}
    assert cli("discover", server.url(""), "--lint", env={"TOKENCLI_FOR": "mcp"}).code == 0
    assert cli("discover", server.url(""), env=env).code == 0


def test_documents_that_differ_are_told_with_both_values(cli: Command, server: MisbehavingServer) -> None:
    documents = serve(server)
    documents[OAUTH] = {**documents[OAUTH], "token_endpoint": server.url("/old-token")}
    done = cli("discover", server.url(""), "--lint")
    assert (done.code, names(done)) == (10, ["metadata-documents-differ"])
    assert [one["value"] for one in done.json["findings"][0]["where"]] == [
        server.url("/token"),
        server.url("/old-token"),
    ]


def test_where_the_url_of_a_document_is_given_the_other_one_is_looked_at_too(
    cli: Command, server: MisbehavingServer
) -> None:
    serve(server)
    assert cli("discover", server.url(OAUTH), "--lint").code == 0
    assert asked(server) == [OAUTH, OPENID, "/keys"]


def test_a_document_that_names_another_issuer_is_looked_at_and_its_keys_are_not(
    cli: Command, server: MisbehavingServer
) -> None:
    serve(server, issuer=server.url("/"), grant_types_supported=["password"])
    done = cli("discover", server.url(""), "--lint")
    assert (done.code, names(done)) == (10, ["issuer-mismatch", "password-grant-advertised"])
    assert done.json["looked_at"][0]["not_looked_at"] == ["the keys: the metadata names another issuer"]
    assert "/keys" not in asked(server)


def test_keys_over_plain_http_are_not_fetched_and_that_is_said(cli: Command, server: MisbehavingServer) -> None:
    serve(server, jwks_uri="http://as.example/keys")
    done = cli("discover", server.url(""), "--lint", "-o", "pretty")
    assert done.code == 10
    assert "error: endpoint-is-not-https" in done.out
    assert "not looked at  the keys: as.example would be asked over plain http" in done.out


def test_a_redirect_between_well_known_places_is_told(cli: Command, server: MisbehavingServer) -> None:
    documents = serve(server)
    documents[OPENID] = respond(302, b"", ("Location", server.url(OAUTH)))
    assert names(cli("discover", server.url(""), "--lint")) == ["metadata-redirected"]
    documents[OPENID] = respond(302, b"", ("Location", server.url("/login")))  # as many servers do with every page
    assert names(cli("discover", server.url(""), "--lint")) == []


def test_a_private_key_is_told_and_never_shown(cli: Command, server: MisbehavingServer) -> None:
    documents = serve(server)
    documents["/keys"] = {"keys": [{**KEY, "d": "hush-hush-private"}]}
    for output in ("json", "pretty"):
        done = cli("discover", server.url(""), "--lint", "-o", output)
        assert done.code == 10
        assert "private-key-published" in done.out
        assert "hush-hush-private" not in done.out + done.err


def test_metadata_of_another_media_type(cli: Command, server: MisbehavingServer) -> None:
    documents = serve(server)
    documents[OPENID] = respond(200, metadata(server), ("Content-Type", "text/plain"))
    assert names(cli("discover", server.url(""), "--lint")) == ["metadata-of-another-type"]


def test_without_metadata_lint_ends_as_discover_does(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(404, b"no"))
    done = cli("discover", server.url(""), "--lint")
    assert (done.code, done.out) == (23, "")
    assert "no metadata was found" in done.err


def test_no_member_that_a_server_made_up_stops_lint(cli: Command, server: MisbehavingServer) -> None:
    odd = dict.fromkeys(metadata(server), 7) | {
        "issuer": server.url(""),
        "mtls_endpoint_aliases": [1],
        "x_endpoint": "http://[",
    }
    documents = serve(server)
    documents |= {OPENID: odd, OAUTH: {**odd, "issuer": "\x1b[31m\u202ered"}}
    done = cli("discover", server.url(""), "--lint", "-o", "pretty")
    assert done.code == 10
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


class TestProtectedResource:
    def test_its_metadata_is_shown_where_no_issuer_is(self, cli: Command, server: MisbehavingServer) -> None:
        document = {"resource": server.url("/orders"), "authorization_servers": ["https://as.example"]}
        server.behave(serving({f"{RESOURCE}/orders": document}))
        done = cli("discover", server.url("/orders"))
        assert (done.code, done.json, done.err) == (0, document, "")
        assert asked(server)[-1] == f"{RESOURCE}/orders"
        pretty = cli("discover", server.url("/orders"), "-o", "pretty").out.splitlines()
        assert pretty[:2] == [server.url("/orders"), f"  found at {server.url(RESOURCE)}/orders"]

    def test_the_url_of_its_document_is_the_only_place(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(serving({RESOURCE: {"resource": server.url("/")}}))
        assert cli("discover", server.url(RESOURCE)).code == 0
        assert asked(server) == [RESOURCE]

    def test_an_issuer_at_the_same_place_comes_first(self, cli: Command, server: MisbehavingServer) -> None:
        documents = serve(server)
        documents[RESOURCE] = {"resource": server.url("")}
        assert "issuer" in cli("discover", server.url("")).json
        assert RESOURCE not in asked(server)

    @pytest.mark.parametrize("output", ["pretty", "json"])
    def test_another_resource_is_exit_2_and_both_are_shown(
        self, cli: Command, server: MisbehavingServer, output: str
    ) -> None:
        server.behave(serving({RESOURCE: {"resource": server.url("/")}}))
        done = cli("discover", server.url(""), "-o", output)
        assert done.code == 2
        said = " ".join((done.out + done.err).split())
        assert "resource-mismatch" in said
        assert "metadata-not-found" not in said
        assert f"tokencli discover {server.url('/')}" in said

    def test_it_is_linted(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(serving({RESOURCE: {"resource": server.url("/"), "bearer_methods_supported": ["query"]}}))
        done = cli("discover", server.url(""), "--lint", "--for", "mcp")
        assert done.code == 10
        assert names(done) == ["resource-mismatch", "mcp-without-authorization-servers", "token-in-query-accepted"]

    def test_a_connection_that_breaks_there_is_told(self, cli: Command, server: MisbehavingServer) -> None:
        server.behave(serving({RESOURCE: lambda line: line.reset()}))
        assert cli("discover", server.url("")).code == 20


PROFILES = """\
default_profile = "dev"

[profiles.dev]
issuer = "{issuer}"
grant = "authorization_code"
client_id = "app"
redirect_uri = "http://localhost/callback"

[profiles.ci]
grant = "client_credentials"
token_endpoint = "https://as.example/token"
client_id = "ci"
client_secret = "env:CI_SECRET"
insecure_skip_tls_verify = true

[profiles.vault]
grant = "client_credentials"
token_endpoint = "https://as.example/token"
client_id = "vault"
client_secret = "keyring:vault"
"""


class TestProfiles:
    def test_the_chosen_profile_is_looked_at_and_nothing_is_sent(self, cli: Command, server: MisbehavingServer) -> None:
        cli.config(PROFILES.format(issuer=server.url("")))
        done = cli("profile", "lint")
        assert (done.code, names(done), server.requests) == (0, ["redirect-uri-with-localhost"], [])
        assert done.json["findings"][0]["where"] == [
            {
                "exchange": "setting",
                "name": "redirect_uri",
                "value": "http://localhost/callback  (profile dev, config.toml line 7)",
            }
        ]
        assert done.json["looked_at"][0]["not_looked_at"] == [
            "the server's metadata: none is kept here; --online fetches it"
        ]

    def test_an_error_is_exit_10_with_the_line_where_it_stands(self, cli: Command) -> None:
        cli.config(PROFILES.format(issuer="https://as.example"))
        done = cli("profile", "lint", "ci", "-o", "pretty", env={"CI_SECRET": "hush-1"})
        assert done.code == 10
        assert "insecure_skip_tls_verify = true  (profile ci, config.toml line 14)" in done.out
        assert done.out.splitlines()[-1] == "profile ci: 1 error"

    def test_a_secret_is_read_for_a_rule_that_needs_it_and_never_shown(self, cli: Command) -> None:
        cli.config(PROFILES.format(issuer="https://as.example"))
        done = cli("profile", "lint", "ci", env={"CI_SECRET": "hush+hush/1"})
        assert names(done) == ["certificates-not-verified", "basic-credentials-need-encoding"]
        assert "hush+hush/1" not in done.out + done.err

    def test_what_needs_a_keyring_or_is_not_there_is_not_looked_at(self, cli: Command) -> None:
        cli.config(PROFILES.format(issuer="https://as.example"))
        done = cli("profile", "lint", "vault", "ci")
        assert done.code == 10
        assert [one["name"] for one in done.json["looked_at"]] == ["profile vault", "profile ci"]
        assert [one["not_looked_at"] for one in done.json["looked_at"]] == [
            ["client_secret: keyring:vault is not read for this"],
            ["client_secret: the environment variable CI_SECRET is not set"],
        ]

    def test_every_profile_at_once(self, cli: Command) -> None:
        cli.config(PROFILES.format(issuer="https://as.example"))
        done = cli("profile", "lint", "--all", "-o", "pretty", env={"CI_SECRET": "x"})
        assert done.code == 10
        totals = [line for line in done.out.splitlines() if line.startswith("profile ")]
        assert totals == ["profile dev: 1 warning", "profile ci: 1 error", "profile vault: nothing found"]

    def test_a_profile_silences_what_it_means_to_do(self, cli: Command) -> None:
        cli.config(
            PROFILES.format(issuer="https://as.example")
            + 'lint_ignore = ["certificates_not_verified"]\ninsecure_skip_tls_verify = true\n'
        )
        done = cli("profile", "lint", "vault")
        assert (done.code, names(done)) == (0, [])
        assert done.json["looked_at"][0]["ignored"] == ["certificates-not-verified"]
        # The command line wins over the profile, as ever.
        assert cli("profile", "lint", "vault", "--ignore", "token-in-url").code == 10

    def test_a_silenced_name_that_is_none_is_refused_with_its_line(self, cli: Command) -> None:
        cli.config('[profiles.dev]\nclient_id = "app"\nlint_ignore = ["token-in-a-url"]\n')
        done = cli("profile", "lint")
        assert (done.code, done.out) == (2, "")
        assert (
            "profile dev, config.toml line 3: lint_ignore: there is no lint rule 'token-in-a-url' (did you mean token-in-url?)"
            in done.err
        )

    def test_metadata_is_used_where_it_was_kept_and_fetched_with_online(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        serve(server)
        cli.config(
            PROFILES.format(issuer=server.url(""))
            + f'[profiles.secret]\ngrant = "client_credentials"\nissuer = "{server.url("")}"\nclient_id = "a"\n'
            'client_secret = "env:S"\nauth_method = "post"\n'
        )
        assert names(cli("profile", "lint", "secret")) == []
        online = cli("profile", "lint", "secret", "--online")
        assert names(online) == ["secret-where-keys-are-advertised"]
        assert asked(server) == [OPENID]
        assert names(cli("profile", "lint", "secret")) == ["secret-where-keys-are-advertised"]
        assert asked(server) == [OPENID]

    def test_metadata_that_cannot_be_had_is_said_and_the_other_profiles_are_looked_at(
        self, cli: Command, server: MisbehavingServer
    ) -> None:
        serve(server, issuer="https://elsewhere.example")
        cli.config(PROFILES.format(issuer=server.url("")))
        done = cli("profile", "lint", "dev", "vault", "--online")
        assert done.code == 2
        assert "issuer-mismatch" in done.err
        assert [one["name"] for one in done.json["looked_at"]] == ["profile vault"]
        alone = cli("profile", "lint", "dev", "--online")
        assert (alone.code, alone.out) == (2, "")

    def test_other_profiles_are_looked_at_as_they_are_written(self, cli: Command) -> None:
        cli.config(
            "[profiles.a]\ngrant = 'client_credentials'\nissuer = 'https://a.example'\nclient_id = 'app'\nkey = 'file:k.pem'\n"
            "assertion_audience = 'https://a.example/token'\nauth_method = 'private-key-jwt'\n"
            "[profiles.b]\nissuer = 'https://b.example'\nclient_id = 'app'\nkey = 'file:k.pem'\n"
            "[profiles.broken]\nretries = 'many'\n"
        )
        done = cli("profile", "lint", "a")
        assert names(done) == ["assertion-audience-not-issuer", "assertion-key-at-several-servers"]
        assert (
            "profile broken, beside this one: it cannot be used as it is" in done.json["looked_at"][0]["not_looked_at"]
        )

    @pytest.mark.parametrize(("environ", "said"), [({"BROWSER": "/bin/true %s"}, True), ({"BROWSER": "lynx"}, False)])
    def test_the_device_grant_where_a_browser_can_be_opened(
        self, cli: Command, environ: dict[str, str], *, said: bool
    ) -> None:
        cli.config("[profiles.tv]\ngrant = 'device_code'\nissuer = 'https://as.example'\nclient_id = 'tv'\n")
        done = cli("profile", "lint", env={"DISPLAY": "", "WAYLAND_DISPLAY": "", **environ})
        assert ("device-code-beside-browser" in names(done)) == said

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("nope",), "there is no profile 'nope'"),
            (("ci", "--all"), "--all means every profile"),
            (("--for", "oauth3"), "'oauth3' is not one of"),
        ],
    )
    def test_wrong_words_are_refused(self, cli: Command, words: tuple[str, ...], said: str) -> None:
        cli.config(PROFILES.format(issuer="https://as.example"))
        done = cli("profile", "lint", *words)
        assert (done.code, done.out) == (2, "")
        assert said in done.err

    @pytest.mark.parametrize("words", [(), ("--all",)])
    def test_without_any_profile_there_is_nothing_to_look_at(self, cli: Command, words: tuple[str, ...]) -> None:
        done = cli("profile", "lint", *words)
        assert (done.code, done.out) == (2, "")
        assert "tokencli profile add NAME" in done.err

    def test_a_profile_that_cannot_be_used_is_said_and_the_others_are_looked_at(self, cli: Command) -> None:
        cli.config('[profiles.bad]\nissuer = "nourl"\n[profiles.good]\nclient_id = "app"\n')
        done = cli("profile", "lint", "--all", "-o", "pretty")
        assert done.code == 2
        assert "profile bad" in done.err
        assert "profile good: nothing found" in done.out

    def test_a_secret_without_a_client_is_said(self, cli: Command) -> None:
        cli.config('[profiles.dev]\nclient_secret = "env:S"\n')
        done = cli("profile", "lint", "dev")
        assert done.code == 2
        assert "without a client id" in done.err

    def test_the_exit_code_is_that_of_the_worst_profile_with_a_standard(self, cli: Command) -> None:
        cli.config(
            "[profiles.old]\ngrant = 'authorization_code'\nissuer = 'https://as.example'\nclient_id = 'a'\nresponse_type = 'token'\n"
        )
        assert cli("profile", "lint").code == 0
        assert cli("profile", "lint", "--for", "oauth2.1").code == 10


class TestTokens:
    RISKY = access_token(typ="JWT", aud=None, exp=NOW + 86400)

    def test_what_is_risky_is_listed_and_nothing_is_sent(self, cli: Command) -> None:
        done = cli("decode", "--lint", "env:T", env={"T": self.RISKY})
        assert (done.code, done.err) == (0, "")
        assert names(done) == ["access-token-without-audience", "access-token-long-lived", "access-token-not-typed"]
        assert names(cli("decode", "--lint", access_token())) == []

    def test_a_token_that_nobody_signed_is_exit_10(self, cli: Command) -> None:
        done = cli("decode", "--lint", unsigned({}, alg="none"))
        assert (done.code, names(done)) == (10, ["token-not-signed"])
        assert cli("decode", "--lint", unsigned({}, alg="none"), "--ignore", "token-not-signed").code == 0

    def test_what_it_is_used_as_may_be_said(self, cli: Command) -> None:
        opaque = signed({"sub": "alice", "aud": "x", "exp": NOW})
        assert names(cli("decode", "--lint", opaque)) == []
        assert names(cli("decode", "--lint", opaque, "--as", "access-token")) == ["access-token-not-typed"]
        assert names(cli("decode", "--lint", self.RISKY, "--as", "id-token")) == []

    def test_the_tokens_of_an_answer_are_told_apart_by_their_names(self, cli: Command) -> None:
        answer = json.dumps({"access_token": self.RISKY, "id_token": id_token()})
        done = cli("decode", "--lint", "-o", "pretty", stdin=answer.encode())
        assert done.code == 0
        assert "access_token: 3 warnings" in done.out
        assert "id_token: nothing" in done.out

    def test_an_encrypted_one_is_looked_at_once_it_is_opened(self, cli: Command) -> None:
        sealed = encrypted(self.RISKY, cty="JWT")
        closed = cli("decode", "--lint", sealed)
        assert (closed.code, names(closed)) == (0, [])
        assert "--key" in closed.json["looked_at"][0]["not_looked_at"][0]
        assert "access-token-long-lived" in names(cli("decode", "--lint", sealed, "--key", "env:K", env={"K": PEM}))

    @pytest.mark.parametrize(
        "words", [("--audience", "x"), ("--scope", "x"), ("--jwks", "keys.json"), ("--at", "5"), ("-p", "dev")]
    )
    def test_what_a_token_is_held_against_means_nothing_for_lint(self, cli: Command, words: tuple[str, ...]) -> None:
        done = cli("decode", "--lint", self.RISKY, *words)
        assert (done.code, done.out) == (2, "")
        assert "means nothing for --lint" in done.err


@pytest.mark.parametrize("name", [one.name for one in LINT_RULES])
def test_every_rule_is_explained_by_its_name(cli: Command, name: str) -> None:
    done = cli("explain", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{name}\n\n")
    assert f"Silence:\n    --ignore {name}" in done.out


def test_every_rule_stands_in_the_list_of_names_once(cli: Command) -> None:
    listed = [line.split()[0] for line in cli("explain", "--list").out.splitlines()]
    assert not {one.name for one in LINT_RULES} - set(listed)
    assert len(listed) == len(set(listed))


def test_a_shell_completes_the_names_of_rules(cli: Command) -> None:
    env = {
        "_TOKENCLI_COMPLETE": "bash_complete",
        "COMP_WORDS": "tokencli discover x --lint --ignore kid-",
        "COMP_CWORD": "5",
    }
    assert "kid-repeated" in cli.process(env=env).out
