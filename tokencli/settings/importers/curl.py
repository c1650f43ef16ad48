"""A curl command, as people write it and browsers copy it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.captures.blocks.curl_command import curl_options, read_curl
from tokencli.captures.shell_words import beginning_of, split_words
from tokencli.settings.importing.proposal import Draft
from tokencli.settings.importing.request import propose_request
from tokencli.settings.importing.shell_variables import variable_in, variable_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tokencli.settings.importing.proposal import Proposal

_BEGINS = beginning_of("curl")
_PLACE = "the curl command"
# What curl keeps to itself and a profile needs no word for.
_SILENT = frozenset(
    {
        *"sSvLfgiNq46#", "silent", "show-error", "verbose", "location", "fail", "fail-with-body", "include", "globoff", "no-buffer",
        "http1.1", "http2", "compressed", "progress-bar", "ipv4", "ipv6", "no-progress-meter", "output", "o", "write-out", "w",
        "no-keepalive", "post301", "post302", "post303", "disable", "connect-timeout", "dump-header", "D",
    }
)  # fmt: skip
# What the request itself holds, and is read from there.
_OF_THE_REQUEST = frozenset(
    {
        "request", "url", "header", "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json", "form", "form-string",
        "user", "user-agent", "referer", "cookie", "get", "head", "url-query", "oauth2-bearer", "basic", "post",
    }
)  # fmt: skip


def recognise(text: str) -> bool:
    """Whether the word curl stands in a text as a command does."""
    return _BEGINS.search(text) is not None


def read(text: str, environment: Mapping[str, str]) -> tuple[Proposal, ...]:  # noqa: ARG001 - a shell fills in the variables
    """A proposal for each curl command in a text that asks for a token."""
    found = (_read_command(text[match.end() :], number) for number, match in enumerate(_BEGINS.finditer(text), 1))
    return tuple(one for one in found if one is not None)


def _read_command(text: str, number: int) -> Proposal | None:
    words = split_words(text, mark_dollars=True)
    request = read_curl(words)
    draft = Draft(variable_in, variable_name)
    if request is None or not propose_request(draft, request, _PLACE):
        return None
    for name, value in curl_options(words):
        _propose_option(draft, name, value)
    return draft.done(number)


def _propose_option(draft: Draft, name: str, value: str) -> None:
    """An option that says how the server is reached, or what the request above does not hold."""
    if name in _SETTINGS:
        _SETTINGS[name](draft, value)
    elif name in {"data", "data-binary", "data-urlencode", "json"} and re.match(r"[^=]*@", value):
        draft.leave_out(f"--{name} of {_PLACE}", "it names a file, which an import does not open")
    elif name in {"form", "form-string"}:
        draft.note("the curl command sends several parts (-F); a run sends a form (RFC 6749 section 3.2)")
    elif name not in _SILENT | _OF_THE_REQUEST:
        dashes = "--" if len(name) > 1 else "-"
        draft.leave_out(f"{dashes}{name} of {_PLACE}", "a profile has no setting for it")


def _certificate(draft: Draft, value: str) -> None:
    # curl: --cert CERTIFICATE[:PASSWORD]; a drive letter of Windows has a colon too.
    path, _, password = value.rpartition(":") if re.search(r"[^:]{2,}:[^\\/]*$", value) else (value, "", "")
    draft.put("cert", path, "--cert")
    draft.secret("cert_passphrase", password, "--cert")
    if not draft.has("client_secret"):
        draft.put("auth_method", "tls", "--cert")


def _proxy(draft: Draft, value: str) -> None:
    if "@" in value:
        draft.leave_out("--proxy", "it holds a password, and a profile keeps none; give it in HTTPS_PROXY")
    else:
        draft.put("proxy", value if "://" in value else f"http://{value}", "--proxy")


def _insecure(draft: Draft, value: str) -> None:  # noqa: ARG001 - it has none
    draft.put("insecure", True, "--insecure")  # noqa: FBT003 - a raw value, as an option gives it
    draft.note(
        "the certificate of the server is not verified, as in the curl command; better name its CA with --ca-cert"
    )


def _setting(name: str, option: str, written: str = "{}") -> Callable[[Draft, str], None]:
    return lambda draft, value: draft.put(name, written.format(value) if value else "", option)


_SETTINGS: dict[str, Callable[[Draft, str], None]] = {
    "cert": _certificate,
    "E": _certificate,
    "key": _setting("cert_key", "--key", "file:{}"),
    "pass": lambda draft, value: draft.secret("cert_passphrase", value, "--pass"),
    "cacert": _setting("ca_cert", "--cacert"),
    "proxy": _proxy,
    "x": _proxy,
    "insecure": _insecure,
    "k": _insecure,
    "resolve": lambda draft, value: draft.add("resolve", value, "--resolve"),
    "max-time": _setting("timeout", "--max-time"),
    "m": _setting("timeout", "--max-time"),
    "retry": _setting("retries", "--retry"),
    "noproxy": lambda draft, value: draft.leave_out("--noproxy", f"give NO_PROXY={value} in the environment"),
}
