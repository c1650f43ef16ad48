"""The tokens that somebody hands over: as an argument, by a reference, on standard input, alone or in a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from tokencli.errors import UsageProblem
from tokencli.jose.peek import NotAJwt, TokenKind, peek

if TYPE_CHECKING:
    from tokencli.app.inspect_token import OpenedToken
    from tokencli.jose.found_tokens import FoundToken
    from tokencli.jose.peek import PeekedToken


_OPENING = ("key", "client_secret")
_TOKENS = ("access_token", "id_token")  # RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3


class GivenTokens(NamedTuple):
    """Tokens as they were handed over.

    Attributes:
        tokens: The tokens, with what each is called.
        alone: Whether there is one, and nothing that names it.
        text: The text in which they stand.
        opaque: The members of a token response in it that hold a token which is no JWT.
        access_token: The access token of a token response in it; empty when there is none.
    """

    tokens: tuple[FoundToken, ...]
    alone: bool
    text: str
    opaque: tuple[str, ...] = ()
    access_token: str = ""


def given_tokens(word: str | None) -> GivenTokens:
    """The tokens behind a word of the command line.

    Args:
        word: The token itself, a reference, `-` or None for standard input.

    Raises:
        UsageProblem: There is none.
        PersonNeeded: It must be typed and nobody can be asked.
        StoreProblem: It is in a keyring that fails.
    """
    text = given_text(word)
    try:
        return _read(text)
    except NotAJwt as problem:
        raise _no_token(word, text, problem) from None


def _no_token(word: str | None, text: str, problem: NotAJwt) -> UsageProblem:
    if not text.strip():
        where = "standard input is empty" if word in {None, "-"} else "what was given is empty"
        return UsageProblem(f"there is no token: {where}", "give a token, or look at what should have given one")
    told = no_jwt(problem)
    if word != text:
        return told
    from tokencli.cli.file_or_text import is_file

    if is_file(word):
        return UsageProblem(f"this is no JWT, but the name of a file: {word}", f"give it as file:{word}")
    # What looks like a name may be an opaque token: it is not shown again.
    return UsageProblem(told.what, f"a file is read with file:NAME; {told.help}")


def no_jwt(problem: NotAJwt) -> UsageProblem:
    """The error for what is no JWT."""
    return UsageProblem(
        f"this is no JWT: {problem}",
        "an opaque token can only be looked at by its server, with: tokencli introspect",
    )


def _read(text: str) -> GivenTokens:
    from tokencli.jose.found_tokens import FoundToken, find_tokens, is_meant_as_one

    problem = _why_not_alone(bare(text))
    if problem is None:
        return GivenTokens((FoundToken("", bare(text)),), alone=True, text=text)
    found = () if is_meant_as_one(bare(text)) else find_tokens(text)
    if not found:
        raise problem
    if not text.lstrip().startswith(("{", "[")):
        return GivenTokens(found, alone=len(found) == 1, text=text)
    members = _answer(text)
    opaque = tuple(name for name in members if members[name] not in {one.text for one in found})
    return GivenTokens(found, alone=False, text=text, opaque=opaque, access_token=members.get("access_token", ""))


def _why_not_alone(token: str) -> NotAJwt | None:
    """Why a text is not one token alone; None when it is one."""
    try:
        peek(token)
    except NotAJwt as problem:
        return problem
    # Two signed tokens with white space between have five parts, as one encrypted token has.
    return NotAJwt("white space stands in it") if len(token.split()) > 1 else None


def _answer(text: str) -> dict[str, str]:
    """The tokens of a token response, by its members."""
    from tokencli.wire.json_text import JsonText, read_json

    read = read_json(text.encode())
    value = read.value if isinstance(read, JsonText) else None
    members = value if isinstance(value, dict) else {}
    return {name: members[name].strip() for name in _TOKENS if isinstance(members.get(name), str)}


def seen_token(
    text: str, options: dict[str, Any], *, must_open: bool = False
) -> tuple[PeekedToken, dict[str, Any] | None]:
    """What stands in a token, and the header of its encryption where it was opened.

    Args:
        text: The token.
        options: The options of the command: a key or a secret opens an encrypted token.
        must_open: Whether with one of them a signed token is a mistake; among several some need no key.

    Raises:
        UsageProblem: It is no JWT, or stays closed.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    opens = any(options[name] is not None for name in _OPENING)
    try:
        seen = peek(text)
        if opens and (must_open or seen.kind is TokenKind.JWE):
            opened = _opened(text, options)
            return opened.inside, opened.encryption
    except NotAJwt as problem:
        raise no_jwt(problem) from None
    return seen, None


def _opened(text: str, options: dict[str, Any]) -> OpenedToken:
    import os

    from tokencli.app.inspect_token import open_token
    from tokencli.app.wiring import RunOptions, assemble
    from tokencli.oauth.parameter import parameters_of
    from tokencli.settings.opening import OpeningSettings
    from tokencli.settings.resolve import resolve

    settings = resolve(parameters_of(OpeningSettings), options, os.environ, {})
    return open_token(text, settings, assemble(settings, RunOptions(color=options["color"])))


def given_text(word: str | None) -> str:
    """The text behind a word of the command line. Arguments and errors as for `given_tokens`."""
    if word is None and sys.stdin.isatty():
        raise UsageProblem("no token was given", "give it as the argument, as env:NAME or file:PATH, or pipe it in")
    if word in {None, "-"}:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    text = str(word)
    if ":" not in text:  # no JWT has a colon, every reference has
        return text
    from tokencli.runtime.secrets import Secrets
    from tokencli.settings.secret_reference import parse_reference

    secrets = Secrets(read_keyring=_read_keyring, note=lambda _: None)
    return secrets.text(parse_reference(text, "TOKEN"), "token")


def _read_keyring(name: str) -> str:
    from tokencli.store.keyring_secret import read_keyring_secret

    return read_keyring_secret(name)


def bare(text: str) -> str:
    """The token without what people copy along: quotes, `Bearer`, a header's name, a JSON comma."""
    word = text.strip().strip("\"',").strip()
    if word.lower().startswith("authorization:"):
        word = word.partition(":")[2].strip()
    scheme, space, rest = word.partition(" ")
    return rest.strip() if space and scheme.lower() in {"bearer", "dpop"} else word
