"""What every grant must be: declared, documented, the same dry as real, and silent about its secrets."""

from __future__ import annotations

import inspect
import re
import shlex
import sys
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.listing import lines_to_add
from tests.contracts.samples import canaries, profile, secrets, variables, words
from tests.faults.server import TOKENS, MisbehavingServer, respond
from tests.spec.wire_form import dry_run_octets
from tokencli.cli.grant_command import grant_command
from tokencli.cli.options import settings_from
from tokencli.errors import UsageProblem
from tokencli.oauth import grants
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.grants import GRANTS, Grant, Listed, find_grant
from tokencli.oauth.parameter import Parameter, parameters_of
from tokencli.settings.groups import ServerSettings
from tokencli.settings.model import all_parameters, client_parameters, grant_sections
from tokencli.settings.origin import Source
from tokencli.settings.secret_reference import SecretReference
from tokencli.wire import form
from tokencli.wire.secret_names import SECRET_NAMES

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.settings.resolve import Settings

FOLDER = Path(grants.__file__).parent
every_grant = pytest.mark.parametrize("listed", GRANTS, ids=[listed.name for listed in GRANTS])
# Parameters beyond the required ones without which a grant opens a browser, or makes an assertion of its own.
NEEDED_HERE = {
    "authorization-code": {"code", "redirect_uri", "code_verifier"},
    "jwt-bearer": {"assertion"},
    "saml2-bearer": {"assertion"},
}
# An answer that every endpoint of every grant could give.
ANY_ANSWER = {
    **TOKENS,
    "device_code": "canary of a device code",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://login.example/device",
    "auth_req_id": "canary of an auth_req_id",
}
# Of these a request needs one, the first where nothing else is chosen.
ONE_OF = {"ciba": ("login_hint", "login_hint_token", "id_token_hint", "auth_req_id")}
# Without an assertion at hand one is made of these; a SAML one only where an extra is installed, which these tests do without.
MADE_OF = {"jwt-bearer": {"key", "iss", "sub"}, "saml2-bearer": {"assertion"}}


def _own(listed: Listed) -> tuple[Parameter, ...]:
    """The grant's parameters without which it does not run to tokens here."""
    needed = NEEDED_HERE.get(listed.name, set())
    return tuple(one for one in parameters_of(listed.load()) if one.required or one.name in needed)


def _client() -> tuple[Parameter, ...]:
    return tuple(one for one in client_parameters() if one.name in {"client_id", "client_secret"})


def _everything(listed: Listed) -> tuple[Parameter, ...]:
    return tuple(one for section in grant_sections(listed).values() for one in section)


def _endpoints(listed: Listed, server: MisbehavingServer) -> list[str]:
    names = listed.load().endpoints
    jag = (
        listed.name == "id-jag"
    )  # the server of these tests issues no assertion, which is sent on only when it is wanted
    further = ["--issuer", server.url(""), "--idp-token-endpoint", server.url("/idp"), "--override"] if jag else []
    return [*further, *(word for name in names for word in (f"--{name.replace('_', '-')}", server.url(f"/{name}")))]


def _fetch(
    cli: Command, server: MisbehavingServer, listed: Listed, parameters: tuple[Parameter, ...], *more: str
) -> Ran:
    server.behave(respond(200, ANY_ANSWER))
    everything = (*parameters, *_missing(listed, parameters))
    return cli("fetch", listed.name, *_endpoints(listed, server), *words(everything), *more, env=secrets(everything))


def _missing(listed: Listed, chosen: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    given = {one.name for one in chosen}
    names = ONE_OF.get(listed.name, ())
    needed = set(names[:1]) if not given & set(names) else set()
    if "assertion" not in given:
        needed |= MADE_OF.get(listed.name, set())
    return tuple(one for one in parameters_of(listed.load()) if one.name in needed - given)


def _settings(listed: Listed, typed: list[str]) -> Settings:
    context = grant_command(listed).make_context(listed.name, typed)
    return settings_from(_everything(listed), context.params)


@every_grant
def test_it_declares_everything_that_the_protocol_names(listed: Listed) -> None:
    grant = listed.load()
    types = {"str": str, "bool": bool, "frozenset[str]": frozenset, "tuple[str, ...]": tuple}
    for name, annotation in Grant.__annotations__.items():
        wanted = types[str(annotation).removeprefix("ClassVar[").removesuffix("]")]
        assert isinstance(getattr(grant, name), wanted), name
    for name in ("run", "remarks"):
        assert list(inspect.signature(getattr(grant, name)).parameters) == list(
            inspect.signature(getattr(Grant, name)).parameters
        )


@every_grant
def test_it_is_a_frozen_value_and_documented(listed: Listed) -> None:
    grant: Any = listed.load()
    assert is_dataclass(listed.load())
    assert vars(grant)["__dataclass_params__"].frozen
    assert "__slots__" in vars(grant)
    for one in (sys.modules[grant.__module__], grant, grant.run, grant.remarks):
        assert (one.__doc__ or "").strip().endswith((".", ").")), one


@every_grant
def test_what_it_says_of_itself_fits_into_help(listed: Listed) -> None:
    grant = listed.load()
    assert re.fullmatch(r"\S[^\n]{8,70}[^\s.]", grant.summary)
    assert re.match(r"(RFC \d+|OpenID |UMA )", grant.spec)
    assert not grant.discouraged or re.search(r"\((RFC|OpenID) .*\)$", grant.discouraged)
    for declared in parameters_of(grant):
        assert re.fullmatch(r"\S[^\n]*[^\s.]", declared.help), declared.name


@every_grant
def test_it_takes_common_members_and_asks_endpoints_that_exist(listed: Listed) -> None:
    grant = listed.load()
    assert grant.takes <= {one.name for one in parameters_of(CommonMembers)}
    assert set(grant.endpoints) <= {one.name for one in parameters_of(ServerSettings)}
    assert "token_endpoint" in grant.endpoints


@every_grant
def test_it_is_found_by_each_of_its_names(listed: Listed) -> None:
    registered = listed.load().registered
    names = {listed.name, *listed.aliases, listed.name.replace("-", "_"), listed.name.upper()}
    for name in names | ({registered} if registered else set()):
        assert find_grant(name) is listed, name


def test_no_two_grants_share_a_name() -> None:
    names = [name for listed in GRANTS for name in (listed.name, *listed.aliases)]
    registered = [listed.load().registered for listed in GRANTS]
    assert len(names) == len(set(names))
    assert len(registered) == len(set(registered))


def test_a_name_that_no_grant_has_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageProblem) as refused:
        find_grant("implicit")
    assert all(listed.name in refused.value.help for listed in GRANTS)


def test_every_file_of_the_folder_is_in_the_list() -> None:
    modules = {listed.name.replace("-", "_") for listed in GRANTS}
    lines = lines_to_add(FOLDER, modules, lambda module: f'Listed("{module.replace("_", "-")}"),')
    assert not lines, f"add to GRANTS in {FOLDER / '__init__.py'}:\n" + "\n".join(lines)


def test_a_file_that_is_not_in_the_list_gives_the_line_to_add(tmp_path: Path) -> None:
    for name in ("__init__.py", "password.py", "uma_ticket.py"):
        (tmp_path / name).touch()
    lines = lines_to_add(tmp_path, {"password"}, lambda module: f'Listed("{module.replace("_", "-")}"),')
    assert lines == ['Listed("uma-ticket"),']


@every_grant
def test_help_shows_every_parameter_with_the_section_that_defines_it(cli: Command, listed: Listed) -> None:
    done = cli("fetch", listed.name, "--help")
    assert done.code == 0
    text = " ".join(done.out.split())
    for declared in _everything(listed):
        assert re.search(rf"(^|\s){declared.option}(,|\s)", done.out), declared.option
        assert " ".join(declared.help.split()) in text
    required = {one.name for one in _everything(listed) if f"{one.help} (required)" in text}
    assert required == {one.name for one in parameters_of(listed.load()) if one.required}
    assert listed.load().spec in text
    assert f"tokencli fetch {listed.name} {listed.load().example}".split() == [
        word for word in text[text.index(f"tokencli fetch {listed.name} --") :].split() if word != "\\"
    ]


@every_grant
def test_its_example_can_be_typed_and_lacks_nothing(cli: Command, listed: Listed) -> None:
    settings = _settings(listed, shlex.split(listed.load().example))
    required = {one.name for one in parameters_of(listed.load()) if one.required}
    assert not {name for name in required if settings.get(name) is None}
    assert settings.get("issuer")
    given = [one.value for one in settings.given().values() if isinstance(one.value, SecretReference)]
    assert not [reference for reference in given if reference.bare], "an example teaches references, not secrets"


@every_grant
def test_option_variable_and_profile_key_mean_the_same(cli: Command, listed: Listed) -> None:
    parameters = _everything(listed)
    by_option = _settings(listed, words(parameters))
    with cli.monkeypatch.context() as patch:
        for name, text in variables(parameters).items():
            patch.setenv(name, text)
        by_variable = _settings(listed, [])
    cli.config(profile(parameters))
    by_profile = _settings(listed, ["--profile", "sample"])
    for declared in parameters:
        values = [one.get(declared.name) for one in (by_option, by_variable, by_profile)]
        sources = [one.origin(declared.name).source for one in (by_option, by_variable, by_profile)]
        assert values[0] == values[1] == values[2], declared.name
        assert sources == [Source.COMMAND_LINE, Source.ENVIRONMENT, Source.PROFILE], declared.name
        assert isinstance(values[0], SecretReference) == declared.secret


@every_grant
def test_a_dry_run_prints_the_octets_that_are_sent(cli: Command, server: MisbehavingServer, listed: Listed) -> None:
    parameters = (*_own(listed), *_client(), *grant_sections(listed)["Request"])
    dry = _fetch(cli, server, listed, parameters, "--dry-run=json", "--show-secrets")
    assert (dry.code, server.requests) == (0, [])
    done = _fetch(cli, server, listed, parameters, "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert server.requests[0].octets == dry_run_octets(dry)


@every_grant
def test_its_token_request_begins_with_the_grant_type_and_keeps_the_order(
    cli: Command, server: MisbehavingServer, listed: Listed
) -> None:
    parameters = (*_own(listed), *_client(), *grant_sections(listed)["Request"])
    assert _fetch(cli, server, listed, parameters, "--auth-method", "post", "-o", "token").code == 0
    names = [name for name, _ in form.decode(server.requests[-1].body.decode())]
    assert names[0] == "grant_type"
    assert server.requests[-1].line == "POST /token_endpoint HTTP/1.1"
    common = ["scope", "resource", "resource", "audience", "audience", "acr_values", "authorization_details"]
    tail = [name for name in (*common, "first", "second", "client_id", "client_secret") if name in names]
    assert [name for name in names if name in set(tail)] == tail
    assert names[-len(tail) :] == tail


@every_grant
@pytest.mark.parametrize("kind", ["http", "curl", "json"])
def test_a_dry_run_shows_none_of_its_secrets(
    cli: Command, server: MisbehavingServer, listed: Listed, kind: str
) -> None:
    grant = listed.load()
    own = [one for one in parameters_of(grant) if one.secret]
    required = tuple(one for one in parameters_of(grant) if one.required)
    # All at once, and each by itself: one may decide whether another is sent.
    for chosen in (tuple(own), *((one,) for one in own)):
        parameters = tuple(dict.fromkeys((*required, *chosen, *_client())))
        done = _fetch(cli, server, listed, parameters, f"--dry-run={kind}")
        assert done.code == 0, done.err
        assert not [one for one in canaries(parameters) if one in done.out + done.err]


@every_grant
@pytest.mark.parametrize("given", ["what is needed", "every secret"])
def test_no_secret_stands_in_what_v_shows_nor_in_a_trace(
    cli: Command, server: MisbehavingServer, listed: Listed, given: str
) -> None:
    # A device code that is given is not handed out, so both ways of coming by one are run.
    more = [one for one in parameters_of(listed.load()) if one.secret] if given == "every secret" else []
    parameters = tuple(dict.fromkeys((*_own(listed), *more, *_client())))
    done = _fetch(cli, server, listed, parameters, "-vv", "--trace", "run.json", "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    trace = (cli.home / "run.json").read_text("utf-8")
    sent = b"".join(one.octets for one in server.requests).decode()
    assert any(one in sent for one in canaries(parameters) - {"canary"})  # so the search below can find something
    for shown in (done.err, trace):
        assert "/token_endpoint" in shown
        assert not [one for one in canaries(parameters) if one in shown]


def test_a_parameter_whose_name_is_that_of_a_secret_is_declared_one() -> None:
    for declared in all_parameters():
        assert declared.secret >= (declared.name in SECRET_NAMES), declared.name
        assert not declared.secret or declared.metavar == "REF", declared.name


@every_grant
def test_without_what_it_requires_it_says_which_option_is_missing(cli: Command, listed: Listed) -> None:
    required = [one for one in parameters_of(listed.load()) if one.required]
    for declared in required:
        others = tuple(one for one in required if one is not declared)
        done = cli("fetch", listed.name, "--token-endpoint", "https://login.example/token", *words(others))
        assert (done.code, done.out) == (2, "")
        assert declared.option in done.err
        assert declared.variable in done.err
