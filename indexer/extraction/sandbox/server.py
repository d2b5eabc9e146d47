"""What runs inside a sandbox process: answers one question after the other from standard input."""

from __future__ import annotations

import json
import logging
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import NianbaoError, OversizedSource, UnreadableSource

if sys.platform != "win32":
    import resource

Work = Callable[[dict[str, Any], bytes], dict[str, Any]]
"""Returns the answer to a question about a file, both in values of JSON."""


def serve(work: Work) -> None:
    """Answer questions until standard input ends."""
    # Libraries may print; only answers go to the pipe.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    logging.disable()
    _bound_memory(int(sys.argv[1]))
    _write(answers, {})
    while request := sys.stdin.buffer.readline():
        asked = json.loads(request)
        _bound_time(asked["seconds"])
        data = sys.stdin.buffer.read(asked["size"])
        answer, last = _try(work, asked, data)
        _write(answers, answer)
        if last:
            break


def _try(work: Work, asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bool]:
    """Return the answer, and whether it is the last: a process that ran out of memory is not used again."""
    try:
        return work(asked, data), False
    except NianbaoError as error:
        return _to_json(error), False
    except (MemoryError, RecursionError):
        return _to_json(OversizedSource("文件过于复杂，读取所需的内存超过 1 GB；请检查文件。")), True
    # On broken files the libraries that read formats raise errors of any kind.
    except Exception:
        if os.environ.get("NIANBAO_DEBUG"):
            raise
        return _to_json(UnreadableSource("文件已损坏，无法读取，请从原处重新下载或另存后再收录。")), False


def _to_json(error: NianbaoError) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": error.message}


def _write(answers: BinaryIO, value: dict[str, Any]) -> None:
    answers.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    answers.flush()


def _bound_time(seconds: float) -> None:
    """Have the system end this process after so much more processor time, where it can, with SIGXCPU.

    Args:
        seconds: in whole ones, rounded up, for the system counts these.
    """
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = math.ceil(time.process_time() + seconds)
        resource.setrlimit(
            resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most)
        )


def _bound_memory(megabytes: int) -> None:
    """Limit the memory of this process, where the system can and tells how much is in use (Linux).

    Args:
        megabytes: what may be used beyond what is in use now, in MiB.
    """
    if sys.platform == "win32":
        return
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (OSError, ValueError):
        return
