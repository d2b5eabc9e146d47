"""A process that works on files for this one, bounded in time and memory.

One process serves many files, for starting it takes half a second; it is killed when a file oversteps the
bounds, and the next file finds a new one. It ends by itself when this process does.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from indexer import errors
from indexer.errors import NianbaoError, OversizedSource, SourceError

_START = 60.0
_ROOT = Path(errors.__file__).resolve().parents[1]
"""The folder that our packages lie in."""
_MAIN = """
import runpy, sys
sys.path[:] = sys.argv.pop().split(chr(10))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""
"""Runs the module named first; where modules are found comes last."""
_VARIABLES = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "NIANBAO_DEBUG",
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
    "SYSTEMROOT",
    "TMPDIR",
    "TZ",
)
"""What the process gets of this one's environment."""
_ERRORS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}


class Confined:
    """A process that runs a module (see `worker.serve`), started with the first file. May be shared by
    threads: one at a time."""

    def __init__(self, module: str, seconds: float, megabytes: int) -> None:
        """Nothing is started yet.

        Args:
            seconds: longest time that one file may take.
            megabytes: memory that the process may take beyond what it needs to start.
        """
        self._module, self._seconds, self._megabytes = module, seconds, megabytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, question: dict[str, Any], data: bytes, times: float = 1.0) -> bytes:
        """Have a file worked on: what the module answers, in JSON.

        Args:
            times: how many times as long as others this file may take.

        Raises:
            OversizedSource: it takes too long or too much memory.
            SourceError: the process cannot be started.
        """
        request = json.dumps({**question, "size": len(data)}).encode()
        seconds = self._seconds * times
        with self._lock:
            began = time.monotonic()
            process = self._running()
            # Who waits waits for the start too: on a busy machine it takes its part of the time.
            left = seconds - min(time.monotonic() - began, seconds / 2)
            try:
                _send(process, request + b"\n" + data)
                return _receive(process, left)
            except TimeoutError:
                self._end()
                raise OversizedSource(
                    f"文件过于复杂，{seconds:g} 秒内没有读完；请检查文件，或另存为网页、TXT 后再收录。"
                ) from None
            except OSError:
                # The reader is gone: no memory, or a fault in one of its libraries.
                self._end()
                raise OversizedSource(
                    "读取文件所需的内存超过 1 GB；请检查文件，或另存为网页、TXT 后再收录。"
                ) from None
            except BaseException:
                self._end()
                raise

    def stop(self) -> None:
        """End the process at once; a thread that waits for its answer learns that it is gone."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process when no thread waits for it any more."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
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
            # Ctrl-C is for this process, which then lets go of the other.
            start_new_session=True,
            # Neither modules nor libraries of a folder that somebody else filled are to be found.
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


def _search_path() -> list[str]:
    """Where this process finds modules, but for its working directory.

    Where our packages lie in that, as in a checkout, they are found after Python's own and before others.
    """
    try:
        here = Path.cwd()
    except OSError:  # It was removed: nothing can lie in it.
        here = _ROOT
    paths = [path for path in sys.path if Path(path).is_absolute() and Path(path).resolve() != here]
    if str(_ROOT) not in paths:
        own = (at for at, path in enumerate(paths) if path.endswith(("site-packages", "dist-packages")))
        paths.insert(next(own, len(paths)), str(_ROOT))
    return paths


def _environment() -> dict[str, str]:
    """The little of the environment that reading a file needs."""
    kept = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    return {**kept, "OPENBLAS_NUM_THREADS": "1"}


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


def failure(answer: dict[str, Any]) -> NianbaoError:
    """The error that an answer tells of."""
    error: NianbaoError = _ERRORS.get(answer["error"], SourceError)(answer["message"])
    return error
