"""Addresses on the web: which are asked for at all, and connections to public hosts only.

A name is resolved once, at the moment of connecting, and the connection goes to the address that was
checked: a name that answers differently a second time (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import httpcore
import httpx

from indexer.errors import UnreachableSource

_SAFE = "%/:=&?~#+!$,;'@()*[]"
_LONGEST = 2000
_EMBEDDING = tuple(map(IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
"""Networks whose addresses end in one of IPv4."""
_ISATAP = 0x5EFE
"""What is before the IPv4 address at the end of an address of RFC 5214 (its lowest bits)."""
_SPECIAL = tuple(
    map(
        ip_network,
        (
            *("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24"),
            *("64:ff9b:1::/48", "100::/63", "2001::/23", "2620:4f:8000::/48", "3fff::/20", "5f00::/16"),
        ),
    )
)
"""Of the registries of special addresses (IANA, IPv4 and IPv6, as of 2025), those that Python's `is_global`
takes for ordinary ones in one of its versions: NAT64 of an operator's own (RFC 8215), segment routing,
documentation, discarding, AS112, multicast relays. No site of an authority is there.
"""


def normalize(url: str) -> str:
    """Return an address as it is asked for and remembered: percent-encoded, host in lower case, no fragment.

    Raises:
        UnreachableSource: it is none of the web.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        if not re.fullmatch(r"[a-z0-9._:-]*", host):
            raise ValueError(host)
    except (ValueError, UnicodeError):
        raise UnreachableSource(f"网址 {url[:200]} 无效，请检查。") from None
    if parts.scheme not in ("http", "https") or not host or len(url) > _LONGEST or parts.username:
        raise UnreachableSource(f"网址 {url[:200]} 无效：只接受 http 和 https 地址，不带用户名。")
    host = f"[{host}]" if ":" in host else host
    place = host if port is None else f"{host}:{port}"
    path, query = (quote(part, _SAFE, errors="replace") for part in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme, place, path, query, ""))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv6 address that leads to an IPv4 address
    (mapped, 6to4, Teredo, NAT64 of RFC 6052, and the forms of RFC 4291 and 2765 that are given up) is not,
    unless what it leads to is."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.is_site_local:
            return False
        low = IPv4Address(int(found) & 0xFFFFFFFF)
        within = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        within += [low for network in _EMBEDDING if found in network]
        within += [low] if (int(found) >> 32) & 0xFDFFFFFF == _ISATAP else []
        if inner := [each for each in within if each is not None]:
            return all(is_public(str(each)) for each in inner)
    special = any(found in network for network in _SPECIAL if network.version == found.version)
    return found.is_global and not found.is_multicast and not special


class _Backend(httpcore.NetworkBackend):
    """Connects, to public addresses only unless `private`; its connections end at a deadline."""

    def __init__(self, private: bool) -> None:
        self._inner, self._private = httpcore.SyncBackend(), private
        self.until = 0.0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._private and not all(map(is_public, addresses)):
            raise UnreachableSource(
                f"{host} 不是公网地址，未访问；确需访问内网请设 NIANBAO_FETCH_PRIVATE=1。"
            )
        for address in addresses[:-1]:
            try:
                stream = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
                return _Stream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        last = self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)
        return _Stream(last, self)


class _Stream(httpcore.NetworkStream):
    """A connection on which no answer lasts beyond the deadline, however slowly it trickles."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _Backend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._backend.until - time.monotonic()
        if left <= 0:
            raise UnreachableSource("对方传输过慢，在限定时间内没有传完，未收录。")
        try:
            return self._inner.read(max_bytes, left if timeout is None else min(timeout, left))
        except httpcore.ReadTimeout:
            if timeout is None or left < timeout:
                raise UnreachableSource("对方传输过慢，在限定时间内没有传完，未收录。") from None
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """What httpx sends requests through: its own transport, but for where connections may go and how long
    answers may take."""

    def __init__(self, private: bool, seconds: float) -> None:
        """Args: private: connect to any address, those of the own network too. seconds: for one answer."""
        self._backend, self._seconds = _Backend(private), seconds
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=self._backend, max_connections=4
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            UnreachableSource: the host is not public, or its answer takes too long.
            httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError: it failed.
        """
        self._backend.until = time.monotonic() + self._seconds
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
