"""A process that works on files for this one, bounded in time and memory.

One process serves many files, since starting it takes longer than reading most files. It is killed when a
file exceeds the bounds, and the next file starts a new one. It ends by itself when this process does.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from indexer import errors
from indexer.errors import OversizedSource, SourceError

_START = 60.0
_PATIENCE = 5.0
"""Times its processor time that a file may take by the clock: on a busy machine others are run besides."""
_TIME_IS_OVER = -getattr(signal, "SIGXCPU", -1)
"""How a process ends that has used its processor time (`server`)."""
_ROOT = Path(errors.__file__).resolve().parents[1]
"""The folder that holds our packages."""
_MAIN = """
import runpy, sys
sys.path[:] = sys.argv.pop().split(chr(10))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""
"""Runs the module that the first argument names; the last argument is the search path for modules."""
_VARIABLES = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "NIANBAO_DEBUG",
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
    "PATH",
    "SYSTEMROOT",
    "TMPDIR",
    "TZ",
)
"""Variables of the environment that are passed on."""


class SandboxProcess:
    """A process that runs a module (see `server.serve`), started with the first file. Serves one thread at
    a time; others wait."""

    def __init__(self, module: str, megabytes: int) -> None:
        """Start nothing yet.

        Args:
            module: name of the module to run.
            megabytes: memory that the process may take beyond what it needs to start, in MiB.
        """
        self._module, self._megabytes = module, megabytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The id of the process, None where it is not running."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def ask(self, question: dict[str, Any], data: bytes, seconds: float) -> bytes:
        """Send a file to the process and return its answer, a line of JSON.

        Args:
            question: what is asked about the file, in values of JSON.
            data: the whole file.
            seconds: processor time that it may take, and a fifth of the time by the clock; starting the
                process is not counted.

        Raises:
            OversizedSource: it takes too long or too much memory.
            SourceError: the process cannot be started.
        """
        request = json.dumps({**question, "size": len(data), "seconds": seconds}).encode()
        with self._lock:
            process = self._start()
            try:
                _send(process, request + b"\n" + data)
                return _receive(process, seconds * _PATIENCE)
            except OSError as error:
                # It has ended: its time was over, no memory left, or a fault in one of its libraries.
                self._end()
                is_late = isinstance(error, TimeoutError) or process.returncode == _TIME_IS_OVER
                raise OversizedSource(
                    f"文件过于复杂，{seconds:g} 秒内没有读完；请检查文件，或另存为网页、TXT 后再收录。"
                    if is_late
                    else f"读取文件所需的内存超过 {_name_limit(self._megabytes)}；"
                    "请检查文件，或另存为网页、TXT 后再收录。"
                ) from None
            except BaseException:
                self._end()
                raise

    def stop(self) -> None:
        """Kill the process at once; the thread that waits for its answer gets an error."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process once no thread waits for its answer."""
        with self._lock:
            self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                sys.executable,
                "-I",
                "-c",
                _MAIN,
                self._module,
                str(self._megabytes),
                "\n".join(_search_path()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C goes to this process alone, which then ends the other.
            start_new_session=True,
            # A folder that somebody else filled must not offer modules or libraries.
            cwd=Path(sys.executable).anchor,
            env=_environment(),
        )
        try:
            _receive(self._process, _START)
        except OSError:
            self._end()
            raise SourceError("无法启动读取文件的子进程，请检查内存和系统限制后重试。") from None
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _name_limit(megabytes: int) -> str:
    """Return the memory that a process may take, and what it starts with, in words."""
    return f"{max(1, round(megabytes / 1000))} GB"


def _search_path() -> list[str]:
    """Return the folders in which this process finds modules, without its working directory.

    Where our packages lie in that, as in a checkout, they come after Python's own and before others.
    """
    try:
        here = Path.cwd()
    except OSError:  # It was removed: nothing can be in it.
        here = _ROOT
    paths = [path for path in sys.path if Path(path).is_absolute() and Path(path).resolve() != here]
    if str(_ROOT) not in paths:
        own = (at for at, path in enumerate(paths) if path.endswith(("site-packages", "dist-packages")))
        paths.insert(next(own, len(paths)), str(_ROOT))
    return paths


def _environment() -> dict[str, str]:
    """Return the few variables of the environment that reading a file needs."""
    kept = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    return {**kept, "OPENBLAS_NUM_THREADS": "1"}


def _send(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None  # a pipe
    process.stdin.write(data)
    process.stdin.flush()


def _receive(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """Return the next line that a process writes.

    Raises:
        TimeoutError: it is not complete in time.
        BrokenPipeError: the process has ended.
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
