"""The client is told apart from its grant: it shows who it is, with a grant of which nothing can come.

Means:
    `client-or-secret-wrong`: the client was refused in every way in which its secret or key can be shown.
    A server judges the client before it looks at the grant (RFC 6749 section 5.2). So a made-up code, refresh token or assertion
    is refused with invalid_grant when the client is accepted, and with invalid_client when it is not. Where the client is refused,
    the same secret is sent once in each other way: in the header or in the body, form-encoded or raw, for another audience.

Seen by:
    One request with a made-up grant, and one for each other way at most. Nothing that is good once is sent, and no user's password.
    For client credentials it is the request itself, which uses up nothing. `--no-probe` sends none of these.

Do:
    Use the way that was accepted; where none was, the client id or its secret is wrong.

See:
    RFC 6749 section 2.3, RFC 6749 section 5.2, tokencli explain auth-method-not-accepted
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from tokencli.app.get_token import back_channel, chosen_method, client_authentication, run_at
from tokencli.app.inquiry import Step, failing, not_reached, verdict, words
from tokencli.app.looked import Looked
from tokencli.app.redirect_uri_of import redirect_uri_of
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.known_errors import from_provider
from tokencli.diagnosis.other_tries import client_accepted
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.identifiers import CLIENT_CREDENTIALS
from tokencli.oauth.made_up import made_up_request
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.inquiry import Inquiry
    from tokencli.diagnosis.evidence import Evidence
    from tokencli.oauth.client_auth import ClientAuthentication
    from tokencli.oauth.server import Server
    from tokencli.settings.resolve import Settings
    from tokencli.wire.exchange import Exchange

_OURS = Origin(Source.DEFAULT, "tokencli diagnose")
_BASIC, _POST = "client_secret_basic", "client_secret_post"
# RFC 6749 section 5.2: the client is known, and this grant is not for it, or not known to the server.
_OF_THE_GRANT = frozenset({"unauthorized_client", "unsupported_grant_type"})


def look(inquiry: Inquiry) -> Step:
    """Whether the server takes the client, and in which way."""
    server = inquiry.server
    if server is None:
        return not_reached()
    method = chosen_method(server, inquiry.settings)
    if inquiry.settings.get("client_id") is None:
        return not_reached("no client is named")
    if not inquiry.probe:
        return not_reached("not asked (--no-probe)")
    refused = _ask(inquiry, server, inquiry.settings)
    evidence = inquiry.evidence(refused)
    if client_accepted(evidence) or _is_known(evidence):
        return _accepted(inquiry, evidence, method)
    if not evidence.client_refused:
        return _undecided(evidence)
    inquiry.client_accepted = False
    others = [exchange for other in _other_ways(inquiry, method) for exchange in _ask(inquiry, server, other)]
    return _refused(inquiry, method, others, refused)


def _way(method: str) -> str:
    return " as a public client" if method == "none" else f" with {method}"


def _is_known(evidence: Evidence) -> bool:
    """Whether the client was refused for what it asks; some products say this of a wrong secret too."""
    said = evidence.error == "unauthorized_client" and not evidence.client_refused
    return said and not any(from_provider(evidence))


def _accepted(inquiry: Inquiry, evidence: Evidence, method: type[ClientAuthentication]) -> Step:
    inquiry.client_accepted = True
    if evidence.error in _OF_THE_GRANT and evidence.grant_type == inquiry.grant_type:
        inquiry.grant_refused = evidence
    return Step(Looked(f"accepted{_way(method.method)}: {_said(evidence)}"))


def _said(evidence: Evidence) -> str:
    if evidence.error in _OF_THE_GRANT:
        return f"the server refuses the grant {evidence.grant_type} ({evidence.error})"
    if isinstance(evidence.reply, TokenSet):
        return "it got a token"
    fault = "the made-up grant alone" if evidence.error == "invalid_grant" else "something else"
    return f"the server found fault with {fault} ({evidence.error})"


def _ask(inquiry: Inquiry, server: Server, settings: Settings) -> tuple[Exchange, ...]:
    """The request with a made-up grant, or for client credentials the request itself."""
    mark, wiring = inquiry.mark, inquiry.wiring
    if inquiry.listed is not None and inquiry.grant_type == CLIENT_CREDENTIALS:
        run = run_at(server, inquiry.listed, settings, wiring)
        if settings is inquiry.settings:
            inquiry.run = run
        return inquiry.since(mark)
    authentication = client_authentication(server, settings, wiring)
    channel = back_channel(server, settings, wiring, authentication, CommonMembers())
    members = made_up_request(inquiry.grant_type, redirect_uri_of(settings, wiring.ambient), wiring.ambient)
    wiring.perform(channel.post("token_endpoint", members, Purpose.TOKEN))
    return inquiry.since(mark)


def _undecided(evidence: Evidence) -> Step:
    """What is neither a yes nor a no to the client."""
    if evidence.error == "invalid_request":
        what = f"not told: the server found fault with the request itself (invalid_request{words(evidence)})"
        return Step(Looked(what, there=False))
    what = f"{evidence.error or 'no answer of a token endpoint'}{words(evidence)}"
    return Step(failing(what, find(evidence)), verdict(evidence))


def _refused(
    inquiry: Inquiry, method: type[ClientAuthentication], others: list[Exchange], refused: tuple[Exchange, ...]
) -> Step:
    evidence = inquiry.evidence((*others, *refused))  # what is explained is the way that was asked for
    ways = [one for one in others if client_accepted(inquiry.evidence([one]))]
    told = f"refused{_way(method.method)} ({evidence.error or f'status {evidence.status}'})"
    if ways:
        told += f"; accepted {_in_words(inquiry.evidence([ways[0]]), method.method)}"
        return Step(failing(told, find(evidence)), verdict(evidence))
    told += f"; nor was it accepted in {_counted(len(others), 'other way')}" if others else ""
    # What the error code means in general has been tried.
    found = [one for one in find(evidence) if one.name != "invalid-client"]
    return Step(failing(told, (*found, _wrong(evidence, method.method, others))), verdict(evidence))


def _in_words(evidence: Evidence, method: str) -> str:
    other = evidence.client.method
    if other != method:
        return f"with {other}"
    return "in the other encoding" if method == _BASIC else "for another audience"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}"


def _wrong(evidence: Evidence, method: str, others: list[Exchange]) -> Finding:
    tried = (
        f"it was refused in {_counted(len(others) + 1, 'way')} of showing the same secret"
        if others
        else "it was refused"
    )
    public = method == "none"
    return Finding(
        name="client-or-secret-wrong",
        confidence=Confidence.LIKELY if others or public else Confidence.POSSIBLE,
        what="the server knows no such client"
        if public
        else "the server knows no such client, or its secret or key is another",
        why=because(f"{tried}, with a grant that was made up or needs none", evidence),
        help="compare the client id and whether it may go without a secret with the registration at this very server"
        if public
        else "compare client id and secret with the registration at this very server, letter for letter; the secret may have expired",
        where=(Pointer("token request", "client_id", evidence.client.client_id or "missing"), error_pointer(evidence)),
        see=("RFC 6749 section 5.2", "tokencli explain client-or-secret-wrong"),
    )


def _other_ways(inquiry: Inquiry, method: type[ClientAuthentication]) -> Iterator[Settings]:
    """The settings for every other way in which the same secret or key can be shown."""
    settings, server = inquiry.settings, inquiry.server
    listed = server.auth_methods if server else None
    if method.method in {_BASIC, _POST}:
        raw = settings.get("basic_encoding") == "raw"
        differ = _differs_encoded(inquiry)
        if method.method == _BASIC and differ:
            yield _with(settings, basic_encoding="form" if raw else "raw")
        other = _POST if method.method == _BASIC else _BASIC
        if listed is None or other in listed:
            yield _with(settings, auth_method=other)
            if other == _BASIC and differ:
                yield _with(settings, auth_method=other, basic_encoding="form" if raw else "raw")
    elif method.method in {"private_key_jwt", "client_secret_jwt"} and settings.get("client_assertion") is None:
        # RFC 10070: the issuer; before it, servers wanted the token endpoint.
        named = settings.get("assertion_audience")
        known = (server.issuer if server else "", "token-endpoint")
        yield from (_with(settings, assertion_audience=one) for one in known if one and one != (named or known[0]))


def _differs_encoded(inquiry: Inquiry) -> bool:
    secret = inquiry.settings.get("client_secret")
    texts = (str(inquiry.settings.get("client_id")), inquiry.wiring.secrets.text(secret, "client secret"))
    return any(quote_plus(text) != text for text in texts)


def _with(settings: Settings, **values: Any) -> Settings:
    for name, value in values.items():
        settings = settings.with_value(name, Setting(value, _OURS))
    return settings
