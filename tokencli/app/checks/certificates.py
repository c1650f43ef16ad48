"""Certificates of servers cannot be verified here, or are not.

Means:
    `authorities-not-usable`: there is no certificate authority to trust, or a file that names some cannot be used. Every connection
    over TLS would end with exit code 21 or before.
    `certificates-not-verified`: verification is switched off; anybody on the way can read and change everything.

Seen by:
    Making ready for a connection as every command does: the operating system's store, what SSL_CERT_FILE and SSL_CERT_DIR put in its
    place on Linux, and what CURL_CA_BUNDLE, REQUESTS_CA_BUNDLE and `--ca-cert` add.

Do:
    Install the system's authorities (the package ca-certificates), mend the variable that is named, give a company's own authority
    with --ca-cert FILE, and take insecure_skip_tls_verify out of the profile.

See:
    RFC 6749 section 1.6, tokencli explain certificate-not-trusted
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Confidence, Finding, Severity
from tokencli.errors import UsageProblem
from tokencli.runtime.tls import trust_in_use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.machine import Machine


def look(machine: Machine) -> Looked:
    """Whom connections trust."""
    try:
        trust = trust_in_use(machine.settings.get("ca_cert"))
    except (UsageProblem, ssl.SSLError) as problem:
        return Looked("none that could be used", findings=(_not_usable(str(problem), Severity.ERROR),))
    sources = " and ".join(trust.sources)
    findings = (*_named_and_absent(), *_nobody_trusted(trust.authorities), *_switched_off(machine))
    many = f"{trust.authorities} authorities" if trust.authorities else "the authorities"
    return Looked(f"{many} of {sources}", findings=findings)


def _named_and_absent() -> Iterator[Finding]:
    # A file that is named and absent ends a run; a folder is looked into only when a certificate is to be verified.
    path = os.environ.get("SSL_CERT_DIR")
    if path and not any(Path(one).is_dir() for one in path.split(os.pathsep)):
        yield _not_usable(f"SSL_CERT_DIR names {path}, and nothing is there", Severity.WARNING)


def _nobody_trusted(authorities: int | None) -> Iterator[Finding]:
    if authorities == 0:
        yield _not_usable("no certificate authority is known to this machine", Severity.ERROR)


def _not_usable(what: str, severity: Severity) -> Finding:
    return Finding(
        name="authorities-not-usable",
        confidence=Confidence.CERTAIN,
        what=what,
        why="no server's certificate can be verified by it",
        help="install ca-certificates, mend what is named, or give --ca-cert FILE",
        see=("tokencli explain authorities-not-usable",),
        severity=severity,
    )


def _switched_off(machine: Machine) -> Iterator[Finding]:
    if machine.settings.get("insecure"):
        yield Finding(
            name="certificates-not-verified",
            confidence=Confidence.CERTAIN,
            what="certificates of servers are not verified",
            why=f"{machine.settings.origin('insecure')} says so",
            help="take that out, and give the authority of the server with --ca-cert FILE",
            see=("tokencli explain certificates-not-verified",),
            severity=Severity.WARNING,
        )
