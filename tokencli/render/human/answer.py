"""What an endpoint told about a token or a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.times import moment
from tokencli.oauth.endpoints.introspection import Introspection
from tokencli.oauth.endpoints.revocation import Revoked
from tokencli.render.human.console import facts, line, stack
from tokencli.render.human.exchange import exchange_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType
    from rich.text import Text

    from tokencli.app.results import Run
    from tokencli.oauth.endpoints.userinfo import UserInfo
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor

_TIMES = frozenset({"exp", "iat", "nbf", "auth_time", "updated_at"})
# RFC 7009 section 2.2: invalid tokens do not cause an error response, since the purpose is already achieved.
_GONE = "not good now; the server says the same of a token that it never knew (RFC 7009 section 2.2)"


def answer_view(run: Run, look: Look, redactor: Redactor) -> RenderableType:
    """The exchange in one line, and what was told."""
    told = run.answer
    if told is None:
        raise TypeError("a view of an answer needs an answer")
    rows = [("token", line(_GONE))] if isinstance(told, Revoked) else [*_members(told, look, redactor)]
    if run.checks:
        rows.append(("checked", line(f"{len(run.checks)} checks passed")))
    rows += [("note", line(f"{redactor.text(one.what)} ({one.spec})")) for one in run.deviations]
    head = exchange_head(run.evidence.last, look, redactor) if run.evidence.last else None
    return stack(head, facts(rows, redactor))


def _members(told: Introspection | UserInfo, look: Look, redactor: Redactor) -> Iterator[tuple[str, Text]]:
    if isinstance(told, Introspection):
        yield "active", line("yes" if told.active else "no", "green" if told.active else "red")
    for name, value in told.members.items():
        if name != "active" or not isinstance(told, Introspection):
            yield name, line(redactor.text(_shown(name, value, look.now)))


def _shown(name: str, value: Any, now: float) -> str:
    if name in _TIMES and isinstance(value, int | float) and not isinstance(value, bool):
        return moment(value, now)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
