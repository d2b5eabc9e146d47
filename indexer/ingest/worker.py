"""The other side of `readers`: a process that reads files and works out what they say."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.extraction.sandbox.worker import serve
from indexer.ingest.prepare import prepare
from indexer.settings import Settings


class _Asked(BaseException):
    """A damaged report wants the texts of others, which only the process that writes knows."""


def _others() -> Iterator[str]:
    raise _Asked
    yield


def _work(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    settings = Settings(**{**asked["settings"], "home": Path(asked["settings"]["home"])})
    others = _others() if asked["others"] is None else asked["others"]
    try:
        sha256, name, path = asked["file"]
        prepared = prepare(data, sha256, name, path, settings, others, confined=True)
    except _Asked:
        return {"wants": "others"}
    return {"prepared": prepared.to_json()}


if __name__ == "__main__":
    # A page is a web of many objects that go at once: a search for garbage among them costs a fifth more.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    serve(_work)
