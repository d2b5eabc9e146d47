"""What was recognised in pictures of pages, kept where the originals are: recognition takes seconds a page.

One object a page, `recognised/ab/<sha256>/<page>.json`, written as soon as the page is done: a stop loses one
page, and what one machine recognised no other recognises again. They are kept whatever version recognised
them, until somebody asks for them to be made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from indexer.archive.storage.home import Home

_FOLDER = "recognised"


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
        for key, data in self._home.objects.read_all(_find_folder(sha256), ".json"):
            try:
                pages[_find_number(key)] = json.loads(data or b"")
            except ValueError:
                continue
        return pages

    def count(self, sha256: str, pages: Iterable[int]) -> int:
        """Return how many of some pages of a file are known; none of them is looked into."""
        known = set(map(_find_number, self._home.objects.list_keys(_find_folder(sha256))))
        return sum(str(page) in known for page in pages)

    def has(self, sha256: str) -> bool:
        """Whether anything was recognised of a file."""
        return any(self._home.objects.list_keys(_find_folder(sha256)))

    def write(self, sha256: str, number: int, page: dict[str, Any]) -> None:
        """Keep a page, where there is a home, or another place, to keep it in.

        Raises:
            ArchiveError: it cannot be written.
        """
        if self._home.originals_url or self._home.path.is_dir():
            data = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
            self._home.objects.write(f"{_find_folder(sha256)}/{number}.json", data)

    def delete(self, sha256: str) -> None:
        """Delete what was recognised of a file.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        self._delete(_find_folder(sha256))

    def delete_all(self) -> None:
        """Delete everything that was recognised: the next reading recognises it again.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        self._delete(_FOLDER)

    def _delete(self, folder: str) -> None:
        for key in list(self._home.objects.list_keys(folder)):
            self._home.objects.delete(key)


def _find_folder(sha256: str) -> str:
    return f"{_FOLDER}/{sha256[:2]}/{sha256}"


def _find_number(key: str) -> str:
    """Return the number of a page by its key."""
    return key.rpartition("/")[2].removesuffix(".json")
