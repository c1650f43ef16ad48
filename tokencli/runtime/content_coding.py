"""The coding of a body undone, never beyond a stated size (RFC 9110 section 8.4)."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.wire.message import Response

LARGEST_BODY = 10 * 1024 * 1024  # octets; no token answer comes near it
CUT = f"the body was cut at {LARGEST_BODY // (1024 * 1024)} MB"


def decode_content(response: Response) -> tuple[bytes, str]:
    """Undoes gzip and deflate (RFC 9110 section 8.4.1), never beyond the limit.

    Returns:
        The body, and what was wrong with the coding; a body whose coding lies is returned as it came.
    """
    coding = (response.header("content-encoding") or "identity").strip().lower()
    if coding == "identity" or not response.body:
        return response.body, ""
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return response.body, f"the body is coded as {coding}, which was not asked for"
    # RFC 9110 section 8.4.1.2: some non-conformant implementations send the "deflate" compressed data without the wrapper.
    for form in (zlib.MAX_WBITS | 32, *((-zlib.MAX_WBITS,) if coding == "deflate" else ())):
        unpacker = zlib.decompressobj(form)
        with suppress(zlib.error):
            body = unpacker.decompress(response.body, LARGEST_BODY)
            if len(body) == LARGEST_BODY:
                return body, CUT
            return body, "" if unpacker.eof else f"the body's {coding} coding ends early"
    return response.body, f"the body says it is {coding} and is not; it is shown as it came"
