"""A portal as its own process, as one of several machines runs it, and who visits it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import httpx

from indexer.settings import Settings

ROOT = Path(__file__).parents[2]
_NAMES = ("engine_url", "database_url", "originals_url", "secret", "wait_seconds", "batch_files")


def make_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a process that works with an archive on servers."""
    said = {f"NIANBAO_{name.upper()}": str(getattr(settings, name)) for name in _NAMES}
    return {**os.environ, "PYTHONPATH": str(ROOT), **said}


class Portal:
    """A running portal with a home of its own, in a process group of its own.

    Attributes:
        address: that it answers at.
    """

    def __init__(self, settings: Settings, *options: str) -> None:
        """Start it, and wait until it answers.

        Args:
            options: further ones of its command line.
        """
        self._command = [sys.executable, "-m", "web.server", "--home", str(settings.home), *options]
        self._environment = make_environment(settings)
        self._port = "0"
        self.start()

    @property
    def pid(self) -> int:
        """Number of the process that all its others were begun by."""
        return self._process.pid

    def start(self) -> None:
        """Start it, for the first time or after `kill`: at the same address."""
        self._process = subprocess.Popen(
            [*self._command, "--port", self._port],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment,
            cwd=ROOT,
            start_new_session=True,
        )
        assert self._process.stdout
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self._process.stdout.readline())
        self._said: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        assert found, self._said
        self.address, self._port = found[0], found[1]

    def get(self, path: str, seconds: float = 20) -> bytes:
        """Return an answer.

        Raises:
            OSError: there is none, or it is not 200.
        """
        with urllib.request.urlopen(f"{self.address}{path}", timeout=seconds) as answer:
            body: bytes = answer.read()
            return body

    def visit(self, cookies: httpx.Cookies | None = None) -> httpx.Client:
        """Return a visitor, who may have the cookies of another portal."""
        return httpx.Client(base_url=self.address, cookies=cookies, follow_redirects=True, timeout=60)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> str:
        """End it, and return what it logged."""
        self._process.send_signal(how)
        self._process.wait(20)
        return "".join(self._said)

    def kill(self) -> None:
        """End it as a loss of power does."""
        os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self._said.append(line)


def read_token(client: httpx.Client, address: str = "/staff") -> str:
    """Return the token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]


def send(client: httpx.Client, address: str, **form: str | list[str]) -> httpx.Response:
    """Send a form of the staff's."""
    return client.post(address, data={"csrf_token": read_token(client), **form})
