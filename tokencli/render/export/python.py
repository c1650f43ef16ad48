"""A Python program that sends the request with httpx and prints the access token; secrets are taken from variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.client_assertion import LIFETIME_SECONDS
from tokencli.render.request import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.exported import Basic, Exported, Signing, Value
    from tokencli.runtime.transport import TransportSettings

COMMENTS = True
_TO_PEM = {
    "P12": ("PKCS#12", "openssl pkcs12 -in FILE -out client.pem"),
    "DER": ("DER", "openssl x509 -inform DER -in FILE -out client.pem"),
}


def render(exported: Exported) -> str:
    """The program."""
    return "\n".join(_lines(exported)) + "\n"


def _lines(exported: Exported) -> Iterator[str]:
    signing = exported.signing
    yield f'"""The token request of the profile {exported.name}; needs httpx{" and pyjwt[crypto]" if signing else ""}."""'
    yield ""
    yield from _imports(exported)
    yield ""
    yield from (f"# {note}" for note in exported.notes if signing is None or not note.startswith(signing.variable))
    yield from (f"# {line}" for line in _not_carried_over(exported.connection))
    if signing is not None:
        yield from _signed(signing)
    yield "answer = httpx.post("
    yield f"    {exported.url!r},"
    yield "    data={"
    yield from (f"        {name!r}: {value}," for name, value in _data(exported))
    yield "    },"
    if exported.basic is not None:
        yield from _auth(exported.basic)
    if exported.headers:
        told = ", ".join(f"{name!r}: {_value(value)}" for name, value in exported.headers)
        yield f"    headers={{{told}}},"
    yield from _connection(exported.connection)
    yield ")"
    yield "if answer.is_error:"
    yield '    sys.exit(f"{answer.status_code}: {answer.text}")'
    yield 'print(answer.json()["access_token"])'


def _imports(exported: Exported) -> Iterator[str]:
    signing = exported.signing
    taken = [one for one in exported.variables if signing is None or one != signing.variable]
    if taken or (signing is not None and signing.secret.variable):
        yield "import os"
    yield "import sys"
    if signing is not None:
        yield "import time"
        yield "import uuid"
        if signing.key_file:
            yield "from pathlib import Path"
    if exported.basic is not None and exported.basic.encoded:
        yield "from urllib.parse import quote_plus"
    yield ""
    yield "import httpx"
    if signing is not None:
        yield "import jwt"


def _signed(signing: Signing) -> Iterator[str]:
    yield "# RFC 7523 section 3: made anew for every request."
    yield "now = int(time.time())"
    yield "client_assertion = jwt.encode("
    yield "    {"
    yield f"        'iss': {signing.client_id!r},"
    yield f"        'sub': {signing.client_id!r},"
    yield f"        'aud': {signing.audience!r},"
    yield "        'jti': uuid.uuid4().hex,"
    yield "        'iat': now,"
    yield f"        'exp': now + {LIFETIME_SECONDS},"
    yield "    },"
    yield f"    Path({signing.key_file!r}).read_text()," if signing.key_file else f"    {_value(signing.secret)},"
    yield f"    algorithm={signing.alg!r},"
    header = {"typ": signing.typ, **({"kid": signing.kid} if signing.kid else {})}
    yield f"    headers={header!r},"
    yield ")"


def _data(exported: Exported) -> Iterator[tuple[str, str]]:
    """Each member once, with a list of values where it stands several times."""
    names = dict.fromkeys(name for name, _ in exported.members)
    for name in names:
        values = [_value(value, exported.signing) for key, value in exported.members if key == name]
        yield name, values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _value(value: Value, signing: Signing | None = None) -> str:
    if signing is not None and value.variable == signing.variable:
        return "client_assertion"
    return f"os.environ[{value.variable!r}]" if value.variable else repr(value.text)


def _auth(basic: Basic) -> Iterator[str]:
    pair = (repr(basic.client_id), _value(basic.secret))
    if basic.encoded:
        yield "    # RFC 6749 section 2.3.1: both are form-encoded first."
        pair = (f"quote_plus({pair[0]})", f"quote_plus({pair[1]})")
    yield f"    auth=({pair[0]}, {pair[1]}),"


def _not_carried_over(connection: TransportSettings) -> Iterator[str]:
    form = form_of(connection.cert or "")
    if form:
        name, command = _TO_PEM[form]
        yield f"Not carried over: the certificate {connection.cert!r}. It is {name}, and Python reads PEM alone; make one with:"
        yield f"{command}, and add to the request: cert='client.pem'"
    if connection.resolve:
        told = ", ".join(map(repr, connection.resolve))
        yield f"Not carried over: resolve {told}. httpx looks every name up; put the address into the hosts file."


def _connection(connection: TransportSettings) -> Iterator[str]:
    if connection.insecure:
        yield "    verify=False,"
    elif connection.ca_cert is not None:
        yield f"    verify={connection.ca_cert!r},"
    if connection.cert is not None and not form_of(connection.cert):
        yield f"    cert={(connection.cert, connection.cert_key) if connection.cert_key else connection.cert!r},"
    if connection.proxy:
        yield f"    proxy={connection.proxy!r},"
    elif connection.proxy is not None:
        yield "    trust_env=False,  # no proxy, whatever the environment says"
