"""Connections: how many there are, and how long each may take for what it sends and reads.

Whoever drips a byte now and then must not keep others out. A head comes within ten seconds, a body and the
reading of an answer at a least speed; when a process has all connections that it may have, the one that has
kept it waiting longest is closed for a new one, and if all are being answered the new one is told to come
again. waitress by itself takes a hundred connections a process, lets each live as long as it sends something
within two minutes, and lets others wait in silence.
"""

from __future__ import annotations

import errno
import socket
import time
from collections import Counter
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from web.serving.requests import LargestBody, Parser

HEAD_SECONDS = 10.0
"""From the first byte of a request, or the beginning of its connection, to the end of its head."""
IDLE_SECONDS = 30.0
"""Between two requests."""
SLOWEST = 8 * 1024
"""Bytes a second that a body or the reading of an answer takes at least, on the whole."""
SLACK_SECONDS = 20.0
"""How much longer they may take."""
MOST_CONNECTIONS = 1000
"""Of a process: each costs a microsecond or two of every round of the thread that listens."""
MOST_OF_ADDRESS = 200
"""Of a process with one address; not of this machine's own, nor of a trusted proxy's."""
_LINGER = 1.0
"""Seconds that a connection without a request stays when the process ends: one may be on its way."""
_PAUSE = 0.5
"""Seconds without new connections when the system has no more files to give."""
_FULL = (
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
)
_FULL_SENTENCE = "访问的人太多，请几秒后再试。\n".encode()


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection.

    Attributes:
        began: when the first byte of the request came that has not come whole (`time.time`), else 0.
        reading: when the present count of what is taken of its answers began, 0 where none waits.
        taken: bytes of them that were taken since. Counted anew every `SLACK_SECONDS`, for the system
            takes some megabytes at once.
    """

    began = reading = 0.0
    taken = 0

    def __init__(self, server: Server, sock: socket.socket, addr: Any, adj: Any, map: Any = None) -> None:
        super().__init__(server, sock, addr, adj, map=map)
        self.parser_class = self._begin_request

    def _begin_request(self, adj: Any) -> Parser:
        return Parser(adj, self.server.largest_body, self.server.ending)

    def received(self, data: bytes) -> bool:
        """Take in what has come."""
        read: bool = super().received(data)
        if self.request is None:
            self.began = 0.0
        elif not self.began:
            self.began = time.time()
        return read

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send as much as the other side takes."""
        sent: int = super().send(data, do_close)
        self.taken += sent
        return sent

    def is_late(self, now: float) -> bool:
        """Whether it has had its time for what it is at."""
        if self.total_outbufs_len:
            if self.reading and now - self.reading <= SLACK_SECONDS:
                return False
            late = self.reading and self.taken < SLOWEST * SLACK_SECONDS
            self.reading, self.taken = now, 0
            return bool(late)
        self.reading = 0.0
        if self.requests:
            return False
        request = self.request
        if request is None:
            # A connection that never asked has the time of a head.
            new = self.last_activity == self.creation_time
            return bool(now - self.last_activity > (HEAD_SECONDS if new else IDLE_SECONDS))
        if not request.headers_finished:
            return now - self.began > HEAD_SECONDS
        return bool(now - self.began > SLACK_SECONDS + request.body_bytes_received / SLOWEST)

    def is_busy(self, now: float) -> bool:
        """Whether it has asked for something, or may be about to, that must be answered before an end."""
        waiting = self.requests or self.total_outbufs_len or self.request is not None
        return bool(waiting) or now - self.last_activity < _LINGER


class Server(TcpWSGIServer):  # type: ignore[misc]
    """What listens on one socket, with the connections that came by it.

    Attributes:
        ending: whether it takes no more connections, and closes those that it has as they are answered.
        largest_body: how large bodies may be.
        most: connections at most.
        spared: addresses that may have as many as they like.
    """

    ending = False
    channel_class = Channel
    next_channel_cleanup: float = 0.0
    most = MOST_CONNECTIONS

    def __init__(
        self, *args: Any, largest_body: LargestBody | None = None, spared: str = "", **kw: Any
    ) -> None:
        self.largest_body, self.spared = largest_body, {"127.0.0.1", "::1", spared}
        self._paused_until = 0.0
        super().__init__(*args, **kw)

    def readable(self) -> bool:
        """Whether to look for new connections; closes those that are late."""
        now = time.time()
        if now >= self.next_channel_cleanup:
            self.next_channel_cleanup = now + self.adj.cleanup_interval
            self.maintenance(now)
        return bool(self.accepting and now >= self._paused_until)

    def maintenance(self, now: float) -> None:
        """Close connections that have had their time."""
        for channel in list(self.active_channels.values()):
            if not channel.is_late(now):
                continue
            if channel.total_outbufs_len:
                channel.handle_close()  # it takes nothing: the thread that listens would never get to it
            else:
                channel.will_close = True

    def handle_accept(self) -> None:
        """Take a new connection, or tell it to come again."""
        self._accept()

    def _accept(self) -> bool:
        try:
            connection, address = self.socket.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                self._make_room()
                self._paused_until = time.time() + _PAUSE
            return False
        connection.setblocking(False)
        host = address[0]
        same = Counter(channel.addr[0] for channel in self.active_channels.values())[host]
        crowded = same >= MOST_OF_ADDRESS and host not in self.spared
        if crowded or (len(self.active_channels) >= self.most and not self._make_room()):
            self._refuse(connection)
            return True
        self.set_socket_options(connection)
        self.channel_class(self, connection, self.fix_addr(address), self.adj, map=self._map)
        return True

    def end(self) -> None:
        """Take what has come so far and no new connections; have each answer be the last of its connection.

        Called by the thread that listens.
        """
        if self.ending:
            return
        while self._accept():
            pass
        self.accepting = False
        self.del_channel()
        self.socket.close()
        self.ending = True
        for channel in list(self.active_channels.values()):
            with channel.requests_lock:
                for request in channel.requests[-1:]:
                    request.headers["CONNECTION"] = "close"
                if channel.request is not None:
                    channel.request.ending = True
                    channel.request.headers["CONNECTION"] = "close"

    def is_busy(self) -> bool:
        """Whether somebody waits for an answer."""
        now = time.time()
        return any(channel.is_busy(now) for channel in list(self.active_channels.values()))

    def _make_room(self) -> bool:
        """Close the connection that has kept this process waiting longest; False where none keeps it."""
        idle = [
            channel
            for channel in self.active_channels.values()
            if not (channel.requests or channel.total_outbufs_len or channel.will_close)
        ]
        if not idle:
            return False
        # Not at once: the number of its file would be that of the new one, in the midst of a round.
        min(idle, key=lambda channel: channel.began or channel.last_activity).will_close = True
        return True

    def _refuse(self, connection: socket.socket) -> None:
        try:
            connection.send(_FULL.format(length=len(_FULL_SENTENCE)).encode() + _FULL_SENTENCE)
        except OSError:
            pass  # gone already
        finally:
            connection.close()
