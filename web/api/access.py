"""Who may ask how often: any site's scripts may read, and as many times a minute as the settings allow."""

from __future__ import annotations

import math
import time
from functools import partial

from flask import Flask, Response, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from indexer.settings import Settings
from web.problem import answer

_PATH = "/api/"
_READABLE = "ETag, Link, Retry-After, RateLimit, RateLimit-Policy"
_MINUTE = 60


class ApiLimit:
    """How often one address asks one process."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._most = per_minute

    def refuse(self) -> Response | None:
        """Count a request; return the answer to one that is too many."""
        if not _is_read() or self._limiter.hit(self._item, _find_asker()):
            return None
        response = answer(429, "busy", f"每分钟最多 {self._most} 次请求，请稍候再试。")
        response.headers["Retry-After"] = str(self._read_wait())
        return response

    def tell(self, response: Response) -> Response:
        """Say in an answer how much is left (draft-ietf-httpapi-ratelimit-headers-10)."""
        if _is_read():
            left = self._limiter.get_window_stats(self._item, _find_asker()).remaining
            response.headers["RateLimit-Policy"] = f'"address";q={self._most};w={_MINUTE}'
            response.headers["RateLimit"] = f'"address";r={left};t={self._read_wait()}'
        return response

    def _read_wait(self) -> int:
        """Seconds until one more request is answered, at least 1."""
        reset = self._limiter.get_window_stats(self._item, _find_asker()).reset_time
        return max(1, math.ceil(reset - time.time()))


def install(app: Flask, settings: Settings) -> None:
    """Let scripts of all sites read the API, and limit it where the settings do."""
    if settings.api_per_minute:
        limit = ApiLimit(settings.api_per_minute)
        app.before_request(limit.refuse)
        app.after_request(limit.tell)
    app.after_request(partial(_allow_sites))


def _allow_sites(response: Response) -> Response:
    """Answers of the API are the same for everybody: no cookie is asked for, so none is told of."""
    if request.path.startswith(_PATH):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _READABLE
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, Accept"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _is_read() -> bool:
    return request.path.startswith(_PATH) and request.method != "OPTIONS"


def _find_asker() -> str:
    return request.remote_addr or ""
