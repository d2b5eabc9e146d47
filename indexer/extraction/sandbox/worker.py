"""The other side of `confined`: works on one file after the other, as standard input brings them."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import NianbaoError, OversizedSource, UnreadableSource
from indexer.extraction import FORMATS, read
from indexer.extraction.sandbox import transfer
from indexer.settings import Settings

Work = Callable[[dict[str, Any], bytes], dict[str, Any]]


def main() -> None:
    """Read files: what `sandbox` asks for."""
    serve(_read)


def serve(work: Work) -> None:
    """Answer until standard input ends.

    Args:
        work: gives the answer to a question about a file.
    """
    # Libraries may print; only answers go to the pipe.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    logging.disable()
    _bound(int(sys.argv[1]))
    _answer(answers, {})
    while request := sys.stdin.buffer.readline():
        asked = json.loads(request)
        data = sys.stdin.buffer.read(asked["size"])
        answer, last = _worked(work, asked, data)
        _answer(answers, answer)
        if last:
            break


def _worked(work: Work, asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bool]:
    """The answer, and whether it is the last: after want of memory a process is not to be trusted."""
    try:
        return work(asked, data), False
    except NianbaoError as error:
        return _error(error), False
    except (MemoryError, RecursionError):
        return _error(OversizedSource("文件过于复杂，读取所需的内存超过 1 GB；请检查文件。")), True
    # On broken files the libraries that read formats raise whatever their parsers run into.
    except Exception:
        if os.environ.get("NIANBAO_DEBUG"):
            raise
        return _error(UnreadableSource("文件已损坏，无法读取，请从原处重新下载或另存后再收录。")), False


def _read(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    format_ = next(f for f in FORMATS if asked["format"] == f.NAME)
    return {"document": transfer.to_json(read(format_, data, Settings(**asked["settings"])))}


def _error(error: NianbaoError) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": error.message}


def _answer(answers: BinaryIO, value: dict[str, Any]) -> None:
    answers.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    answers.flush()


def _bound(megabytes: int) -> None:
    """Bound this process's memory, where the system can and says how much is in use (Linux)."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main()
