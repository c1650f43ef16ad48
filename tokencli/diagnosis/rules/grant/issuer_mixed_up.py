"""The code or token of one server, realm or tenant is used at another.

Means:
    A code is known only to the issuer that made it, and so is a refresh token. Endpoints were taken from two environments, two
    realms or two tenants, or an answer of one server was taken for one of another.

Seen by:
    A refused code whose authorization request was captured and went to another realm or tenant than the token request, where
    the metadata does not name both endpoints; another host makes it possible, unless both are known to be of one server; an `iss` in the answer that is not the issuer; or a refused token, of a
    product that makes JWTs, whose `iss` names another realm or tenant than the address that refused it.

Do:
    Take both endpoints from the metadata of one issuer; `--issuer` does.

See:
    RFC 9207 section 1, RFC 9700 section 4.4
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.diagnosis.difference import first_difference
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import SignInSeen, sign_in_of
from tokencli.diagnosis.tokens_seen import claims_of, shown_token
from tokencli.diagnosis.wording import because, request_name
from tokencli.providers import recognise
from tokencli.wire.exchange import Purpose
from tokencli.wire.placeholders import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

# Where products write the realm or tenant into the path.
_REALM = r"(?<!/admin)/realms/([^/]+)/"  # what is below /admin is managed with the token of any realm
_TENANTS = (
    (_REALM, "realm"),
    (r"//login\.microsoftonline\.(?:com|us)/([^/]+)/", "tenant"),
    (r"/oauth2/(aus\w+|default)/v1/", "authorization server"),
    (r"//([\w-]+)\.(?:auth0|okta|oktapreview|onelogin)\.com/", "tenant"),
)
_OF_THE_TOKEN = frozenset({"", "invalid_token", "invalid_grant"})  # what a server says of a token, or says nothing
# Entra ID hands out codes at these for any tenant.
_FOR_ALL = frozenset({"common", "organizations", "consumers"})
# Entra ID knows each tenant by a GUID and by names.
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code or token of another issuer."""
    yield from _by_code(evidence)
    yield from _by_token(evidence)


def _by_token(evidence: Evidence) -> Iterator[Finding]:
    claims = claims_of(shown_token(evidence))
    if (
        claims is None
        or evidence.last is None
        or evidence.request is None
        or not evidence.refused
        or evidence.error not in _OF_THE_TOKEN
    ):
        return
    issuer, sent = str(claims.get("iss", "")), _bare(evidence.request.url)
    fact = _tenants_apart(f"{issuer}/", sent)
    if not fact or not _of_one_operator(*(urlsplit(one).hostname or "" for one in (issuer, sent))):
        return
    yield Finding(
        name="issuer-mixed-up",
        # A resource may serve the tokens of several realms.
        confidence=Confidence.LIKELY if evidence.last.purpose is Purpose.RESOURCE else Confidence.CERTAIN,
        what="the token of one realm or tenant is used at another",
        why=because(f"{fact}; a token is known only to the issuer that made it", evidence),
        help="take endpoint and token from the same issuer, with --issuer",
        where=(
            Pointer(request_name(evidence), "the token's iss", issuer),
            Pointer(request_name(evidence), "url", sent),
        ),
        see=("RFC 9700 section 4.4", "tokencli explain issuer-mixed-up"),
    )


def _by_code(evidence: Evidence) -> Iterator[Finding]:
    sign_in = sign_in_of(evidence)
    if sign_in is None or evidence.request is None or not evidence.in_question:
        return
    asked, sent = _bare(sign_in.exchange.request.url), _bare(evidence.request.url)
    fact = _named(evidence, sign_in) or _realms_apart(evidence, asked, sent)
    hosts = "" if fact else _hosts_apart(evidence, asked, sent)
    if not fact and not hosts:
        return
    sure = Confidence.CERTAIN if sign_in.linked else Confidence.LIKELY
    yield Finding(
        name="issuer-mixed-up",
        # An operator may have hosts of several names.
        confidence=sure if fact else Confidence.POSSIBLE,
        what="the code of one server, realm or tenant is redeemed at another",
        why=because(f"{fact or hosts}; a code is known only to the issuer that made it", evidence),
        help="take both endpoints from the metadata of one issuer, with --issuer",
        where=(
            Pointer(sign_in.name, "url", asked),
            Pointer(request_name(evidence), "url", sent, first_difference(asked, sent)),
        ),
        see=("RFC 9207 section 1", "RFC 9700 section 4.4", "tokencli explain issuer-mixed-up"),
    )


def _realms_apart(evidence: Evidence, asked: str, sent: str) -> str:
    return "" if _told(evidence, asked, sent) else _tenants_apart(asked, sent)


def _hosts_apart(evidence: Evidence, asked: str, sent: str) -> str:
    """Which two hosts the addresses are of; empty when they are known to be of one server."""
    one_host, other_host = urlsplit(asked).hostname or "", urlsplit(sent).hostname or ""
    if not one_host or not other_host or _of_one_operator(one_host, other_host):
        return ""
    if not is_known(one_host) or not is_known(other_host):
        return ""
    if _told(evidence, asked, sent) or _of_one_realm(asked, sent) or _of_one_service(asked, sent):
        return ""
    return f"the hosts {one_host} and {other_host} are two"


def _told(evidence: Evidence, asked: str, sent: str) -> bool:
    """Whether the metadata names both."""
    told = evidence.metadata
    return told.get("authorization_endpoint") == asked and told.get("token_endpoint") == sent


def _of_one_realm(one_url: str, other_url: str) -> bool:
    """Whether it is the realm of one name, as a server has it that is reached by an inner and an outer host."""
    one, other = re.search(_REALM, one_url), re.search(_REALM, other_url)
    return one is not None and other is not None and one[1] == other[1]


def _of_one_service(one_url: str, other_url: str) -> bool:
    """Whether both are of a product that is one server for everybody, whatever hosts it has."""
    service = recognise(one_url, {})
    return service is not None and not service.tenant and service is recognise(other_url, {})


def _tenants_apart(one_url: str, other_url: str) -> str:
    """Which two tenants the addresses are of; empty when they are of one, or of none that is known."""
    for pattern, kind in _TENANTS:
        one, other = re.search(pattern, one_url), re.search(pattern, other_url)
        if one and other and _are_two(one[1].lower(), other[1].lower()):
            return f"the {kind}s {one[1]} and {other[1]} are two"
    return ""


def _are_two(one: str, other: str) -> bool:
    by_guid = {_GUID.fullmatch(name) is not None for name in (one, other)}
    return one != other and not {one, other} & _FOR_ALL and len(by_guid) == 1


def _named(evidence: Evidence, sign_in: SignInSeen) -> str:
    # RFC 9207 section 2: iss is the issuer identifier of the authorization server that created the authorization response.
    named, issuer = sign_in.brought.get("iss", ""), str(evidence.metadata.get("issuer", ""))
    return f"the answer names the issuer {named}, not {issuer}" if named and issuer and named != issuer else ""


def _of_one_operator(one_host: str, other_host: str) -> bool:
    return one_host == other_host or _site(one_host) == _site(other_host) != ""


def _site(host: str) -> str:
    """The part under which one operator has several hosts, such as accounts.google.com; empty for an address."""
    labels = host.split(".")
    return "" if labels[-1].isdigit() or len(labels) < 2 else ".".join(labels[-2:])  # noqa: PLR2004 - name and top


def _bare(url: str) -> str:
    return re.sub(r"(?<=://)[^/]*@", "", re.split(r"[?#]", url)[0])
