"""Headers that keep pages from being framed, sniffed or scripted by others, and bodies small."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, abort, request

from indexer.settings import Settings
from web.auth.sign_in import read_signed_in

_HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # Addresses hold what people search for: no other site learns them.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    # Reports are added while the portal runs: a browser asks again before it shows a page it has.
    ("Cache-Control", "no-cache"),
)
_LARGEST_BODY = 64 * 1024
_LARGEST_LIST, _MOST_PARTS = 128 * 1024, 2000
"""For the thousand files that may wait: each named by its hash, or sent by itself."""


def install(app: Flask, settings: Settings) -> None:
    """Have every response carry the headers, and refuse large bodies unread."""
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.before_request(partial(_refuse_large_bodies, settings))
    app.after_request(_add_headers)


def find_largest_body(app: Flask, settings: Settings, path: str, cookies: str) -> int:
    """How large a body may be that is about to come, in bytes: it is not read, nor put on the disk, before
    it is known who sends it."""
    if not path.startswith("/staff/"):
        return _LARGEST_BODY
    with app.test_request_context(path, method="POST", headers={"Cookie": cookies}):
        return _largest_body(settings)


def _refuse_large_bodies(settings: Settings) -> None:
    most = _largest_body(settings)
    if most > _LARGEST_BODY:
        request.max_content_length, request.max_form_parts = most, _MOST_PARTS
    if (request.content_length or 0) > most:
        abort(413)


def _largest_body(settings: Settings) -> int:
    """How large the body of the current request may be: what strangers send is small."""
    if request.endpoint in ("staff.upload", "staff.publish") and read_signed_in():
        return settings.max_upload_bytes if request.endpoint == "staff.upload" else _LARGEST_LIST
    return _LARGEST_BODY


def _add_headers(response: Response) -> Response:
    # Each look into the headers goes through all of them: one look for all.
    given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # not a dict
    response.headers.extend([each for each in _HEADERS if each[0].lower() not in given])
    return response
