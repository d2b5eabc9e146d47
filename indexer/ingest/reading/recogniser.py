"""Recognises pages of files that are pictures, in a process of its own, and keeps what was recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from indexer.archive.recognitions import Recognitions
from indexer.errors import OversizedSource
from indexer.extraction import recognition
from indexer.extraction.formats import find_format, holds_pictures
from indexer.extraction.recognition.sheet import EMPTY
from indexer.extraction.sandbox.pool import Pool, decode
from indexer.ingest.reading.read import Known

SECONDS_A_PAGE = 90.0
"""Processor time to recognise one page that is a picture; the slowest of those tried takes 20."""
RECOGNITION_MEGABYTES = 1900
"""Memory that recognition may take beyond what it needs to start, in MiB; a page takes a third of it."""


class PageRecogniser:
    """Recognises pages that are pictures. May be shared by threads.

    Attributes:
        is_enabled: whether pages are recognised. That takes seconds a page; what was recognised before is
            returned in any case.
        on_page: called before each page that is recognised: the file's name, which one of how many it is.
        pool: the process that does it, one page at a time, for it takes a processor and much memory; it runs
            `indexer.extraction.recognition.worker`.
    """

    def __init__(self, kept: Recognitions) -> None:
        """Start nothing yet.

        Args:
            kept: where what was recognised is kept.
        """
        self.is_enabled = recognition.is_available()
        self.on_page: Callable[[str, int, int], None] = lambda _name, _number, _count: None
        self.pool = Pool("indexer.extraction.recognition.worker", 1, RECOGNITION_MEGABYTES)
        self._kept, self._is_stopped = kept, False

    def stop(self) -> None:
        """Kill the process at once; a thread that waits for an answer gets an error."""
        self._is_stopped = True
        self.pool.stop()

    def close(self) -> None:
        """End the process once no thread waits for its answer; later pages start it again."""
        self.pool.close()
        self._is_stopped = False

    def recognise(self, name: str, data: bytes, pages: Sequence[int]) -> dict[str, Any] | None:
        """Return pages of a file that are pictures as they were recognised before, or are now, by their
        numbers; None where some were not, and recognition is not enabled.

        Raises:
            OversizedSource: a page takes too long or too much memory.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        known = self._kept.read(sha256)
        sound = Known(recognised=known).load_pages() or {}
        missing = [page for page in pages if page not in sound]
        if missing and not self.is_enabled:
            return None
        is_beside_text = holds_pictures(find_format(data, name))
        for page in missing:
            self.on_page(name, page, pages[-1])
            try:
                answer = decode(self.pool.ask({"name": name, "page": page}, data, SECONDS_A_PAGE))
            except OversizedSource as error:
                # Of a page that a stop has cut off nothing is known.
                if self._is_stopped or not is_beside_text:
                    raise OversizedSource(f"第 {page} 页没有识别成功：{error.message}") from None
                answer = {"page": EMPTY.to_json()}
            known[str(page)] = answer["page"]
            self._kept.write(sha256, page, answer["page"])
        return known
