"""A file for the HTTP client of JetBrains and the REST client of VS Code; secrets are variables of either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.exported import form_encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.exported import Exported, Value

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
    if (
        exported.connection.cert
        or exported.connection.ca_cert
        or exported.connection.proxy
        or exported.connection.insecure
    ):
        yield "# Certificates and proxy of the profile are settings of the editor, and not in here."
    yield from (f"@{name} = {{{{$processEnv {name}}}}}" for name in exported.variables)
    yield f"POST {exported.url}"
    yield from (f"{name}: {_told(value, value.text)}" for name, value in exported.headers)
    yield "Content-Type: application/x-www-form-urlencoded"
    if exported.basic is not None:
        yield f"Authorization: Basic {_user(exported)}"
    yield ""
    for number, (name, value) in enumerate(exported.members):
        yield f"{'&' if number else ''}{form_encoded(name)}={_told(value, form_encoded(value.text))}"


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
