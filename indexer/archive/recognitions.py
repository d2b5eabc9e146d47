"""What was recognised in pictures of pages, kept beside the originals: recognition takes seconds a page.

One file a page, `recognised/ab/<sha256>/<page>.json`, written as soon as the page is done: a stop loses one
page. They are kept whatever version recognised them, until somebody asks for them to be made again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.archive.storage.home import Home
from indexer.durable import guard_writes, write_atomically


class Recognitions:
    """The recognised pages of one home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def read(self, sha256: str) -> dict[str, Any]:
        """Return the pages of a file that are known, as JSON, by their number; damaged ones are left out.

        Args:
            sha256: of the file.
        """
        pages = {}
        for path in self._find_folder(sha256).glob("[0-9]*.json"):
            try:
                pages[path.stem] = json.loads(path.read_text("utf-8"))
            except (OSError, ValueError):
                continue
        return pages

    def count(self, sha256: str, pages: Iterable[int]) -> int:
        """Return how many of some pages of a file are known; none of them is looked into."""
        folder = self._find_folder(sha256)
        return sum((folder / f"{page}.json").exists() for page in pages)

    def has(self, sha256: str) -> bool:
        """Whether anything was recognised of a file."""
        return self._find_folder(sha256).is_dir()

    def write(self, sha256: str, number: int, page: dict[str, Any]) -> None:
        """Keep a page, where there is a home to keep it in.

        Raises:
            ArchiveError: it cannot be written.
        """
        if self._home.path.is_dir():
            data = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
            write_atomically(self._find_folder(sha256) / f"{number}.json", data)

    def delete(self, sha256: str) -> None:
        """Delete what was recognised of a file.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        with guard_writes(self._find_folder(sha256)):
            if self._find_folder(sha256).exists():
                shutil.rmtree(self._find_folder(sha256))

    def delete_all(self) -> None:
        """Delete everything that was recognised: the next reading recognises it again.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        with guard_writes(self._home.recognised):
            if self._home.recognised.exists():
                shutil.rmtree(self._home.recognised)

    def _find_folder(self, sha256: str) -> Path:
        return self._home.recognised / sha256[:2] / sha256
