"""The proxy cannot be used, or stands between this machine and itself.

Means:
    `proxy-not-usable`: what names the proxy is no URL of one, so that nothing can be sent.
    `proxy-for-this-machine`: the server is on this machine and would be asked through a proxy, which looks for it on its own.

Seen by:
    Asking the HTTP library which proxy it takes for the server: that of `--proxy` and the profile, else what HTTPS_PROXY,
    HTTP_PROXY, ALL_PROXY and NO_PROXY say, else the system's settings.

Do:
    Write it as http://host:port. Name what is to be reached without it in NO_PROXY, or give --proxy '' for none.

See:
    curl(1) on NO_PROXY, tokencli explain proxy-refused
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.app.looked import Looked
from tokencli.app.wiring import transport_settings
from tokencli.diagnosis.finding import Confidence, Finding, Severity
from tokencli.errors import UsageProblem
from tokencli.runtime.transport import Transport
from tokencli.wire.loopback import is_this_machine
from tokencli.wire.message import host_header

if TYPE_CHECKING:
    from tokencli.app.machine import Machine

_ANY_SERVER = "https://server.invalid"  # RFC 2606 section 2: a name that no NO_PROXY means


def look(machine: Machine) -> Looked:
    """The way to the server, or to any server where none is named."""
    url = machine.server or _ANY_SERVER
    whom = host_header(url) if machine.server else "any https server that NO_PROXY does not name"
    try:
        # Whether certificates can be verified is another check's question, and nothing is sent here.
        transport = Transport(replace(transport_settings(machine.settings), ca_cert=None, insecure=True))
        proxy = transport.proxy_for(url)
        transport.close()
    except UsageProblem as problem:
        return Looked("none that could be used", findings=(_not_usable(problem),))
    if proxy is None:
        return Looked(f"none for {whom}")
    said = f"{proxy} for {whom}, as {_who_says_so(machine, urlsplit(url).scheme)} says"
    return Looked(said, findings=(_around(proxy, url),) if is_this_machine(url) else ())


def _who_says_so(machine: Machine, scheme: str) -> str:
    if machine.settings.get("proxy"):
        return str(machine.settings.origin("proxy"))
    names = (f"{scheme}_proxy", "all_proxy")
    named = next((one for name in names for one in (name, name.upper()) if os.environ.get(one)), None)
    return named or "the system"


def _not_usable(problem: UsageProblem) -> Finding:
    return Finding(
        name="proxy-not-usable",
        confidence=Confidence.CERTAIN,
        what=problem.what,
        why="nothing can be sent: every command that needs the network ends with exit code 2",
        help=problem.help,
        see=("tokencli explain proxy-not-usable",),
        severity=Severity.ERROR,
    )


def _around(proxy: str, url: str) -> Finding:
    host = urlsplit(url).hostname or ""
    return Finding(
        name="proxy-for-this-machine",
        confidence=Confidence.CERTAIN,
        what=f"{host_header(url)} is this machine, and would be asked through {proxy}",
        why="the proxy would look for the server where the proxy is",
        help=f"add {host} to NO_PROXY, or give --proxy ''",
        see=("tokencli explain proxy-for-this-machine",),
        severity=Severity.WARNING,
    )
