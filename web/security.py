"""Headers that keep pages from being framed, sniffed or scripted by others, and bodies small."""

from __future__ import annotations

from flask import Flask, Response, abort, request

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Addresses hold what people search for: no other site learns them.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_LARGEST_BODY = 64 * 1024


def install(app: Flask) -> None:
    """Have every response carry the headers, and refuse large bodies unread."""
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.before_request(_refuse_large_bodies)
    app.after_request(_add_headers)


def _refuse_large_bodies() -> None:
    if (request.content_length or 0) > _LARGEST_BODY:
        abort(413)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    # Reports are added while the portal runs: a browser asks again before it shows a page it has.
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
