"""The products that open TLS on the way, by the names with which they sign the certificates they show instead."""

from __future__ import annotations

import re

# General knowledge, from the default names of these products; a company may name its authority as it likes.
_PRODUCTS = {
    "Zscaler": r"zscaler",
    "Netskope": r"netskope|goskope",
    "Palo Alto Networks": r"palo ?alto|panos\b|globalprotect",
    "Fortinet FortiGate": r"fortinet|fortigate",
    "Broadcom Symantec (Blue Coat)": r"blue ?coat|symantec web security|cloudsoc",
    "Cisco": r"cisco (?:umbrella|secure|openDNS)|cisco.*web security",
    "Check Point": r"check ?point",
    "Forcepoint": r"forcepoint|websense",
    "Skyhigh (McAfee)": r"skyhigh|mcafee web",
    "Sophos": r"sophos",
    "Barracuda": r"barracuda",
    "Cloudflare Gateway": r"cloudflare.*gateway|gateway ca - cloudflare",
    "Avast or AVG": r"\bavast\b|\bavg\b.*(?:web|mail) shield",
    "Kaspersky": r"kaspersky",
    "ESET": r"\beset\b.*(?:ssl|filter)",
    "Bitdefender": r"bitdefender",
    "mitmproxy": r"mitmproxy",
    "Charles": r"charles proxy",
    "Fiddler": r"do_not_trust|fiddler",
    "Burp Suite": r"portswigger",
    "OWASP ZAP": r"zed attack proxy",
    "Squid": r"\bsquid\b",
    "proxy.py": r"proxy\.py",
}


def intercepted_by(issuer: str) -> str:
    """The product that signs certificates under this name; an empty text when none is known to.

    Args:
        issuer: The issuer of a certificate, in any notation.
    """
    return next((name for name, pattern in _PRODUCTS.items() if re.search(pattern, issuer, re.IGNORECASE)), "")
