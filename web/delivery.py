"""How pages are delivered: compressed where the browser can, and not at all where it has them already."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_compress import Compress

from web.auth.sign_in import read_signed_in

_SETTINGS = {
    "COMPRESS_REGISTER": False,
    "COMPRESS_ALGORITHM": ["zstd", "gzip"],
    "COMPRESS_LEVEL": 4,
    # Files that are taken away whole are sent while they are made.
    "COMPRESS_STREAMS": False,
    "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,
}

_CONDITIONS = frozenset(
    f"HTTP_{name}"
    for name in ("IF_MATCH", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE", "IF_RANGE", "RANGE")
)
"""Headers of those who have something already: only they may be answered by less than all."""


def install(app: Flask) -> None:
    """Compress answers and tell what has not changed. Comes before whatever else looks at answers: what is
    registered first is done last.
    """
    app.config.update(_SETTINGS)
    compress = Compress()
    compress.init_app(app)

    def deliver(response: Response) -> Response:
        if response.is_streamed or request.method not in ("GET", "HEAD"):
            return response
        if response.status_code == 200:
            response.add_etag()
        # A page that holds a token of its reader's session and what somebody else had them search for must
        # not be compressed: its size would tell of the token (the attack is known as BREACH).
        if not read_signed_in():
            response = compress.after_request(response)
        if not _CONDITIONS.isdisjoint(request.environ):
            response.make_conditional(request)
        return response

    app.after_request(deliver)
