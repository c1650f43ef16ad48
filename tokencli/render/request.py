"""A request as text that can be read, kept, or pasted into a shell: `--dry-run=http|curl|json`."""

from __future__ import annotations

import json
import shlex
from pathlib import PurePath
from typing import TYPE_CHECKING

from tokencli.wire import form
from tokencli.wire.message import FORM_MEDIA_TYPE
from tokencli.wire.printable import printable, printable_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.runtime.transport import TransportSettings
    from tokencli.wire.message import Request

REQUEST_FORMATS = ("http", "curl", "json")
_ADDED_BY_CURL = frozenset({"host", "content-length"})


def render_request(request: Request, kind: str, connection: TransportSettings | None = None) -> str:
    """The request as text with a line end.

    Args:
        request: The request, redacted or not.
        kind: `http`, `curl` or `json`.
        connection: How the server is reached; a curl command says that too.
    """
    if kind == "curl":
        return as_curl(request, connection)
    return as_json(request) if kind == "json" else as_http(request)


def as_http(request: Request) -> str:
    """The request as HTTP/1.1 carries it, with line ends of this machine."""
    return printable(request.to_http().decode("utf-8", "replace").replace("\r\n", "\n")).rstrip("\n") + "\n"


def as_curl(request: Request, connection: TransportSettings | None = None) -> str:
    """A curl command for a POSIX shell that sends the same request; curl adds Host and Content-Length itself."""
    words = ["curl", "--silent", "--show-error"]
    if request.method != ("POST" if request.body else "GET"):
        words += ["--request", request.method]
    lines = [" ".join([*words, shlex.quote(request.url)])]
    lines += [
        f"--header {shlex.quote(f'{name}: {value}')}"
        for name, value in request.headers
        if name.lower() not in _ADDED_BY_CURL
    ]
    if request.body:
        lines.append(f"--data-binary {shlex.quote(request.body.decode('utf-8', 'replace'))}")
    if connection is not None:
        lines += [shlex.join(words) for words in reaching(connection)]
    return " \\\n  ".join(lines) + "\n"


def reaching(connection: TransportSettings) -> Iterator[tuple[str, ...]]:
    """The same way to the server, in curl's words."""
    if connection.proxy is not None:
        yield ("--proxy", connection.proxy) if connection.proxy else ("--noproxy", "*")
    if connection.insecure:
        yield ("--insecure",)
    elif connection.ca_cert is not None:
        yield "--cacert", connection.ca_cert
    if connection.cert is not None:
        kind = form_of(connection.cert)
        yield ("--cert", connection.cert, *(("--cert-type", kind) if kind else ()))
    if connection.cert_key is not None:
        yield "--key", connection.cert_key
    for triple in connection.resolve:
        yield "--resolve", triple


def form_of(file: str) -> str:
    """`P12` or `DER`, as curl names them, where the name of a file tells that; for a text, no certificate is read."""
    return {".p12": "P12", ".pfx": "P12", ".der": "DER"}.get(PurePath(file).suffix.lower(), "")


def as_json(request: Request) -> str:
    """The request as JSON: method, URL, headers, the form's members in order, and the body."""
    is_form = (request.header("content-type") or "").startswith(FORM_MEDIA_TYPE)
    body = request.body.decode("utf-8", "replace")
    document = {
        "method": request.method,
        "url": request.url,
        "headers": [{"name": name, "value": value} for name, value in request.headers],
        **({"form": [{"name": name, "value": value} for name, value in form.decode(body)]} if is_form else {}),
        "body": body,
    }
    return printable_json(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"
