"""An original as a browser shows it in a frame: a page from elsewhere, which runs and loads nothing."""

from __future__ import annotations

from flask import Response

from indexer.ingest.opened import ShownFile

_HTML = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "form-action 'none'; base-uri 'none'"
)
"""A page from elsewhere runs nothing, sends nothing and loads nothing, in a frame or by itself."""
_PDF = "script-src 'none'; frame-ancestors 'self'"
"""The viewer of a browser does not run in a sandbox; it has one of its own."""


def respond(shown: ShownFile) -> Response:
    """Return the file for a frame of a page of this portal."""
    charset = "" if shown.is_pdf else "; charset=utf-8"
    response = Response(shown.data, content_type=shown.mimetype + charset)
    response.headers["Content-Security-Policy"] = _PDF if shown.is_pdf else _HTML
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
