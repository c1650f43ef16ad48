"""TLS is agreed on, and the server's certificate is looked at.

Means:
    `tls-intercepted`: the certificate was signed by a product that opens connections on the way, such as a company's proxy. It reads
    every token, and programs trust it only where its authority is installed for them.
    `certificate-ends-soon`: the certificate has less than two weeks to live.

Seen by:
    The handshake that every command would make. Where the certificate is not trusted, it is looked at once more without trusting
    it, so that its names, dates and authority can be said. Nothing is sent over either connection.

Do:
    Give a company's own authority with `--ca-cert FILE`; a wrong or old certificate is for the server's administrator.

See:
    RFC 9525, RFC 5280 section 4.1, tokencli explain certificate-not-trusted
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tokencli.app.inquiry import Step
from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Confidence, Finding, Pointer, Severity
from tokencli.diagnosis.interception import intercepted_by
from tokencli.jose.server_certificate import read_certificate
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.inquiry import Inquiry
    from tokencli.jose.server_certificate import CertificateSeen
    from tokencli.runtime.watch import Handshake
    from tokencli.wire.exchange import NoAnswer

SOON_DAYS = 14
_DAY = 86400
_SHOWN_NAMES = 4


def look(inquiry: Inquiry) -> Step:
    """Version, certificate and who signed it."""
    if not inquiry.url.lower().startswith("https:"):
        return Step(Looked("not used: the server is asked over plain http", there=False))
    reached = inquiry.reach()
    if reached.problem is not None:
        return _broken(inquiry, reached.problem)
    if reached.tls is None:
        return Step(Looked("agreed on; the library does not tell more", there=False))
    return Step(_seen(inquiry, reached.tls))


def _seen(inquiry: Inquiry, tls: Handshake) -> Looked:
    version, chain = tls.version.replace("TLSv", "TLS "), _read(tls)
    if not chain:
        return Looked(version)
    days = (chain[0].not_after - inquiry.wiring.ambient.now()) / _DAY
    unverified = " (not verified)" if inquiry.settings.get("insecure") else ""
    findings = (*_intercepted(chain), *_ends_soon(chain[0], days))
    return Looked(
        f"{version}, certificate of {chain[-1].issuer}{unverified}, good for {days:.0f} days", findings=findings
    )


def _read(tls: Handshake) -> tuple[CertificateSeen, ...]:
    read = (read_certificate(der) for der in tls.chain)
    return tuple(one for one in read if one is not None)


def _broken(inquiry: Inquiry, problem: NoAnswer) -> Step:
    step = inquiry.failed(problem.detail, problem, inquiry.unanswered(problem), ends=True)
    shown = inquiry.connect(inquiry.url, insecure=True)
    chain = () if shown.tls is None else _read(shown.tls)
    if not chain:
        return step
    findings = list(step.looked.findings)
    if findings:
        findings[0] = replace(findings[0], where=(*findings[0].where, *_certificate_places(chain)))
    return replace(step, looked=replace(step.looked, findings=(*_intercepted(chain), *findings)))


def _certificate_places(chain: tuple[CertificateSeen, ...]) -> tuple[Pointer, ...]:
    own = chain[0]
    names = ", ".join(own.names[:_SHOWN_NAMES]) or "none"
    return (
        Pointer("server certificate", "names", names),
        Pointer("server certificate", "valid", f"{_date(own.not_before)} to {_date(own.not_after)}"),
        Pointer("server certificate", "issuer", "itself" if own.self_signed else chain[-1].issuer),
    )


def _date(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def _intercepted(chain: tuple[CertificateSeen, ...]) -> Iterator[Finding]:
    for one in chain:
        product = intercepted_by(one.issuer)
        if product:
            yield Finding(
                name="tls-intercepted",
                confidence=Confidence.LIKELY,
                what=f"the connection is opened on the way, by {product}",
                why=f"a certificate of the server's chain was signed by {one.issuer}, as that product does",
                help="give the authority of that product with --ca-cert FILE, or have the server left out of its inspection",
                who=Who.ADMINISTRATOR,
                where=(Pointer("server certificate", "issuer", one.issuer),),
                see=("tokencli explain tls-intercepted",),
                severity=Severity.WARNING,
            )
            return


def _ends_soon(certificate: CertificateSeen, days: float) -> Iterator[Finding]:
    if 0 <= days < SOON_DAYS:
        yield Finding(
            name="certificate-ends-soon",
            confidence=Confidence.CERTAIN,
            what=f"the server's certificate ends in {days:.0f} days",
            why=f"it is valid until {_date(certificate.not_after)}",
            help="have it renewed before then",
            who=Who.ADMINISTRATOR,
            where=(Pointer("server certificate", "valid", f"until {_date(certificate.not_after)}"),),
            see=("RFC 5280 section 4.1.2.5",),
            severity=Severity.WARNING,
        )
