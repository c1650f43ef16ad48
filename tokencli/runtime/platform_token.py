"""The token by which a platform says what runs on it: GitHub Actions hands one out when asked, Kubernetes keeps one in a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from tokencli.errors import NotReached, PlatformFailed, UsageProblem
from tokencli.wire.exchange import NoAnswer
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.message import Request, Response, build_request, is_http_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Where a pod finds the token of its service account unless a projected volume says otherwise.
KUBERNETES_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"  # noqa: S105 - a path
ACTIONS_URL, ACTIONS_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
_OK, _TOO_MANY, _SERVER_FAILURE = 200, 429, 500
_CREDENTIALS = re.compile(r"[\x21-\x7e]+")  # RFC 9110 section 11.2, and leniently so

_AS_IT_IS = "hand the variable on as the runner sets it"


def actions_request(audience: str, environ: Mapping[str, str], user_agent: str) -> Request:
    """The request for the token of a GitHub Actions job; Forgejo has the same contract.

    Args:
        audience: Whom the token is for; empty for what the platform takes by itself.
        environ: The environment of the job.
        user_agent: The value of `User-Agent`.

    Raises:
        UsageProblem: This is no such job, it may not have a token, or what it was given is damaged. No value is quoted.
    """
    missing = [name for name in (ACTIONS_URL, ACTIONS_TOKEN) if not environ.get(name)]
    if missing:
        raise UsageProblem(
            f"github-actions: {missing[0]} is not set",
            "run it in a job of GitHub Actions that has the permission id-token: write",
        )
    url = environ[ACTIONS_URL]
    if not is_http_url(url):
        raise UsageProblem(f"github-actions: {ACTIONS_URL} is no http or https URL", _AS_IT_IS)
    if not _CREDENTIALS.fullmatch(environ[ACTIONS_TOKEN]):
        raise UsageProblem(
            f"github-actions: {ACTIONS_TOKEN} holds white space or other characters that no token has", _AS_IT_IS
        )
    if audience:
        url += f"{'&' if urlsplit(url).query else '?'}audience={quote(audience, safe='')}"
    headers = (
        ("Accept", "application/json"),
        ("User-Agent", user_agent),
        ("Authorization", f"Bearer {environ[ACTIONS_TOKEN]}"),
    )
    return build_request("GET", url, headers)


def actions_token(request: Request, send: Callable[[Request], Response | NoAnswer]) -> str:
    """Asks for the token of a job.

    Args:
        request: What `actions_request` made.
        send: Sends it.

    Raises:
        NotReached: No answer came.
        PlatformFailed: The platform failed, or has been asked too often.
        UsageProblem: The platform refused, or its answer holds no token.
    """
    answer = send(request)
    if isinstance(answer, NoAnswer):
        raise NotReached(f"github-actions: the runner's token service did not answer: {answer.detail}")
    if answer.status == _TOO_MANY or answer.status >= _SERVER_FAILURE:
        raise PlatformFailed(
            f"github-actions: the runner's token service failed with status {answer.status}", "try again later"
        )
    document = read_json(answer.body)
    token = document.value.get("value") if isinstance(document, JsonText) and isinstance(document.value, dict) else None
    if answer.status != _OK or not isinstance(token, str) or not token:
        raise UsageProblem(
            f"github-actions: the runner's token service answered {answer.status} without a token",
            "see that the job has the permission id-token: write; a job of a fork has none",
        )
    return token
