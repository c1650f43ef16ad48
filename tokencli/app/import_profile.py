"""What other tools keep, made into a profile: settings into the file, secrets into references, and a word on all that was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import tomlkit

from tokencli.app.profiles import add_profile, free_name, replace_profile, written_profile
from tokencli.app.variables import free_variable
from tokencli.captures.shell_words import is_open
from tokencli.errors import UsageProblem
from tokencli.settings.importers import IMPORTERS, load_importer, recognised
from tokencli.settings.importing.postman_values import environment_values
from tokencli.settings.profile_file import PROFILE_NAME, read_profile_file
from tokencli.wire.printable import printable_json, printable_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tokencli.settings.importing.proposal import Proposal, Proposed, SecretSeen

KEPT_IN = ("env", "keyring", "prompt")
_COMMANDS = frozenset({"curl", "oauth2c"})
_PAIRS = frozenset({"param", "auth_param"})


@dataclass(frozen=True, slots=True)
class Imported:
    """A profile that was, or is to be, made.

    Attributes:
        kind: The kind of source.
        name: The profile's name.
        proposal: What the source says.
        options: The settings as options give them, secrets as references.
        said: What became of each secret, in words; never the secret.
    """

    kind: str
    name: str
    proposal: Proposal
    options: Mapping[str, Any]
    said: tuple[str, ...]


def propose(text: str, kind: str | None, entry: int | None, environment: str = "") -> tuple[str, Proposal]:
    """Reads a source.

    Args:
        text: The source.
        kind: What it is; None to see it by itself.
        entry: The number of the one that is wanted where there are several.
        environment: The environment of Postman that goes with it; empty when there is none.

    Returns:
        The kind of source, and what it proposes.

    Raises:
        UsageProblem: It cannot be read, says nothing, or says several things of which none was chosen.
    """
    found = kind or recognised(text)
    kinds = "; ".join(f"{name}: {what}" for name, what in IMPORTERS.items())
    if found is None:
        raise UsageProblem("this is nothing that can be imported", f"known are {kinds}; --from names one")
    proposals = load_importer(found).read(text, _variables(found, environment))
    if not proposals:
        cut = found in _COMMANDS and is_open(text)
        raise UsageProblem(
            f"there is no request for tokens and no server in it, read as {found}"
            + ("; a quotation mark in it is not closed, or its last line goes on" if cut else ""),
            f"known are {kinds}; --from names another",
        )
    if entry is not None:
        return found, _chosen(proposals, entry)
    if len(proposals) > 1:
        told = "\n".join(f"{one.number}  {printable_line(one.label)}" for one in proposals)
        raise UsageProblem(f"there are {len(proposals)} of them", f"choose one with --entry N\n{told}")
    return found, proposals[0]


def _variables(kind: str, environment: str) -> dict[str, str]:
    """The values beside a source; none when nothing is beside it."""
    if not environment:
        return {}
    if kind != "postman":
        raise UsageProblem(
            f"--environment has the values of a collection of Postman, and this is {IMPORTERS[kind]}", "leave it out"
        )
    found = environment_values(environment)
    if not found:
        raise UsageProblem(
            "--environment: this file is no environment of Postman with values in it",
            "export the environment from Postman once more, or leave it out",
        )
    return found


def _chosen(proposals: tuple[Proposal, ...], entry: int) -> Proposal:
    numbers = ", ".join(str(one.number) for one in proposals)
    chosen = next((one for one in proposals if one.number == entry), None)
    if chosen is None:
        raise UsageProblem(f"--entry: there is no {entry}", f"it is one of {numbers}")
    return chosen


def prepare(kind: str, proposal: Proposal, name: str | None, kept_in: str) -> Imported:
    """Decides how the profile is called and what becomes of each secret; nothing is kept yet.

    Args:
        kind: The kind of source.
        proposal: What it says.
        name: The profile's name; None to make one from the server.
        kept_in: Where secrets go: `env`, `keyring` or `prompt`.

    Raises:
        UsageProblem: The name is malformed.
    """
    if name is not None and not PROFILE_NAME.fullmatch(name):
        raise UsageProblem("--name: this cannot be a profile's name", "use letters, digits, dot, dash and underscore")
    proposal = _without_wrong_values(proposal)
    called = name or _name_of(proposal)
    options: dict[str, Any] = {one.name: one.value for one in proposal.settings}
    said = []
    used = {secret.variable for secret in proposal.secrets}
    for secret in proposal.secrets:
        reference, words = _reference(called, secret, kept_in, used)
        said.append(f"{secret.words} ({secret.origin}): {words}")
        if secret.name in _PAIRS:
            options[secret.name] = (*options.get(secret.name, ()), f"{secret.member}@{reference}")
        else:
            options[secret.name] = reference
    return Imported(kind, called, proposal, options, tuple(said))


def _without_wrong_values(proposal: Proposal) -> Proposal:
    """The proposal without values that their settings do not take; each of them is said."""
    wrong = [one for one in proposal.settings if not _is_taken(one)]
    told = (f"{one.name} ({one.origin}): this setting takes no such value" for one in wrong)
    kept = tuple(one for one in proposal.settings if one not in wrong)
    return replace(proposal, settings=kept, left_out=(*proposal.left_out, *told))


def _is_taken(one: Proposed) -> bool:
    try:
        written_profile({one.name: one.value})
    except UsageProblem:
        return False
    return True


def _name_of(proposal: Proposal) -> str:
    """A name made from the server's host: `login.example`."""
    url = proposal.get("issuer") or proposal.get("token_endpoint") or proposal.get("authorization_endpoint")
    host = urlsplit(url).hostname or proposal.get("provider").partition(":")[0]
    made = re.sub(r"[^A-Za-z0-9._-]", "-", host).strip(".-")
    return made if PROFILE_NAME.fullmatch(made) else "imported"


def _reference(name: str, secret: SecretSeen, kept_in: str, used: set[str]) -> tuple[str, str]:
    """Where the secret will be read from, and what is to be done for that; a variable that is made joins those in use."""
    if secret.variable:
        return f"env:{secret.variable}", f"read from ${secret.variable}, as in the source"
    what = secret.member or secret.name
    if kept_in == "prompt":
        return "prompt:", "asked for at every run"
    if secret.value and kept_in == "keyring":
        place = _place(name, what)
        return f"keyring:{place}", f"its place is the keyring, as {place}"
    variable = free_variable(name, what, used, alone=False)
    used.add(variable)
    told = "not kept" if secret.value else "taken out of the source"
    return f"env:{variable}", f"{told}; set {variable} to it"


def _place(name: str, what: str) -> str:
    return f"tokencli-{name}-{what}"


def keep(imported: Imported, path: Path, *, force: bool, keep_secret: Callable[[str, str], None] | None) -> None:
    """Writes the profile, and keeps its secrets where somebody said so.

    Args:
        imported: The profile.
        path: The configuration file.
        force: Whether a profile of the name may be replaced.
        keep_secret: Keeps a secret in the keyring under a name; None where none is kept.

    Raises:
        UsageProblem: The name is taken, or a value is wrong.
        StoreProblem: The keyring fails; then no profile was written.
    """
    file = read_profile_file(path, must_exist=False)
    taken = imported.name in file.profiles
    if taken and not force:
        raise UsageProblem(
            f"there is a profile {imported.name!r} already", "replace it with --force, or give another --name"
        )
    if not taken:
        free_name(file, imported.name)
    written_profile(imported.options)  # so that a wrong value is said before anything is changed
    for secret in imported.proposal.secrets:
        if keep_secret is not None and secret.value:
            keep_secret(_place(imported.name, secret.member or secret.name), secret.value)
    if taken:
        replace_profile(path, imported.name, imported.options)
    else:
        add_profile(path, imported.name, imported.options)


def next_command(imported: Imported) -> str:
    """What to run next: the profile, or what gives it that without which it cannot run."""
    grant = str(imported.options.get("grant", ""))
    wanted = [] if grant else ["--grant GRANT"]
    if not {"issuer", "token_endpoint", "provider"} & set(imported.options):
        wanted.append("--issuer URL")
    if "client_id" not in imported.options and {"client_secret", "redirect_uri"} & set(imported.options):
        wanted.append("--client-id TEXT")
    if wanted:
        return f"tokencli profile edit {imported.name} {' '.join(wanted)}"
    return f"tokencli fetch {grant.replace('_', '-')} -p {imported.name}"


def as_toml(imported: Imported) -> str:
    """The profile as it would stand in the file, with escapes for what a terminal must not get."""
    document = tomlkit.document()
    profiles = tomlkit.table(is_super_table=True)
    profiles[imported.name] = written_profile(imported.options)
    document["profiles"] = profiles
    return printable_json(tomlkit.dumps(document))  # TOML has the same escapes
