"""One process that serves: waitress on all sockets, with our limits (`connections`, `requests`)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments

from web.serving.connections import MOST_CONNECTIONS, Server
from web.serving.dispatcher import Dispatcher
from web.serving.processes import read_file_limit
from web.serving.requests import LargestBody

_LARGEST_HEAD = 64 * 1024
"""Bytes of a request's first line and headers: twice the longest address that is answered."""
_LARGEST_WAITING = 2 * 1024 * 1024
"""Bytes of an answer that wait to be read: what makes it waits too."""
_PATIENCE = 10.0
"""Seconds that requests under way have when a process ends."""
_OTHER_FILES = 32
"""Files that a process has open beside connections."""


class Service:
    """Listens, answers, ends."""

    def __init__(
        self,
        app: Flask | Any,
        sockets: Sequence[socket.socket],
        largest_body: LargestBody | None = None,
        trusted_proxy: str = "",
        round_seconds: float = 1.0,
    ) -> None:
        """Begin to listen.

        Args:
            app: a WSGI application.
            largest_body: how large a body may be, by path and cookies.
            trusted_proxy: address of the reverse proxy that says for whom it asks, "" for none.
            round_seconds: time between two looks for connections that are late.
        """
        self._round = round_seconds
        settings = Adjustments(
            sockets=list(sockets),
            ident=None,
            asyncore_use_poll=True,
            backlog=1024,
            cleanup_interval=round_seconds,
            max_request_header_size=_LARGEST_HEAD,
            outbuf_high_watermark=_LARGEST_WAITING,
            **_proxy(trusted_proxy),
        )
        self.dispatcher, self._map = Dispatcher(), dict[int, Any]()
        self.servers = []
        for listening in sockets:
            server = Server(
                app,
                self._map,
                True,
                listening,
                dispatcher=self.dispatcher,
                adj=settings,
                bind_socket=False,
                sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
                largest_body=largest_body,
                spared=trusted_proxy,
            )
            # Some files are left for what pages read.
            server.most = max(8, min(MOST_CONNECTIONS, read_file_limit() * 3 // 4 - _OTHER_FILES))
            self.servers.append(server)

    def run(self) -> None:
        """Answer until the process ends."""
        self.dispatcher.listening = threading.get_ident()
        while self._map:
            # Who came while a page was put together may be before those that wait already.
            seconds = 0.0 if self.dispatcher.is_waited_for else self._round
            wasyncore.loop(seconds, use_poll=True, map=self._map, count=1)
            self.dispatcher.answer_waiting()

    def end(self) -> None:
        """Take no new connections, and return when all that came before has been answered, or after a while.

        Called by another thread than the one that runs.
        """
        for server in self.servers:
            server.trigger.pull_trigger(server.end)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if all(server.ending and not server.is_busy() for server in self.servers):
                break
            time.sleep(0.02)

    def close(self) -> None:
        """Have `run` return."""
        self.dispatcher.shutdown()
        self.servers[0].trigger.pull_trigger(self._map.clear)


def _proxy(trusted: str) -> dict[str, Any]:
    """What waitress takes from a reverse proxy: the visitor's address, and how the portal was reached."""
    if not trusted:
        return {}
    return {
        "trusted_proxy": trusted,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        "clear_untrusted_proxy_headers": True,
    }
