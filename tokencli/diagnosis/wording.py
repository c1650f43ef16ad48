"""What the server said, as rules ask for it, and the words that several rules share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.finding import Confidence, Pointer
from tokencli.oauth.answer import Unreadable
from tokencli.oauth.identifiers import AUTHORIZATION_CODE, REFRESH_TOKEN
from tokencli.wire.challenge import read_challenges
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.exchange import Exchange

LONGEST_QUOTE = 200
_MOST_READ = 10_000  # octets of an answer that is no JSON

# What a sentence of a server can be about. A rule asks for the one it looks for.
REDIRECT_URI = r"redirect|reply (?:url|address)|callback url"
CODE_VERIFIER = r"code.?verifier|code.?challenge|\bverifier\b|pkce|proof key"
SPENT = (
    r"expired|already|redeemed|been (?:used|revoked|consumed|claimed)|was (?:used|revoked)|not active|inactive"
    r"|no such session|no longer"
)
AUDIENCE = r"\baud\b|audience"
TIME = r"expired|expiration|not yet valid|valid time range|short-lived|clock|\biat\b|\bnbf\b|\bexp\b|in the future"
OTHER_CLIENT = (
    r"(?:another|different|other) client|issued (?:to|for) (?:another|a different)|not (?:been )?issued (?:to|for) (?:this|the) client"
    r"|\bclient(?:[ _]?ids?)? (?:don't|do not|does not|did not) match"
)
MISSING = r"missing|required|must (?:be|contain|include)|needed|not provided|no .{0,40}found|not found in"
AUTH_METHOD = r"auth(?:entication)?[ _-]?method|client_secret_(?:basic|post|jwt)'?,? (?:is )?not"

# How verifiers say it: OpenSSL on Linux, Security on macOS, CryptoAPI on Windows.
TLS_UNTRUSTED = r"self.signed|issuer certificate|first certificate|not trusted|untrusted.?root|unknown.ca"
TLS_OUT_OF_DATE = r"has expired|is expired|not yet valid|validity period|SEC_E_CERT_EXPIRED"
TLS_OTHER_NAME = r"mismatch|does not match|not valid for|no alternative certificate subject name|SEC_E_WRONG_PRINCIPAL"

# RFC 8446 section 6.2: what a server says of the certificate of a client, as OpenSSL spells it.
TLS_ALERT = (
    r"alert.(bad.certificate|unsupported.certificate|certificate.(?:expired|revoked|unknown)|unknown.ca|access.denied)"
)

_GRANT_TOPICS = (REDIRECT_URI, CODE_VERIFIER, SPENT)

# RFC 6749 section 5.2 lists every cause of a code in one sentence. Servers send that sentence whatever the cause was; what some
# send after it is about the cause at hand.
_SAYS_EVERYTHING = re.compile(
    r"^.*?(?:is invalid, expired,? (?:or )?revoked"
    r"|unknown client, no client"
    r"|includes an (?:unsupported|invalid) parameter"
    r"|the authenticated client is not authorized to use this).*?(?:\.(?=\s|$)|$)"
    r"(?:\s*Make sure that the various parameters are correct.*?redirect_uri you specified\.?)?",
    re.IGNORECASE,
)
# What servers say of every client that they refuse; the code says as much.
_SAYS_NOTHING = re.compile(
    r"(?:the )?client (?:authentication|credentials?)(?: has| have| is| are)? (?:failed|invalid)|invalid[ _]client|unauthorized"
    r"|invalid client or invalid client credentials|bad client credentials|invalid client credentials",
    re.IGNORECASE,
)
_MEMBERS = ("error_description", "hint", "error_hint", "suberror", "message", "error_message", "detail")


def words(evidence: Evidence) -> str:
    """What the server said besides the error code, on one line; empty when it said nothing.

    It may hold anything that was sent: to be searched, not to be shown. See `quote`.
    """
    return " ".join(" ".join(dict.fromkeys(_texts(evidence))).split())


def _texts(evidence: Evidence) -> Iterator[str]:
    answer = evidence.refusal or evidence.unrecognised
    if answer is not None and answer.members is not None:
        yield from _member_texts(answer.members)
    if evidence.unrecognised is not None and evidence.unrecognised.kind is Unreadable.OTHER:
        yield evidence.unrecognised.response.body[:_MOST_READ].decode("utf-8", "replace")
    if answer is not None:
        fields = answer.response.headers_named("www-authenticate")
        yield from (challenge.get("error_description") or "" for challenge in read_challenges(fields))


def _member_texts(members: Mapping[str, Any]) -> Iterator[str]:
    yield from (value for name in _MEMBERS if isinstance(value := members.get(name), str))
    if isinstance(members.get("error"), dict):
        yield from _member_texts(members["error"])


def says(evidence: Evidence, topic: str) -> bool:
    """Whether the server's own words name a topic; a sentence that it says for everything names nothing.

    Args:
        evidence: The run.
        topic: A pattern, compared without case.
    """
    return re.search(topic, _own_words(evidence), re.IGNORECASE) is not None


def says_why(evidence: Evidence) -> bool:
    """Whether the server gives a reason of its own: words that it does not say to everybody."""
    told = _own_words(evidence).strip(" .!")
    return bool(told) and not _SAYS_NOTHING.fullmatch(told)


def _own_words(evidence: Evidence) -> str:
    """What the server said of the cause at hand."""
    return _SAYS_EVERYTHING.sub("", words(evidence))


def singles_out(evidence: Evidence, topic: str) -> bool:
    """Whether the server's words name this cause of a refused grant and no other."""
    return says(evidence, topic) and not any(says(evidence, other) for other in _GRANT_TOPICS if other != topic)


def singles_out_another(evidence: Evidence, topic: str) -> bool:
    """Whether the server's words name one cause of a refused grant, and it is not this one."""
    return any(singles_out(evidence, other) for other in _GRANT_TOPICS if other != topic)


def not_looked_at(evidence: Evidence, topic: str) -> bool:
    """Whether the server refused the client, before it looked at this, and says nothing of it."""
    # RFC 6749 section 4.1.3: the server MUST authenticate the client, and then ensure that the code was issued to it.
    return evidence.client_refused and not says(evidence, topic)


def quote(evidence: Evidence) -> str:
    """What the server said, without what was secret in the run, cut to 200 characters."""
    return evidence.told(words(evidence), LONGEST_QUOTE)


def because(fact: str, evidence: Evidence) -> str:
    """The reason of a finding: a fact, and what the server said to it if it said anything."""
    told = quote(evidence)
    return f"{fact}; the server said: {told}" if told else fact


def likely_if(condition: object) -> Confidence:
    """`likely` when something speaks for it, else `possible`."""
    return Confidence.LIKELY if condition else Confidence.POSSIBLE


def request_name(evidence: Evidence) -> str:
    """The last request in words, as a pointer names it."""
    return _named(evidence, "request")


def answer_name(evidence: Evidence) -> str:
    """The last answer in words, as a pointer names it."""
    return _named(evidence, "answer")


def _named(evidence: Evidence, half: str) -> str:
    if evidence.last is None:
        return f"token {half}"
    return in_place(f"{evidence.last.purpose.value.replace('_', ' ')} {half}", evidence.last)


def in_text(exchange: Exchange) -> bool:
    """Whether an exchange was found in a text that somebody copied, of which a part may be missing."""
    return exchange.place.rpartition(", ")[2].startswith("line ")


def in_place(name: str, exchange: Exchange) -> str:
    """A request or an answer in words, with the place where it stands in a capture."""
    return f"{name} ({exchange.place})" if exchange.place else name


def error_pointer(evidence: Evidence) -> Pointer:
    """The place of the error code, or of the status where the server sent none."""
    if evidence.error:
        return Pointer(answer_name(evidence), "error", evidence.error)
    return Pointer(answer_name(evidence), "status", str(evidence.status))


def lifetime(evidence: Evidence, what: str) -> str:
    """`, at PRODUCT for SECONDS seconds` when the product is known and says so; else nothing."""
    seconds = evidence.provider.seconds(what) if evidence.provider else None
    return f", at {evidence.provider.title} for {seconds} seconds" if evidence.provider and seconds else ""


def may_be_spent(evidence: Evidence) -> str:
    """What a request without an answer may have used up, as a clause; empty when it could use up nothing."""
    if evidence.no_answer is not None and not evidence.no_answer.sent:
        return ""
    names = {AUTHORIZATION_CODE: "code", REFRESH_TOKEN: "refresh token"}
    spent = names.get(evidence.grant_type)
    return f"the request may have reached the server, so the {spent} may be spent" if spent else ""


def host_asked(evidence: Evidence) -> str:
    """The host that was asked, in words where it is not known."""
    return evidence.host or "the server"


def tls_problem(evidence: Evidence) -> str:
    """What the TLS library said; empty when TLS was not what failed."""
    problem = evidence.ended_without_answer(NoAnswerReason.TLS)
    return problem.detail if problem else ""
