"""A bounded number of sandbox processes, shared by the threads that have files read."""

from __future__ import annotations

import json
import os
from queue import LifoQueue
from typing import Any

from indexer import errors
from indexer.errors import NianbaoError, SourceError
from indexer.extraction.sandbox.process import SandboxProcess

MEGABYTES = 900
"""Memory that a process may take beyond what it needs to start, in MiB (together less than 1 GB)."""
_ERRORS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}


class Pool:
    """Processes that run one module; each is started when a file finds no other idle."""

    def __init__(self, module: str, size: int = 0, megabytes: int = MEGABYTES) -> None:
        """Start nothing yet.

        Args:
            module: name of the module to run (see `server.serve`).
            size: most processes at once; 0 for one a processor.
            megabytes: memory that each may take beyond what it needs to start, in MiB.
        """
        self.size = size or os.cpu_count() or 1
        self._processes = [SandboxProcess(module, megabytes) for _ in range(self.size)]
        # The last that became idle is taken first: what one process can do starts no second.
        self._idle: LifoQueue[SandboxProcess] = LifoQueue()
        for process in reversed(self._processes):
            self._idle.put(process)

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that are running."""
        return [process.pid for process in self._processes if process.pid is not None]

    def ask(self, question: dict[str, Any], data: bytes, seconds: float) -> bytes:
        """Send a file to an idle process, waiting for one, and return its answer (see `decode`).

        Args:
            question: what is asked about the file, in values of JSON.
            data: the whole file.
            seconds: longest time that it may take once a process is idle.

        Raises:
            OversizedSource: it takes too long or too much memory.
            SourceError: no process can be started.
        """
        process = self._idle.get()
        try:
            return process.ask(question, data, seconds)
        finally:
            self._idle.put(process)

    def stop(self) -> None:
        """Kill all processes at once; threads that wait for an answer get an error."""
        for process in self._processes:
            process.stop()

    def close(self) -> None:
        """End all processes, each once no thread waits for its answer; later files start them again."""
        for process in self._processes:
            process.close()


def decode(answer: bytes) -> dict[str, Any]:
    """Return what a process answered.

    Raises:
        NianbaoError: the error that it answered instead.
    """
    value: dict[str, Any] = json.loads(answer)
    if "error" in value:
        error: NianbaoError = _ERRORS.get(value["error"], SourceError)(value["message"])
        raise error
    return value
