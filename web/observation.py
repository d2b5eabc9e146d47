"""What whoever runs the portal learns of it: a line for each request, and counts for Prometheus.

No line tells who asked or from where, and none tells what was searched for unless the settings ask for it
(and then the footer of every page says so). Both are off by default and cost nothing then.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

from flask import Flask, Response, abort, g, request

from indexer.errors import NianbaoError
from indexer.settings import Settings
from web.context import the_archive


def install(app: Flask, settings: Settings) -> None:
    """Write what the settings ask for. Comes first: what is registered first is done last."""
    app.jinja_env.globals["queries_logged"] = bool(settings.access_log and settings.log_queries)
    watchers: list[Callable[[Response, float], None]] = []
    if settings.access_log:
        watchers.append(_AccessLog(settings.access_log == "json", bool(settings.log_queries)).write)
    if settings.metrics:
        metrics = _Metrics()
        watchers.append(metrics.count)
        app.add_url_rule("/metrics", "metrics", metrics.show)
    if not watchers:
        return

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        for watch in watchers:
            watch(response, seconds)
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(end)


class _AccessLog:
    """A line for each request on standard error, where systemd and containers collect it."""

    def __init__(self, as_json: bool, queries: bool) -> None:
        self._json, self._queries = as_json, queries
        self._logger = logging.getLogger("nianbao.access")
        self._logger.setLevel(logging.INFO)
        self._logger.propagate = False
        if not self._logger.handlers:
            self._logger.addHandler(logging.StreamHandler(sys.stderr))

    def write(self, response: Response, seconds: float) -> None:
        """Write the line of one request."""
        query = request.query_string.decode("ascii", "replace") if self._queries else ""
        line: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": request.method,
            "path": request.path + (f"?{query}" if query else ""),
            "status": response.status_code,
            "bytes": None if response.is_streamed else response.content_length,
            "ms": round(seconds * 1000, 1),
        }
        if self._json:
            text = json.dumps(line, ensure_ascii=False)
        else:
            printable = "".join(char if char.isprintable() else "?" for char in line["path"])
            size = "-" if line["bytes"] is None else line["bytes"]
            text = f"{line['at']} {line['method']} {printable} {line['status']} {size} {line['ms']} ms"
        self._logger.info("%s", text)


class _Metrics:
    """Counts of all workers, in the text form of Prometheus.

    The package chooses when it is loaded whether it counts for one process or for several
    (`PROMETHEUS_MULTIPROC_DIR`), so it is loaded here, and only where metrics are wanted.
    """

    def __init__(self) -> None:
        import prometheus_client
        from prometheus_client import multiprocess, values

        self._client = prometheus_client
        self._registry = prometheus_client.CollectorRegistry()
        if values.ValueClass is not values.MutexValue:  # several processes
            multiprocess.MultiProcessCollector(self._registry)  # type: ignore[no-untyped-call]
            counting = None
        else:
            counting = self._registry
        self._requests = prometheus_client.Counter(
            "nianbao_requests", "Requests by page and status.", ["page", "status"], registry=counting
        )
        self._seconds = prometheus_client.Histogram(
            "nianbao_request_seconds", "Time until an answer begins.", ["page"], registry=counting
        )

    def count(self, response: Response, seconds: float) -> None:
        """Count one request; pages are known by their routes, of which there are few."""
        page = request.endpoint or "none"
        self._requests.labels(page, str(response.status_code)).inc()
        self._seconds.labels(page).observe(seconds)

    def show(self) -> Response:
        """`/metrics`, for programs on this machine alone: whoever comes through a proxy is elsewhere."""
        if not _is_local(request.remote_addr):
            abort(404)
        text = self._client.generate_latest(self._registry) + _describe_archive().encode()
        return Response(text, content_type=self._client.CONTENT_TYPE_LATEST)


def _describe_archive() -> str:
    """What the archive holds, as metrics; nothing but that it cannot answer where it cannot."""
    lines = ["# HELP nianbao_up Whether the archive answers.", "# TYPE nianbao_up gauge"]
    try:
        overview = the_archive().counts.read_overview()
    except NianbaoError:
        return "\n".join([*lines, "nianbao_up 0", ""])
    lines += [
        "nianbao_up 1",
        "# HELP nianbao_reports Current reports by kind.",
        "# TYPE nianbao_reports gauge",
    ]
    lines += [f'nianbao_reports{{kind="{kind}"}} {count}' for kind, count in sorted(overview.kinds.items())]
    return "\n".join([*lines, ""])


def _is_local(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
