"""Browsers that are played with plain HTTP, one for the pages of each server."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin

import httpx

from tests.interop.command_line import LIMIT_SECONDS
from tests.interop.visitor import CALLBACK

MOST_STEPS = 12
CLIENT = CALLBACK.removesuffix("/callback")


@dataclass(frozen=True)
class AtOidcProvider:
    """Someone at oidc-provider, where a header answers every prompt; nobody where the name is empty."""

    person: str = "alice"
    refusing: bool = False

    def follow(self, url: str) -> httpx.Response:
        """Opens a URL, and goes where it leads."""
        headers = {"accept": "text/html", **({"x-auto-user": self.person} if self.person else {})}
        with httpx.Client(trust_env=False, headers=headers, timeout=LIMIT_SECONDS) as browser:
            return self._walk(browser, browser.get(url))

    def _walk(self, browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
        for _ in range(MOST_STEPS):
            where = urljoin(str(answer.url), answer.headers.get("location", ""))
            if not answer.is_redirect or where.startswith(CLIENT):
                return answer
            answer = browser.get(f"{where}/abort" if self.refusing and "/interaction/" in where else where)
        raise AssertionError(f"no end: {answer.url}")


@dataclass(frozen=True)
class AtKeycloak:
    """Someone at Keycloak's own pages."""

    person: str = "alice"
    refusing: bool = False

    def follow(self, url: str) -> httpx.Response:
        """Opens a URL, signs in where that is asked, and agrees or refuses where that is asked."""
        with httpx.Client(trust_env=False, timeout=LIMIT_SECONDS) as browser:
            browser.event_hooks = {"response": [partial(_keep_cookies_of_loopback, browser.cookies)]}
            answer = browser.get(url)
            for _ in range(MOST_STEPS):
                form = re.search(r'<form[^>]*action="([^"]+)"', answer.text) if answer.status_code == 200 else None
                where = urljoin(str(answer.url), answer.headers.get("location", ""))
                if form is not None and self.person:
                    answer = browser.post(
                        urljoin(str(answer.url), html.unescape(form[1])), data=self._filled(answer.text)
                    )
                elif answer.is_redirect and not where.startswith(CLIENT):
                    answer = browser.get(where)
                else:
                    return answer
        raise AssertionError(f"no end: {answer.url}")

    def _filled(self, page: str) -> dict[str, str]:
        if 'name="password"' in page:
            return {"username": self.person, "password": f"{self.person}-pw"}
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        return dict(hidden) | ({"cancel": "No"} if self.refusing else {"accept": "Yes"})


def _keep_cookies_of_loopback(cookies: httpx.Cookies, answer: httpx.Response) -> None:
    """As browsers do, which send cookies marked Secure to loopback without TLS."""
    for field in answer.headers.get_list("set-cookie"):
        name, _, value = field.partition(";")[0].partition("=")
        if name in cookies:
            cookies.delete(name)
        cookies.set(name, value)
