"""What sites may be asked, and how often: robots.txt, a pause between requests, none where nobody answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from indexer.errors import UnreachableSource

MOST_SILENT = 3
_LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class _Host:
    """What is known of a host: its rules, when it was asked last, how often in a row it gave no answer."""

    robots: Protego | None = None
    asked: float = field(default=-1e9)
    silent: int = 0


class Politeness:
    """Remembers the hosts of one run.

    Args:
        agent: name under which robots.txt is read.
        pause: least time between two requests to a host, in seconds.
        sleep: waits.
    """

    def __init__(self, agent: str, pause: float, sleep: Callable[[float], None]) -> None:
        self._agent, self._pause, self._sleep = agent, pause, sleep
        self._hosts: dict[str, _Host] = {}

    def wait(self, url: str, rules: Callable[[str], str]) -> None:
        """Wait until a host may be asked for an address (RFC 9309; `Crawl-delay` up to 30 seconds).

        Args:
            rules: downloads the robots.txt of an origin.

        Raises:
            UnreachableSource: robots.txt forbids it, or the host gave no answer three times in a row.
        """
        host = self._host(url)
        if host.silent >= MOST_SILENT:
            raise UnreachableSource(f"{url} 网站连续 {MOST_SILENT} 次没有应答，本次不再访问，请稍后再试。")
        if host.robots is None:
            host.robots = Protego.parse(rules("{0.scheme}://{0.netloc}".format(urlsplit(url))))
        if not host.robots.can_fetch(url, self._agent):
            raise UnreachableSource(f"{url} 网站的 robots.txt 不允许自动访问，未收录。")
        asked_for = float(host.robots.crawl_delay(self._agent) or 0)
        pause = max(self._pause, min(asked_for, _LONGEST_PAUSE))
        self._sleep(max(0.0, host.asked + pause - time.monotonic()))
        host.asked = time.monotonic()

    def note_answer(self, url: str) -> None:
        """Note that the host of an address answered."""
        self._host(url).silent = 0

    def note_silence(self, url: str) -> None:
        """Note that the host of an address gave no answer, however often it was asked."""
        self._host(url).silent += 1

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault("{0.scheme}://{0.netloc}".format(urlsplit(url)), _Host())
