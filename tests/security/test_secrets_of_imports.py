"""What strangers put into a source of `profile import`, and what a profile holds when it is exported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.security.canary import canary, files_below, leaked
from tokencli.oauth.grants import GRANTS
from tokencli.oauth.parameter import parameters_of
from tokencli.render.export import EXPORTS

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.oauth.grants import Listed

ONE = canary("secret", 91)
JWT = canary("token", 92, "jwt")
GOOD = (("grant_type", "client_credentials"), ("client_id", "app"))
# Where a credential may stand in a token request besides the places that are made for it.
MEMBERS = (
    "client_secret", "password", "refresh_token", "assertion", "code", "api_key", "apiKey", "x_pin", "tan", "otp", "mfa_token",
    "subject_token", "signature", "device_code", "ticket",
)  # fmt: skip
BENIGN = ("hint", "realm", "login_hint", "scope", "audience", "resource", "acr_values")  # these may well hold a token
HEADERS = (
    "X-Api-Key",
    "Cookie",
    "Authorization",
    "X-Functions-Key",
    "Proxy-Authorization",
    "DPoP",
    "X-Amz-Security-Token",
)
OPENING = "\x1b]0;title\x07\u202e"  # a control sequence, and what turns the direction of writing


def silent(done: Ran, cli: Command) -> None:
    """No canary is anywhere, in whatever spelling."""
    kept = "".join(text for _, text in files_below(cli.home))
    for place, text in {"stdout": done.out, "stderr": done.err, "files": kept}.items():
        assert (place, leaked(text, (ONE, JWT))) == (place, [])


def curl(*words: str, members: tuple[tuple[str, str], ...] = GOOD, query: str = "") -> str:
    return " ".join(
        (f"curl 'https://login.example/token{query}'", *words, *(f"-d '{urlencode([one])}'" for one in members))
    )


def har(members: tuple[tuple[str, str], ...], headers: tuple[tuple[str, str], ...] = (), query: str = "") -> str:
    request = {
        "method": "POST",
        "url": f"https://login.example/token{query}",
        "headers": [{"name": name, "value": value} for name, value in headers],
        "postData": {"mimeType": "application/x-www-form-urlencoded", "text": urlencode(members)},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [{"request": request}]}})


def listed(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in pairs]


def collection(members: tuple[tuple[str, str], ...], headers: tuple[tuple[str, str], ...] = (), query: str = "") -> str:
    url = {"raw": f"https://login.example/token{query}"}
    body = {"mode": "urlencoded", "urlencoded": listed(members)}
    request = {"url": url, "body": body, "header": listed(headers)}
    return json.dumps({"info": {"name": "c"}, "item": [{"name": "r", "request": request}]})


def environment(*pairs: tuple[str, str]) -> str:
    good = (("token_endpoint", "https://login.example/token"), ("grant", "client_credentials"), ("clientId", "app"))
    return json.dumps({"values": listed((*pairs, *good)), "_postman_variable_scope": "environment"})


PLANTED = {
    **{f"curl member {name}": curl(members=(*GOOD, (name, ONE.secret))) for name in MEMBERS},
    **{f"har member {name}": har((*GOOD, (name, ONE.secret))) for name in MEMBERS},
    **{f"collection member {name}": collection((*GOOD, (name, ONE.secret))) for name in MEMBERS},
    **{f"environment {name}": environment((name, ONE.secret)) for name in (*MEMBERS, "access_token", "my thing")},
    **{f"curl token in {name}": curl(members=(*GOOD, (name, JWT.secret))) for name in BENIGN},
    **{f"environment token in {name}": environment((name, JWT.secret)) for name in BENIGN},
    **{f"curl header {name}": curl(f"-H '{name}: {ONE.core}'") for name in HEADERS},
    **{f"har header {name}": har(GOOD, ((name, ONE.secret),)) for name in HEADERS},
    **{f"collection header {name}": collection(GOOD, ((name, ONE.secret),)) for name in HEADERS},
    "curl token in a header": curl(f"-H 'X-Thing: {JWT.secret}'"),
    "curl query": curl(query=f"?api_key={quote(ONE.secret)}"),
    "har query": har(GOOD, query=f"?api_key={quote(ONE.secret)}"),
    "collection query": collection(GOOD, query=f"?api_key={quote(ONE.secret)}"),
    "environment query": environment(("accessTokenUrl", f"https://login.example/token?key={quote(ONE.secret)}")),
    "environment header": environment(("header", f"X-Api-Key: {ONE.core}")),
    "environment param": environment(("param", f"pin={ONE.secret}")),
    "curl user": curl(f"-u 'app:{ONE.secret}'"),
    "curl user in the URL": curl().replace("//", f"//app:{quote(ONE.secret, safe='')}@"),
    "curl bearer": curl(f"--oauth2-bearer {ONE.core}"),
    "curl certificate": curl(f"--cert client.pem:{ONE.core}"),
    "curl proxy": curl(f"-x 'http://me:{ONE.core}@proxy.example:1'"),
    "curl proxy user": curl(f"-U 'me:{ONE.core}'"),
    "curl resource": curl(members=(*GOOD, ("resource", f"https://me:{ONE.core}@api.example"))),
    "curl json": f"curl https://login.example/token --json '{json.dumps({**dict(GOOD), 'client_secret': ONE.secret})}'",
    "curl client assertion": curl(members=(*GOOD, ("client_assertion", JWT.secret))),
    "oauth2c secret": f"oauth2c https://login.example --grant-type password --client-secret '{ONE.secret}' --password '{ONE.secret}'",
    "oauth2c claim": f"oauth2c https://login.example --assertion '{json.dumps({'pwd': ONE.core, 'note': JWT.secret})}'",
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_credential_of_a_source_is_in_no_profile_and_no_output(where: str, cli: Command) -> None:
    for words in (("--print",), (), ("--secrets", "prompt", "--force")):
        done = cli("profile", "import", "-", "--name", "made", *words, stdin=PLANTED[where].encode())
        assert done.code == 0, done.err
        silent(done, cli)


def test_a_secret_on_the_command_line_is_warned_of(cli: Command) -> None:
    source = curl(f"-u 'app:{ONE.core}'")
    assert "others can see its secrets" in cli("profile", "import", source, "--print").err
    assert "others can see" not in cli("profile", "import", "-", "--print", stdin=source.encode()).err
    assert "others can see" not in cli("profile", "import", curl('-u "app:$SECRET"'), "--print").err


@pytest.mark.parametrize("text", [ONE.secret, JWT.secret, f"curl -u app:{ONE.core} https://api.example/orders"])
def test_what_cannot_be_imported_is_not_repeated(text: str, cli: Command) -> None:
    done = cli("profile", "import", text)
    assert done.code == 2
    silent(done, cli)


@pytest.mark.parametrize(
    "text",
    [
        environment(("param", "x@cmd:touch pwned")),
        environment(("auth_param", "x@cmd:touch pwned")),
        environment(("claim", "x@cmd:touch pwned")),
        environment(("client_secret", "cmd:touch pwned")),
        environment(("key", "cmd:touch pwned")),
        environment(("cert_key", "cmd:touch pwned")),
        environment(("claims_file", "/etc/passwd")),
        collection((*GOOD, ("x@cmd:touch pwned", ""), ("x@cmd:touch pwned", "y"))),
        curl("-d 'x@cmd:touch pwned='", "-H 'X@cmd: touch pwned'", "-u 'app:cmd:touch pwned'"),
        har((*GOOD, ("x@cmd:touch pwned", "y"), ("client_secret", "file:/etc/passwd"))),
        """oauth2c https://login.example --client-secret 'cmd:touch pwned' --assertion '{"x@cmd:touch pwned": 1}'""",
    ],
)
def test_no_source_has_a_say_in_what_is_run_or_read(text: str, cli: Command) -> None:
    done = cli("profile", "import", "-", "--name", "made", stdin=text.encode())
    assert done.code == 0, done.err
    written = (cli.home / ".config/tokencli/config.toml").read_text("utf-8")
    assert "cmd:" not in written
    assert "/etc/passwd" not in written


@pytest.mark.parametrize("where", ["client_id", "scope", "realm"])
def test_nothing_of_a_source_reaches_the_terminal_as_a_control(where: str, cli: Command) -> None:
    members = tuple(one for one in GOOD if one[0] != where)
    for text in (har((*members, (where, f"a{OPENING}"))), collection((*members, (where, f"a{OPENING}")))):
        done = cli("profile", "import", "-", "--print", stdin=text.encode())
        assert done.code == 0
        assert not set(OPENING) & {"\x1b", "\x07", "\u202e"} & set(done.out + done.err)


def profile_with_everything(listed: Listed) -> str:
    """A profile in which every secret of a grant is a literal."""
    own = parameters_of(listed.load())
    lines = [
        f'grant = "{listed.name.replace("-", "_")}"',
        *(f'{name} = "https://login.example/{name}"' for name in ("token_endpoint", "authorization_endpoint")),
        'client_id = "app"',
        f"client_secret = 'literal:{ONE.secret}'",
        f"param = ['realm=north', 'pin=pin-{ONE.core}', 'x@literal:{ONE.secret}', 'hint={JWT.secret}']",
        f"header = ['X-Api-Key: {ONE.core}', 'Cookie: a={ONE.core}', 'X-Thing: {JWT.secret}']",
        f'proxy = "http://me:{ONE.core}@127.0.0.1:1"',
        *(
            f"{one.name} = 'literal:{ONE.secret}'"
            for one in own
            if one.secret and one.name not in {"client_secret", "key"}
        ),
        *(f'{one.name} = "access_token"' for one in own if one.required and not one.secret),
    ]
    return f"[profiles.{listed.name}]\n" + "\n".join(dict.fromkeys(lines)) + "\n"


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("listed", [one for one in GRANTS if one.name != "id-jag"], ids=lambda one: one.name)
def test_an_exported_text_has_a_variable_for_every_secret(listed: Listed, form: str, cli: Command) -> None:
    cli.config(profile_with_everything(listed))
    done = cli("profile", "export", listed.name, "--to", form)
    assert done.code == 0, done.err
    assert leaked(done.out + done.err, (ONE, JWT)) == []
    assert "CLIENT_SECRET" in done.out


@pytest.mark.parametrize("form", EXPORTS)
def test_no_key_is_read_for_an_export(form: str, cli: Command) -> None:
    lines = 'client_id = "app"\ntoken_endpoint = "https://login.example/token"\nkey = "cmd:touch pwned"\ncert_key = "cmd:touch pwned"\n'
    cli.config(
        f'[profiles.a]\ngrant = "client_credentials"\nauth_method = "private-key-jwt"\n{lines}'
        f'[profiles.b]\ngrant = "jwt_bearer"\niss = "app"\nsub = "u"\n{lines}'
        f'[profiles.c]\ngrant = "client_credentials"\nauth_method = "tls"\ncert = "client.pem"\n{lines.replace("key =", "key_passphrase =", 1)}'
    )
    for name in "abc":
        done = cli("profile", "export", name, "--to", form)
        assert done.code == 0, done.err
    assert not list(cli.home.rglob("pwned"))


@pytest.mark.parametrize("name", ["api_key", "subscription-key", "access_token"])
def test_a_credential_in_the_url_of_a_profile_is_not_exported(name: str, cli: Command) -> None:
    url = f"https://login.example/token?tenant=a&{name}={quote(ONE.core)}"
    cli.config(f'[profiles.a]\ngrant = "client_credentials"\nclient_id = "app"\ntoken_endpoint = "{url}"\n')
    for form in EXPORTS:
        done = cli("profile", "export", "a", "--to", form)
        assert (done.code, "credential in its URL" in done.err) == (2, True)
        assert leaked(done.out + done.err, (ONE,)) == []
