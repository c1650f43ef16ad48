"""The pages a person sees in the browser after a sign-in: plain, without scripts where they can be, with nothing reflected."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.oauth.flow import Judgement

_STYLE = (
    ":root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:18vh auto;padding:0 1.5rem}"
    "h1{font-size:1.6rem;margin:0 0 .5rem}p{margin:.5rem 0}"
)
# RFC 9700 section 4.2.4: no third-party resources and no referrer on a page that was opened with a code in its URL.
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>tokencli</title>'
    "<style>{style}</style></head><body><h1>{title}</h1><p>{text}</p>{more}</body></html>"
)
# The one page with a script: what stands behind # is never sent to a server, so the page posts it on.
FRAGMENT = "fragment"
_RELAY = (
    "<script>var h=location.hash.slice(1),f=document.createElement('form'),i=document.createElement('input');"
    "f.method='post';f.action=location.pathname;i.type='hidden';i.name='fragment';i.value=h;f.appendChild(i);"
    "history.replaceState(null,'',location.pathname);document.body.appendChild(f);if(h)f.submit()</script>"
    "<noscript><p>This answer needs scripts. Copy the address of this page and paste it into the terminal.</p></noscript>"
)


def _page(title: str, text: str, more: str = "") -> str:
    return _PAGE.format(style=_STYLE, title=escape(title), text=escape(text), more=more)


def answer_page(judgement: Judgement) -> str:
    """The page for an answer: success, or what went wrong, in words."""
    return _page("Done" if judgement.success else "Not signed in", judgement.says)


def waiting_page(text: str) -> str:
    """The page for a request that is no answer."""
    return _page("tokencli", text)


def relay_page() -> str:
    """The page that sends on an answer that came in the fragment (OAuth 2.0 Multiple Response Types section 2.1)."""
    return _page("One moment", "The answer is being handed to the terminal.", _RELAY)
