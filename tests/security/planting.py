"""A canary in every secret input of a grant, found by walking what the grant declares: a new secret is planted by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.security.canary import Canary, canary
from tokencli.oauth.grants import GRANTS, Listed
from tokencli.settings.model import grant_sections

if TYPE_CHECKING:
    from pathlib import Path

    from tokencli.oauth.parameter import Parameter

GRANT_NAMES = tuple(listed.name for listed in GRANTS)
REFERENCES = ("env", "file", "cmd", "keyring", "stdin", "literal", "bare", "variable", "profile")
# What must have a form of its own to be sent at all.
SHAPES: dict[tuple[str | None, str], str] = {
    ("jwt-bearer", "assertion"): "jwt",
    ("saml2-bearer", "assertion"): "saml",
    (None, "code_verifier"): "verifier",
    **{(None, name): "key" for name in ("key", "cert_key", "dpop_key", "idp_key")},
}
# A code that is at hand makes a run begin where it is traded; what belongs to the requests before is then not sent.
AT_HAND = ("code", "code_verifier", "device_code", "auth_req_id")
BEFORE = {"id_token_hint", "login_hint_token", "user_code", "auth_param"}
# Read for a signature or for TLS, or for another way of client authentication than the one taken here.
KEPT = {"key", "key_passphrase", "cert_key", "cert_passphrase", "dpop_key", "idp_key", "client_assertion"}
# Where the first request goes elsewhere, and what it carries.
FIRST = {"id-jag": {"subject_token", "idp_client_secret"}}


@dataclass
class Planted:
    """A command line with a canary in every secret input.

    Attributes:
        grant: The grant.
        canaries: What was planted.
        words: The options.
        env: The environment they need.
        stdin: The standard input they need.
        profile: Lines of a profile.
    """

    grant: str
    canaries: list[Canary] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    profile: list[str] = field(default_factory=list)

    @property
    def all(self) -> tuple[Canary, ...]:
        """The canaries."""
        return tuple(self.canaries)

    @property
    def sent(self) -> tuple[Canary, ...]:
        """The canaries that the token endpoint must have got."""
        first = FIRST.get(self.grant)
        return tuple(one for one in self.canaries if (one.name in first if first else one.name not in BEFORE | KEPT))

    def without(self, *names: str) -> Planted:
        """The same without the options of these parameters."""
        options = {"--" + name.replace("_", "-") for name in names}
        words = [word for at, word in enumerate(self.words) if not {word, self.words[at - 1]} & options]
        return Planted(
            self.grant,
            [one for one in self.canaries if one.name not in names],
            words,
            self.env,
            self.stdin,
            self.profile,
        )


def declared(listed: Listed) -> tuple[Parameter, ...]:
    """Every parameter of a grant's command."""
    return tuple(one for section in grant_sections(listed).values() for one in section)


def secret_parameters(listed: Listed) -> tuple[Parameter, ...]:
    """The parameters of a grant's command that are declared secret."""
    return tuple(one for one in declared(listed) if one.secret)


def plant(grant: str, folder: Path, reference: str = "env") -> Planted:
    """Plants a canary in every secret input of a grant's command.

    Args:
        grant: The grant's name.
        folder: Where files with secrets may be made.
        reference: The kind of reference; standard input can hold one secret, so that the others then come from `env:`.
    """
    listed = next(one for one in GRANTS if one.name == grant)
    planted = Planted(grant, words=["--client-id", "app", "--auth-method", "basic"])
    for number, one in enumerate(secret_parameters(listed)):
        shape = SHAPES.get((grant, one.name)) or SHAPES.get((None, one.name), "")
        _give(planted, one, canary(one.name, number, shape), _kind(reference, number), folder)
    _plant_pairs(planted, {one.name for one in declared(listed)}, reference, folder)
    for one in declared(listed):
        if one.required and not one.secret:
            planted.words += [one.option, "plain"]
    return planted


def _kind(reference: str, number: int) -> str:
    return "env" if reference == "stdin" and number else reference


def _give(planted: Planted, declared: Parameter, one: Canary, kind: str, folder: Path) -> None:
    planted.canaries.append(one)
    text = _text(planted, one, kind, folder)
    if kind == "variable":
        planted.env[declared.variable] = text
    elif kind == "profile":
        planted.profile.append(f"{declared.key} = '''{text}'''")
    else:
        planted.words += [declared.option, text]


def _plant_pairs(planted: Planted, names: set[str], reference: str, folder: Path) -> None:
    """`NAME@REF`, a member with the name of a secret, and headers, all of which no declaration calls secret."""
    kind = reference if reference in {"env", "file", "cmd", "literal", "bare"} else "env"
    named, header, browser = (
        canary("registration_access_token", 900),
        canary("X-Api-Key", 901),
        canary("auth_param", 902),
    )
    pair = canary("pair", 903)
    planted.canaries += [named, header, pair]
    planted.words += [
        "--param",
        f"pair@{_text(planted, pair, kind, folder)}",
        "--param",
        f"registration_access_token={named.secret}",
    ]
    planted.words += ["--header", f"X-Api-Key: {header.secret}"]
    if "auth_param" in names:
        planted.canaries.append(browser)
        planted.words += ["--auth-param", f"logout_token={browser.secret}"]


def _text(planted: Planted, one: Canary, kind: str, folder: Path) -> str:
    match kind:
        case "env":
            variable = f"PLANTED_{one.name}".replace("-", "_").upper()
            planted.env[variable] = one.secret
            return f"env:{variable}"
        case "file" | "cmd" | "keyring":
            path = folder / one.name
            path.write_text(one.secret + "\n", "utf-8")
            return {"file": f"file:{path}", "cmd": f"cmd:cat {path}", "keyring": f"keyring:{path}"}[kind]
        case "stdin":
            planted.stdin = one.secret.encode() + b"\n"
            return "stdin:"
        case "literal":
            return f"literal:{one.secret}"
        case _:
            return one.secret
