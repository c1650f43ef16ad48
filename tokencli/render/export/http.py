"""A file for the HTTP client of JetBrains and the REST client of VS Code; secrets are variables of either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.exported import form_encoded
from tokencli.render.request import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.exported import Exported, Value
    from tokencli.runtime.transport import TransportSettings

COMMENTS = True


def render(exported: Exported) -> str:
    """The file."""
    return "\n".join(_lines(exported)) + "\n"


def _lines(exported: Exported) -> Iterator[str]:
    yield f"### The token request of the profile {exported.name}"
    yield from (f"# {note}" for note in exported.notes)
    if exported.variables:
        yield "# VS Code takes the variables from the environment by the lines with @. For JetBrains take these lines out, and put"
        yield "# the variables into http-client.private.env.json."
    encoded = list(dict.fromkeys(_form_encoded_variables(exported)))
    if encoded:
        yield f"# Form-encode in the variables, where that changes them (RFC 6749 appendix B): {', '.join(encoded)}"
    yield from (f"# Not carried over: {line}" for line in _not_carried_over(exported.connection))
    yield from (f"@{name} = {{{{$processEnv {name}}}}}" for name in exported.variables)
    yield f"POST {exported.url}"
    yield from (f"{name}: {_told(value, value.text)}" for name, value in exported.headers)
    yield "Content-Type: application/x-www-form-urlencoded"
    if exported.basic is not None:
        yield f"Authorization: Basic {_user(exported)}"
    yield ""
    for number, (name, value) in enumerate(exported.members):
        yield f"{'&' if number else ''}{form_encoded(name)}={_told(value, form_encoded(value.text))}"


def _not_carried_over(connection: TransportSettings) -> Iterator[str]:
    """The settings of the connection, none of which a request can say."""
    if connection.cert is not None:
        kind = {
            "P12": " It is PKCS#12; not every client reads that.",
            "DER": " It is DER; make PEM of it where that is not read.",
        }
        yield f"the certificate {connection.cert!r}, which is a setting of the editor.{kind.get(form_of(connection.cert), '')}"
    if connection.insecure:
        yield "insecure; that certificates are not verified is a setting of the editor."
    elif connection.ca_cert is not None:
        yield f"the authorities in {connection.ca_cert!r}, which are a setting of the editor."
    if connection.proxy is not None:
        told = f"the proxy {connection.proxy!r}" if connection.proxy else "that no proxy is used"
        yield f"{told}, which is a setting of the editor."
    if connection.resolve:
        told = ", ".join(map(repr, connection.resolve))
        yield f"resolve {told}. The editor looks every name up; put the address into the hosts file."


def _form_encoded_variables(exported: Exported) -> Iterator[str]:
    if exported.basic is not None and exported.basic.encoded and exported.basic.secret.variable:
        yield exported.basic.secret.variable
    yield from (value.variable for _, value in exported.members if value.variable)


def _user(exported: Exported) -> str:
    basic = exported.basic
    assert basic is not None  # noqa: S101 - asked before
    client_id = form_encoded(basic.client_id) if basic.encoded else basic.client_id
    return f"{client_id} {_told(basic.secret, basic.secret.text)}"


def _told(value: Value, text: str) -> str:
    return f"{{{{{value.variable}}}}}" if value.variable else text
