"""What a person saves in the network tools of a browser, made from the browser's own log of its network.

Chromium exports a HAR by hand only, from a window; without a window there is nothing to press. The driver hands out the events from
which that export is made (Network.requestWillBeSent and so on, of the DevTools protocol), and this puts them together in the same
way: an entry for each redirect, bodies where the browser still has them, and, as in its export without sensitive data, no
cookies and no Authorization.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.interop.chromium import Chromium

_LEFT_OUT = frozenset({"cookie", "set-cookie", "authorization"})


@dataclass
class _Entry:
    """One request as far as its events told of it."""

    identifier: str
    began: float
    request: dict[str, Any]
    response: dict[str, Any] = field(default_factory=dict)
    failure: str = ""


def saved_har(browser: Chromium) -> str:
    """Everything that the browser asked since this was last asked, as a HAR file (HTTP Archive 1.2)."""
    entries: list[_Entry] = []
    for event in browser.network_events():
        _add(entries, event["method"], event["params"])
    log = {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": []}
    return json.dumps({"log": {**log, "entries": [_told(browser, one) for one in entries]}})


def _add(entries: list[_Entry], event: str, said: dict[str, Any]) -> None:
    identifier = said.get("requestId", "")
    open_one = next((one for one in reversed(entries) if one.identifier == identifier), None)
    if event == "Network.requestWillBeSent":
        if open_one is not None and "redirectResponse" in said:
            open_one.response = said["redirectResponse"]
            open_one.identifier = ""  # the next entry goes on under the same identifier
        entries.append(_Entry(identifier, said["wallTime"], said["request"]))
    elif open_one is not None and event == "Network.responseReceived":
        open_one.response = said["response"]
    elif open_one is not None and event == "Network.loadingFailed":
        open_one.failure = said["errorText"]


def _told(browser: Chromium, entry: _Entry) -> dict[str, Any]:
    asked, came = entry.request, entry.response
    posted = {"mimeType": _header(asked, "content-type"), "text": asked.get("postData", "")}
    return {
        "startedDateTime": datetime.fromtimestamp(entry.began, UTC).isoformat().replace("+00:00", "Z"),
        "time": 10,
        "request": {
            "method": asked["method"],
            "url": asked["url"] + asked.get("urlFragment", ""),
            "httpVersion": "HTTP/1.1",
            "headers": _fields(asked),
            **({"postData": posted} if posted["text"] else {}),
        },
        "response": {
            "status": came.get("status", 0),
            "statusText": came.get("statusText", ""),
            "httpVersion": "HTTP/1.1",
            "headers": _fields(came),
            "redirectURL": _header(came, "location"),
            "content": {"mimeType": came.get("mimeType", ""), **_body(browser, entry)},
            "_error": entry.failure or None,
        },
    }


def _body(browser: Chromium, entry: _Entry) -> dict[str, str]:
    from selenium.common.exceptions import WebDriverException

    if not entry.identifier:
        return {}
    try:
        body = browser.driver.execute_cdp_cmd("Network.getResponseBody", {"requestId": entry.identifier})
    except WebDriverException:
        return {}  # the browser has left the page and dropped it
    return {"text": body["body"], **({"encoding": "base64"} if body["base64Encoded"] else {})}


def _fields(message: dict[str, Any]) -> list[dict[str, str]]:
    told = message.get("headers", {})
    return [{"name": name, "value": value} for name, value in told.items() if name.lower() not in _LEFT_OUT]


def _header(message: dict[str, Any], wanted: str) -> str:
    return next((value for name, value in message.get("headers", {}).items() if name.lower() == wanted), "")
