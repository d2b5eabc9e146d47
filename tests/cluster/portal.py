"""A portal as its own process, as one of several machines runs it, and who visits it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading

import httpx

from indexer.settings import Settings

_NAMES = ("engine_url", "database_url", "originals_url", "secret", "wait_seconds", "batch_files")


class Portal:
    """A running portal with a home of its own.

    Attributes:
        address: that it answers at.
    """

    def __init__(self, settings: Settings) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "web.server", "--home", str(settings.home), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=make_environment(settings),
        )
        assert self._process.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+", self._process.stdout.readline())
        self._said: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        assert found, self._said
        self.address = found[0]

    def visit(self, cookies: httpx.Cookies | None = None) -> httpx.Client:
        """Return a visitor, who may have the cookies of another portal."""
        return httpx.Client(base_url=self.address, cookies=cookies, follow_redirects=True, timeout=60)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> str:
        """End it, and return what it logged."""
        self._process.send_signal(how)
        self._process.wait(20)
        return "".join(self._said)

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self._said.append(line)


def make_environment(settings: Settings) -> dict[str, str]:
    """Return the environment in which a process has settings, but for its home."""
    return os.environ | {f"NIANBAO_{name.upper()}": str(getattr(settings, name)) for name in _NAMES}


def read_token(client: httpx.Client, address: str = "/staff") -> str:
    """Return the token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]


def send(client: httpx.Client, address: str, **form: str | list[str]) -> httpx.Response:
    """Send a form of the staff's."""
    return client.post(address, data={"csrf_token": read_token(client), **form})
