"""Reads a file in a process of its own, bounded in time and memory, for formats whose readers are intricate.

One process serves many files, for starting it takes half a second; it is killed when a file oversteps the
bounds, and the next file finds a new one. It ends by itself when this process does.
"""

from __future__ import annotations

import dataclasses
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from typing import Any

from indexer import errors
from indexer.document import Document
from indexer.errors import OversizedSource, SourceError
from indexer.extraction import transfer
from indexer.settings import Settings

SECONDS = 8.0
"""Longest time that one file may take; what comes after extraction is to end within ten."""
MEGABYTES = 900
"""Memory that the process may take beyond what it needs to start (together less than 1 GB)."""

_START = 60.0
_ERRORS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}


class Sandbox:
    """A process that reads files, started with the first one. May be shared by threads: one at a time."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, format_: str, data: bytes, settings: Settings) -> Document:
        """Have a file read.

        Args:
            format_: name of the format's module.
            data: the whole file.
            settings: limits.

        Raises:
            OversizedSource: it takes too long or too much memory.
            SourceError: whatever the format raises.
        """
        limits = {k: v for k, v in dataclasses.asdict(settings).items() if isinstance(v, int)}
        request = json.dumps({"format": format_, "size": len(data), "settings": limits}).encode()
        with self._lock:
            answer = self._ask(request + b"\n" + data)
        if "document" in answer:
            return transfer.from_json(answer["document"])
        kind = _ERRORS.get(answer["error"], SourceError)
        raise kind(answer["message"])

    def _ask(self, request: bytes) -> dict[str, Any]:
        process = self._running()
        try:
            _send(process, request)
            answer: dict[str, Any] = json.loads(_receive(process, self._seconds))
        except TimeoutError:
            self._end()
            raise OversizedSource(
                f"文件过于复杂，{self._seconds:g} 秒内没有读完；请检查文件，或另存为网页、TXT 后再收录。"
            ) from None
        except (OSError, ValueError):
            # The reader is gone: no memory, or a fault in one of its libraries.
            self._end()
            raise OversizedSource(
                "读取文件所需的内存超过 1 GB；请检查文件，或另存为网页、TXT 后再收录。"
            ) from None
        except BaseException:
            self._end()
            raise
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "indexer.extraction.worker", str(self._megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C is for this process, which then lets go of the other.
            start_new_session=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            _receive(self._process, _START)
        except (OSError, ValueError):
            self._end()
            raise SourceError("无法启动读取文件的子进程，请检查内存和系统限制后重试。") from None
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _send(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None  # a pipe
    process.stdin.write(data)
    process.stdin.flush()


def _receive(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """One line.

    Raises:
        TimeoutError: it does not come in time.
        BrokenPipeError: the process is gone.
    """
    assert process.stdout is not None  # a pipe
    until = time.monotonic() + seconds
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not (parts and parts[-1].endswith(b"\n")):
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(process.stdout.fileno(), 1 << 20)
            if not part:
                raise BrokenPipeError
            parts.append(part)
    return b"".join(parts)
