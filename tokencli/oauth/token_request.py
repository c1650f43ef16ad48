"""One request to the token endpoint and the judgement of its answer (RFC 6749 section 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.tokens.reply import Reply, read_token_reply
from tokencli.wire.exchange import NoAnswer, Purpose

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Flow
    from tokencli.wire.form import Members


def request_tokens(channel: BackChannel, members: Members, *, repeatable: bool = False) -> Flow[Reply | NoAnswer]:
    """Asks the token endpoint once.

    Args:
        channel: The way to the server.
        members: The members of the request, without the client's credentials.
        repeatable: Whether nothing is spent by it, so that it may be sent again when the server was not ready.
    """
    answer = yield from channel.post("token_endpoint", members, Purpose.TOKEN, repeatable=repeatable)
    return answer if isinstance(answer, NoAnswer) else read_token_reply(answer, channel.ambient.now())
