"""Addresses as people type them: `curl 'http://…/search?q=预算'` sends its characters as they are.

An address consists of ASCII (RFC 3986), and waitress refuses others. Browsers write other characters as their
bytes in UTF-8, percent-encoded; curl and wget leave them to whoever types. Here they are as good as encoded,
as other servers have it.
"""

from __future__ import annotations

import re
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        first, end, others = header_plus.partition(b"\r\n")
        first = _BEYOND_ASCII.sub(lambda found: b"%%%02X" % found[0][0], first)
        super().parse_header(first + end + others)


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser


def install(listening: dict[int, Any]) -> None:
    """Have servers read addresses so.

    Args:
        listening: the map that they were made with (`waitress.create_server(…, map=…)`).
    """
    for server in listening.values():
        if isinstance(server, BaseWSGIServer):
            server.channel_class = _Channel
