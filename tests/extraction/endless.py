"""Work of a sandbox process that never ends, or waits, as it is asked."""

from __future__ import annotations

import time
from typing import Any

from indexer.extraction.sandbox.server import serve


def answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Wait so many seconds without work, or work for ever."""
    if "wait" in question:
        time.sleep(question["wait"])
        return {"waited": question["wait"]}
    while True:
        pass


if __name__ == "__main__":
    serve(answer)
