"""A POSIX shell script with one curl command; secrets are taken from variables."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tokencli.app.exported import form_encoded
from tokencli.render.request import reaching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.exported import Basic, Exported, Value

# RFC 6749 appendix B lets every octet be written as %XX, so no octet needs to be told from another.
_FORM = """form() { # NAME: the variable of this name in the encoding of forms (RFC 6749 section 2.3.1)
    eval "printf %s \\"\\$$1\\"" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g'
}
"""

COMMENTS = True


def render(exported: Exported) -> str:
    """The script."""
    encodes = exported.basic is not None and exported.basic.encoded and bool(exported.basic.secret.variable)
    head = "#!/bin/sh\n" + "".join(f"# {line}\n" for line in _head(exported))
    return f"{head}\n{_FORM if encodes else ''}" + " \\\n  ".join(_lines(exported)) + "\n"


def _head(exported: Exported) -> Iterator[str]:
    yield f"The token request of the profile {exported.name}."
    if exported.variables:
        yield f"Set before: {', '.join(exported.variables)}"
    yield from exported.notes


def _lines(exported: Exported) -> Iterator[str]:
    yield f"curl --silent --show-error {shlex.quote(exported.url)}"
    yield from (f"--header {_header(name, value)}" for name, value in exported.headers)
    if exported.basic is not None:
        yield f"--user {_user(exported.basic)}"
    yield from (f"--data-urlencode {_member(name, value)}" for name, value in exported.members)
    yield from (shlex.join(words) for words in reaching(exported.connection))


def _user(basic: Basic) -> str:
    client_id = form_encoded(basic.client_id) if basic.encoded else basic.client_id
    if not basic.secret.variable:
        secret = form_encoded(basic.secret.text) if basic.encoded else basic.secret.text
        return shlex.quote(f"{client_id}:{secret}")
    variable = f"$(form {basic.secret.variable})" if basic.encoded else f"${basic.secret.variable}"
    return f'{shlex.quote(client_id)}:"{variable}"'


def _header(name: str, value: Value) -> str:
    if value.variable:
        return f'{shlex.quote(f"{name}: ")}"${value.variable}"'
    return shlex.quote(f"{name}: {value.text}")


def _member(name: str, value: Value) -> str:
    # curl encodes what stands after the equals sign alone.
    if value.variable:
        return f'{shlex.quote(form_encoded(name))}="${value.variable}"'
    return shlex.quote(f"{form_encoded(name)}={value.text}")
