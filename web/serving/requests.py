"""Requests as they come in: which are read at all, and how much of them.

Addresses may hold characters as people type them (`curl 'http://…/search?q=预算'`): an address consists of
ASCII (RFC 3986), and waitress refuses others. Browsers write other characters as their bytes in UTF-8,
percent-encoded; curl and wget leave them to whoever types. Here they are as good as encoded.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import RequestEntityTooLarge

LargestBody = Callable[[str, str], int]
"""How large a body may be, in bytes, for the path of a request and its cookies."""

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_LENGTH = re.compile(rb"^content-length[ \t]*:", re.I | re.M)
_CODING = re.compile(rb"^transfer-encoding[ \t]*:", re.I | re.M)
_TOO_LARGE = "发来的内容超过了本站接收的上限；上传文件请先登录。"


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads one request.

    Attributes:
        ending: whether the process is about to end, so that the answer is the connection's last.
    """

    adj: Adjustments

    def __init__(
        self, adj: Adjustments, largest_body: LargestBody | None = None, ending: bool = False
    ) -> None:
        super().__init__(adj)
        self._largest_body, self.ending = largest_body, ending

    def received(self, data: bytes) -> int:
        """Take in what has come of a request, and return how much of it belongs to this one."""
        read: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self.error.body = _TOO_LARGE
        return read

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, and say how much of a body may follow before any of it is read."""
        first, end, others = header_plus.partition(b"\r\n")
        first = _BEYOND_ASCII.sub(lambda found: b"%%%02X" % found[0][0], first)
        # RFC 9112, section 6.1: nobody sends both but who wants two servers to read two requests.
        if _LENGTH.search(others) and _CODING.search(others):
            raise ParsingError("Content-Length and Transfer-Encoding")
        super().parse_header(first + end + others)
        if self.ending:
            self.headers["CONNECTION"] = "close"
        if self._largest_body and self.body_rcv is not None:
            self.adj = copy.copy(self.adj)
            # waitress refuses from this size on.
            most = self._largest_body(self.path, self.headers.get("COOKIE", ""))
            self.adj.max_request_body_size = most + 1
