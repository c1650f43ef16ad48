"""The pages a person sees in the browser after a sign-in: plain, without scripts where they can be, with nothing reflected."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.oauth.flow import Judgement

_STYLE = (
    ":root{color-scheme:light dark;--ink:#1f2430;--soft:#5b6472;--back:#f4f5f7;--card:#fff;--line:#0001;--mark:#64748b}"
    "@media(prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#a3acba;--back:#14171c;--card:#1d2129;--line:#fff1}}"
    "body{font:1.05rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--back);margin:0;min-height:100vh;"
    "display:grid;place-items:center}main{background:var(--card);border:1px solid var(--line);border-radius:14px;"
    "box-shadow:0 8px 30px #0001;max-width:26rem;margin:1rem;padding:2.2rem 2.4rem}"
    "h1{font-size:1.45rem;margin:.9rem 0 .4rem}p{margin:.4rem 0;color:var(--soft)}small{color:var(--soft)}"
    ".mark{display:grid;place-items:center;width:3rem;height:3rem;border-radius:50%;background:var(--mark);color:#fff;"
    "font-size:1.5rem;font-weight:700}.good{--mark:#15803d}.bad{--mark:#b91c1c}"
)
# RFC 9700 section 4.2.4: no third-party resources and no referrer on a page that was opened with a code in its URL.
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>tokencli: {title}</title>'
    '<style>{style}</style></head><body><main class="{look}"><div class="mark" aria-hidden="true">{mark}</div>'
    "<h1>{title}</h1><p>{text}</p>{more}</main></body></html>"
)
# The one page with a script: what stands behind # is never sent to a server, so the page posts it on.
FRAGMENT = "fragment"
_RELAY = (
    "<script>var h=location.hash.slice(1),f=document.createElement('form'),i=document.createElement('input');"
    "f.method='post';f.action=location.pathname;i.type='hidden';i.name='fragment';i.value=h;f.appendChild(i);"
    "history.replaceState(null,'',location.pathname);document.body.appendChild(f);if(h)f.submit()</script>"
    "<noscript><p>This answer needs scripts. Copy the address of this page and paste it into the terminal.</p></noscript>"
)


def _page(title: str, text: str, more: str = "", look: str = "", mark: str = "…") -> str:
    return _PAGE.format(style=_STYLE, title=escape(title), text=escape(text), more=more, look=look, mark=mark)


def answer_page(judgement: Judgement) -> str:
    """The page for an answer: success, or what went wrong, in words."""
    if judgement.success:
        return _page("Done", judgement.says, look="good", mark="✓")
    return _page("Not signed in", judgement.says, look="bad", mark="✗")


def waiting_page(text: str) -> str:
    """The page for a request that is no answer."""
    return _page("tokencli", text)


def relay_page() -> str:
    """The page that sends on an answer that came in the fragment (OAuth 2.0 Multiple Response Types section 2.1)."""
    return _page("One moment", "The answer is being handed to the terminal.", _RELAY)
