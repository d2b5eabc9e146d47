"""Downloads one address politely: robots.txt, pauses, back-off; bounded in size and time."""

from __future__ import annotations

import email.utils
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from urllib.parse import unquote, urljoin, urlsplit

import httpcore
import httpx

from indexer.errors import OversizedSource, UnreachableSource
from indexer.settings import Settings
from indexer.sources.web.address import Transport, normalize
from indexer.sources.web.politeness import Politeness

AGENT = f"nianbao/{version('nianbao')}"
TRIES, MOST_REDIRECTS = 4, 8
SECONDS = 60.0
"""Longest time that one answer may take, from request to last byte."""
_LONGEST_WAIT = 120.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ROBOTS_BYTES = 500 * 1024
"""As much of a robots.txt is read; what is more is left off (RFC 9309, 2.5)."""
_PIECE = 64 * 1024
_NO_REPORT = re.compile(r"(?:image|audio|video|font)/|text/css|(?:text|application)/(?:x-)?javascript", re.I)
_KEPT = ("content-type", "content-length", "content-disposition", "etag", "last-modified", "date", "server")
_FAILED = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpx.TransportError)


@dataclass(frozen=True, slots=True)
class Download:
    """What an address gave.

    Attributes:
        url: the address that was asked for.
        final: the address that answered, after redirects.
        body: the bytes, decompressed; empty where nothing has changed.
        headers: headers worth keeping, names in lower case.
        retrieved: time of retrieval, ISO 8601 in UTC.
        unchanged: whether the server says that the version known to us is still the newest (304).
    """

    url: str
    final: str
    body: bytes
    headers: Mapping[str, str]
    retrieved: str
    unchanged: bool = False

    @property
    def name(self) -> str:
        """File name: what the server calls it, or the end of its address."""
        said = self.headers.get("content-disposition", "")
        starred = re.search(r"filename\*\s*=\s*utf-8''([^;]+)", said, re.I)
        plain = re.search(r'filename\s*=\s*"?([^";]+)', said, re.I)
        name = unquote(starred[1]) if starred else plain[1] if plain else unquote(urlsplit(self.final).path)
        name = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", name)[-1]).strip(". ")[-120:]
        return name or "index.html"


class Client:
    """Downloads, one address after the other.

    Args:
        settings: limits.
        sleep: waits; tests put something quicker in its place.
        seconds: longest time that one answer may take, from request to last byte.
    """

    def __init__(
        self, settings: Settings, sleep: Callable[[float], None] = time.sleep, seconds: float = SECONDS
    ) -> None:
        self._settings, self._sleep = settings, sleep
        self._hosts = Politeness(AGENT, settings.fetch_delay_ms / 1000, sleep)
        self._http = httpx.Client(
            transport=Transport(bool(settings.fetch_private), seconds),
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept-Language": "zh-CN,zh;q=0.9"},
            timeout=httpx.Timeout(15.0),
            trust_env=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, url: str, known: Mapping[str, str] | None = None) -> Download:
        """Download an address.

        Args:
            url: the address.
            known: headers of the version that is known already; its `etag` and `last-modified` are sent.

        Raises:
            UnreachableSource: robots.txt forbids it, or it gives no file, for a reason that is said.
            OversizedSource: more bytes than `max_file_bytes`.
        """
        url = final = normalize(url)
        condition = {
            name: known[header]
            for header, name in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
            if known and header in known
        }
        for _ in range(MOST_REDIRECTS):
            self._hosts.wait(final, self._rules)
            status, headers, body = self._patiently(final, condition, self._settings.max_file_bytes)
            if status not in _REDIRECTS or "location" not in headers:
                break
            final = normalize(urljoin(final, headers["location"]))
        else:
            raise UnreachableSource(f"{url} 重定向超过 {MOST_REDIRECTS} 次，未收录。")
        if status != 304 and status != 200:
            raise UnreachableSource(f"{url} 返回状态码 {status}，未收录。")
        kept = {name: headers[name] for name in _KEPT if name in headers}
        retrieved = datetime.now(UTC).isoformat(timespec="seconds")
        return Download(url, final, body, kept, retrieved, status == 304)

    def _rules(self, origin: str) -> str:
        url = f"{origin}/robots.txt"
        for _ in range(MOST_REDIRECTS):
            status, headers, body = self._patiently(url, {}, _ROBOTS_BYTES, cut=True)
            if status not in _REDIRECTS or "location" not in headers:
                break
            url = normalize(urljoin(url, headers["location"]))
        return body.decode("utf-8", "replace") if status == 200 else ""

    def _patiently(
        self, url: str, condition: Mapping[str, str], most: int, cut: bool = False
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Ask again, later and later, as long as the trouble may pass."""
        for attempt in range(1, TRIES + 1):
            wait = 2.0 ** (attempt - 1)
            try:
                status, headers, body = self._once(url, condition, most, cut)
            except _FAILED as error:
                reason = "连接超时" if isinstance(error, httpcore.TimeoutException) else "连接失败"
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise UnreachableSource(f"{url} 的回答无法读取（{error}），未收录。") from None
            else:
                if status not in _PASSING:
                    self._hosts.note_answer(url)
                    return status, headers, body
                reason = f"返回状态码 {status}"
                wait = max(wait, _retry_after(headers.get("retry-after", "")))
            if attempt < TRIES:
                self._sleep(min(wait, _LONGEST_WAIT))
        self._hosts.note_silence(url)
        raise UnreachableSource(f"{url} {reason}，试了 {TRIES} 次，请稍后再试。")

    def _once(
        self, url: str, condition: Mapping[str, str], most: int, cut: bool
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Ask once.

        Args:
            most: bytes, unpacked.
            cut: leave off what is more, instead of refusing it.
        """
        with self._http.stream("GET", url, headers=dict(condition)) as answer:
            if answer.status_code != 200:
                return answer.status_code, answer.headers, b""
            if _NO_REPORT.match(answer.headers.get("content-type", "")):
                raise UnreachableSource(f"{url} 是 {answer.headers['content-type']}，不是报告，未收录。")
            body = bytearray()
            for part in _unpacked(answer, most + 1):
                body += part
                if len(body) > most and not cut:
                    raise OversizedSource(f"{url} 超过 {most / 1048576:g} MB 的上限，未收录。")
                if len(body) > most:
                    break
            return 200, answer.headers, bytes(body[:most])


def _unpacked(answer: httpx.Response, most: int) -> Iterator[bytes]:
    """Yield the bytes of an answer, none larger than `most`.

    httpx unpacks a piece whole before anyone can look at its size, and as often as the server says: some
    hundred bytes become gigabytes.

    Raises:
        ValueError: it is packed in a way that was not asked for, or broken.
    """
    packed = answer.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise ValueError(f"压缩方式 {packed[:40]}")
    if packed == "identity":
        yield from answer.iter_raw(_PIECE)
        return
    inflater = zlib.decompressobj(wbits=31)  # gzip's header and check (RFC 1952)
    try:
        for part in answer.iter_raw(_PIECE):
            yield inflater.decompress(part, most)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, most)
    except zlib.error:
        raise ValueError("压缩数据损坏") from None
    if not inflater.eof:
        raise ValueError("压缩数据不完整")


def _retry_after(value: str) -> float:
    """Seconds to wait that a server asks for, as a number or a date (RFC 9110, 10.2.3)."""
    if re.fullmatch(r"\d{1,6}", value):
        return float(value)
    try:
        at = email.utils.parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    return (at - datetime.now(at.tzinfo)).total_seconds()
