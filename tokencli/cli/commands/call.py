"""`tokencli call [PROFILE] [METHOD] URL`: an API called with a valid token."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.options import (
    color_option,
    dry_run_option,
    person_options,
    profile_options,
    watching_options,
)
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.stored import explain_failure, force_option, wanted_from
from tokencli.cli.watching import watching
from tokencli.errors import UsageProblem
from tokencli.settings.model import call_parameters
from tokencli.wire.quotable import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.results import Run
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.resource_request import ResourceRequest

_METHOD = re.compile(r"[A-Z]+")
_MOST_WORDS = 3
_REDIRECTION = frozenset({301, 302, 303, 307, 308})  # RFC 9110 section 15.4: those that send a client elsewhere
# What says how the request is sent, and with which token; that is not the person's to write.
_OURS = frozenset({"authorization", "dpop", "content-length", "host", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class _Words:
    profile: str | None
    method: str | None
    url: str


def _read(words: Sequence[str]) -> _Words:
    """The words by their meaning: the last is the URL, one of capitals is the method, what is left is the profile."""
    *first, url = words
    if len(words) > _MOST_WORDS:
        raise UsageProblem(f"{len(words)} words are too many", "write: tokencli call [PROFILE] [METHOD] URL")
    method = first.pop() if first and _METHOD.fullmatch(first[-1]) else None
    if len(first) > 1:
        raise UsageProblem(f"{first[1]!r} is no HTTP method", "a method is written in capitals, such as POST")
    return _Words(first[0] if first else None, method, url)


def _request(words: _Words, options: dict[str, Any]) -> ResourceRequest:
    from tokencli.app.wiring import USER_AGENT
    from tokencli.oauth.resource_request import ResourceRequest
    from tokencli.settings.model import endpoint_parameter
    from tokencli.settings.value import read_value
    from tokencli.wire.message import is_method

    url = read_value(endpoint_parameter(), words.url, "URL")
    body = _body(options["api_data"])
    given = tuple(_header(text) for text in options["api_header"])
    named = {name.lower() for name, _ in given}
    usual = [("Accept", "*/*"), ("User-Agent", USER_AGENT)]
    if body is not None:
        usual.append(("Content-Type", "application/x-www-form-urlencoded"))
    headers = (*(pair for pair in usual if pair[0].lower() not in named), *given)
    if options["api_method"] and words.method and options["api_method"] != words.method:
        raise UsageProblem(f"two methods are named: {words.method} and {options['api_method']}", "give one of them")
    method = options["api_method"] or words.method or ("GET" if body is None else "POST")
    if not is_method(method):
        raise UsageProblem(f"{method!r} is no HTTP method", "write it as GET, POST, PUT, …")
    return ResourceRequest(method, url, headers, body)


def _header(text: str) -> tuple[str, str]:
    from tokencli.settings.model import header_parameter
    from tokencli.settings.value import read_value

    ((name, value),) = read_value(header_parameter(), [text], "-H")
    if name.lower() in _OURS:
        raise UsageProblem(f"-H {name}: this header is written by tokencli itself", "leave it out")
    return name, value


def _body(parts: Sequence[str]) -> bytes | None:
    """The body as curl makes it of several -d, but with files as they are."""
    return b"&".join(_octets(part) for part in parts) if parts else None


def _octets(part: str) -> bytes:
    if not part.startswith("@"):
        return part.encode("utf-8", "surrogateescape")
    if part == "@-":
        return sys.stdin.buffer.read()
    from pathlib import Path

    try:
        return Path(part[1:]).expanduser().read_bytes()
    except (OSError, RuntimeError) as problem:  # RuntimeError: there is no home to put for `~`
        why = getattr(problem, "strerror", None) or "there is no such home"
        raise UsageProblem(
            f"-d @{quoted(part[1:])}: the file cannot be read: {why}", "after @ stands the path of a file"
        ) from None


def _call(**options: Any) -> int:
    from tokencli.app.call import call, dry_call
    from tokencli.cli.body_writer import BodyWriter

    words = _read(options.pop("words"))
    request = _request(words, options)
    wanted, wiring = wanted_from({**options, "profile_name": words.profile})
    if options["dry_run"]:
        from tokencli.render.request import render_request

        shown = wiring().redactor(brief=True).request(dry_call(request, wanted))
        click.echo(render_request(shown, options["dry_run"]), nl=False)
        return ExitCode.DONE
    with watching(wanted.settings, wiring, options):
        run = call(request, wanted, BodyWriter(include=options["include"]))
    return _conclude(run, request, wiring())


def _conclude(run: Run, request: ResourceRequest, wiring: Wiring) -> int:
    """Says what the API says of the token, and what looks like a slip."""
    from tokencli.oauth.resource_request import ResourceAnswer

    code = of_verdict(run.verdict.value)
    answered = run.ended.response if isinstance(run.ended, ResourceAnswer) else None
    if answered is not None and answered.status in _REDIRECTION:
        where = answered.header("location") or "nowhere"
        wiring.terminal.note(f"a redirect to {where} is not followed: a token goes only where it was meant to go")
    if code is not ExitCode.DONE:
        explain_failure(run, wiring)
    _say_what_looks_like_a_slip(request, wiring)
    return code


def _say_what_looks_like_a_slip(request: ResourceRequest, wiring: Wiring) -> None:
    kind = {name.lower(): value for name, value in request.headers}.get("content-type", "")
    if request.body is not None and request.body.lstrip()[:1] in {b"{", b"["} and kind.endswith("urlencoded"):
        wiring.terminal.note("the body looks like JSON and was sent as a form; add -H 'Content-Type: application/json'")


command = SectionedCommand(
    "call",
    params=[
        click.Argument(["words"], nargs=-1, required=True, metavar="[PROFILE] [METHOD] URL"),
        SectionedOption(
            ["-X", "--request", "api_method"],
            section="Request",
            metavar="METHOD",
            help="HTTP method; default GET, with -d POST",
        ),
        SectionedOption(
            ["-H", "--header", "api_header"],
            section="Request",
            metavar="'NAME: VALUE'",
            multiple=True,
            help="header field of the request; repeatable",
        ),
        SectionedOption(
            ["-d", "--data", "api_data"],
            section="Request",
            metavar="TEXT|@FILE|@-",
            multiple=True,
            help="body of the request; @FILE sends a file as it is, @- standard input; several are joined with &",
        ),
        SectionedOption(
            ["-i", "--include", "include"],
            section="Output",
            is_flag=True,
            help="write the head of the answer before its body",
        ),
        force_option(),
        dry_run_option(),
        *declared_options(call_parameters(), "Token"),
        *person_options(("authorization_endpoint", "device_authorization_endpoint")),
        *profile_options(),
        *watching_options(),
        color_option(),
    ],
    callback=_call,
    help="Call an API with a valid token: from the store, by refresh, or by running the profile's grant. The token is sent as "
    "Bearer, or with a DPoP proof where it is bound to a key. The body of the answer goes to stdout as it comes; what a "
    "401 or 403 means is said on stderr. Exit codes: 401 is 12, 403 is 17, other 4xx 10, 5xx and 429 22.",
    examples=(
        "tokencli call dev https://api.example/orders",
        "tokencli call dev POST https://api.example/orders -H 'Content-Type: application/json' -d @order.json",
    ),
)
