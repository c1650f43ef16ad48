"""A file for the HTTP client of JetBrains and the REST client of VS Code; secrets are variables of either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.export_profile import form_encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.export_profile import Exported


def render(exported: Exported) -> str:
    """The file."""
    return "\n".join(_lines(exported)) + "\n"


def _lines(exported: Exported) -> Iterator[str]:
    yield f"### The token request of the profile {exported.name}"
    yield from (f"# {note}" for note in exported.notes)
    if exported.variables:
        yield "# VS Code takes the variables from the environment by the lines with @. For JetBrains take these lines out, and put"
        yield "# the variables into http-client.private.env.json."
    if exported.basic is not None and exported.basic.encoded and exported.basic.secret.variable:
        yield f"# {exported.basic.secret.variable} must be form-encoded in the variable (RFC 6749 section 2.3.1), where that changes it."
    yield from (f"@{name} = {{{{$processEnv {name}}}}}" for name in exported.variables)
    yield f"POST {exported.url}"
    yield from (f"{name}: {value}" for name, value in exported.headers)
    yield "Content-Type: application/x-www-form-urlencoded"
    if exported.basic is not None:
        yield f"Authorization: Basic {_user(exported)}"
    yield ""
    for number, (name, value) in enumerate(exported.members):
        told = f"{{{{{value.variable}}}}}" if value.variable else form_encoded(value.text)
        yield f"{'&' if number else ''}{form_encoded(name)}={told}"


def _user(exported: Exported) -> str:
    basic = exported.basic
    assert basic is not None  # noqa: S101 - asked before
    client_id = form_encoded(basic.client_id) if basic.encoded else basic.client_id
    secret = f"{{{{{basic.secret.variable}}}}}" if basic.secret.variable else basic.secret.text
    return f"{client_id} {secret}"
