"""The pages people see: plain HTML, no scripts."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    # RFC 6749 section 10.13: the "x-frame-options" header can keep the page from being framed by another site.
    "X-Frame-Options": "DENY",
    # No form-action: browsers apply it to the redirect that follows, and that goes to the client.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
}


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """One page.

    Args:
        template: The file's name without its ending.
        status: The HTTP status.
        **values: What the template shows; escaped there.

    Returns:
        The response.
    """
    return Response(render_template(f"{template}.html", **values), status=status, headers=HEADERS, mimetype="text/html")
