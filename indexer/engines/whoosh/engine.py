"""The engine: opens the index, follows its commits, answers queries."""

from __future__ import annotations

import pickle
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.index import FileIndex, IndexVersionError, LockError
from whoosh.reading import CorruptIndexError
from whoosh.writing import SegmentWriter

from indexer import snippet
from indexer.engines.whoosh import facets
from indexer.engines.whoosh.mapped import MappedStorage
from indexer.engines.whoosh.pool import TermPool
from indexer.engines.whoosh.schema import SCHEMA
from indexer.engines.whoosh.snapshot import Found, Snapshot
from indexer.engines.whoosh.write import WhooshWriter
from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveMissing
from indexer.query import Node, Query, Sort
from indexer.relaxed import relaxed
from indexer.report import UNKNOWN
from indexer.results import Hit, Results
from indexer.settings import Settings

_DAMAGE = (
    CorruptIndexError, IndexVersionError, OSError, EOFError, struct.error, zlib.error, pickle.UnpicklingError
)  # fmt: skip
"""What reading a damaged index raises."""


def _division_value(code: str, name: str) -> str:
    from indexer.regions import divisions  # reads its tables: only when districts are counted

    value = divisions().value(code)
    return name if value == UNKNOWN else value  # development zones are in no list of divisions


class WhooshEngine:
    """An index in one folder (see `indexer.engines.base.Engine`)."""

    def __init__(self, folder: Path, settings: Settings, name_of: facets.NameOf = _division_value) -> None:
        """Nothing is opened before it is needed.

        Args:
            name_of: what the district filter calls a division, from its code and short name.
        """
        self._folder, self._settings, self._name_of = folder, settings, name_of
        self._lock = threading.Lock()
        self._reading = threading.RLock()
        self._index: FileIndex | None = None
        self._snapshot: Snapshot | None = None

    def search(self, query: Query) -> Results:
        """Answer a query from what was last published.

        Raises:
            ArchiveMissing: there is no index.
            ArchiveDamaged: the index cannot be read.
        """
        began = time.perf_counter()
        snapshot = self._current()
        if snapshot is None:
            raise ArchiveMissing(f"{self._folder} 中还没有索引，请先用 nianbao add 收录报告。")
        with self._damage(*_DAMAGE):
            found = snapshot.find(query.tree)
            masks = facets.filters(query, snapshot)
            chosen = found.mask.copy()
            for mask in masks.values():
                chosen &= mask
            hits = np.flatnonzero(chosen)
            total = len(hits)
            start = (query.page - 1) * query.limit
            page = _ordered(hits, query.sort, found, snapshot, start + query.limit)[start:]
            results = [self._hit(query, int(number), found, snapshot) for number in page]
            suggestion = None if total else self._suggestion(query.tree, list(masks.values()), snapshot)
        counted = facets.counted(query, snapshot, found.mask, masks, self._name_of)
        took = (time.perf_counter() - began) * 1000
        pages = -(-total // query.limit)
        return Results(query.typed, total, query.page, pages, took, tuple(results), counted, suggestion)

    @contextmanager
    def write(self) -> Iterator[WhooshWriter]:
        """A transaction: published when the block ends, undone when it raises.

        Raises:
            ArchiveBusy: another writer is open.
            ArchiveDamaged: the index cannot be read.
        """
        writer = self._writer()
        try:
            transaction = WhooshWriter(writer, self.reports())
            yield transaction
        except BaseException:
            writer.cancel()
            raise
        if transaction.changed:
            writer.commit()
        else:
            writer.cancel()

    def reports(self) -> frozenset[str]:
        """Ids of all reports in the index; none where there is no index yet."""
        snapshot = self._current()
        if snapshot is None:
            return frozenset()
        values = snapshot.reports.values
        return frozenset(values[code] for code in np.unique(snapshot.reports.codes[snapshot.live]))

    def close(self) -> None:
        """Let go of files; searches that are still running keep theirs until they end."""
        with self._lock:
            self._index = self._snapshot = None

    def _writer(self) -> SegmentWriter:
        self._folder.mkdir(parents=True, exist_ok=True)
        storage = MappedStorage(str(self._folder))
        if not any(self._folder.iterdir()):
            storage.create_index(SCHEMA)
        try:
            with self._damage(Exception):
                writer = storage.open_index(schema=SCHEMA).writer()
            writer.pool = TermPool(self._settings.index_memory_mb)
            return writer
        except ArchiveDamaged as error:
            if isinstance(error.__cause__, LockError):
                raise ArchiveBusy(f"另一个进程正在写入索引 {self._folder}，请等它结束后再试。") from None
            raise

    def _current(self) -> Snapshot | None:
        """The last commit; None where nothing was ever written."""
        with self._lock:
            if self._index is None and not (self._folder.is_dir() and any(self._folder.iterdir())):
                return None
            # A broken file makes Whoosh raise anything while it opens.
            with self._damage(Exception):
                if self._index is None:
                    self._index = MappedStorage(str(self._folder)).open_index(schema=SCHEMA)
                if self._snapshot is None or self._snapshot.generation != self._index.latest_generation():
                    known = self._snapshot.parts if self._snapshot else {}
                    self._snapshot = Snapshot(self._index, known, self._reading)
                return self._snapshot

    @contextmanager
    def _damage(self, *kinds: type[Exception]) -> Iterator[None]:
        try:
            yield
        except kinds as error:
            raise ArchiveDamaged(
                f"索引 {self._folder} 无法读取（{type(error).__name__}），请用 nianbao reindex 从原文件重建。"
            ) from error

    def _hit(self, query: Query, number: int, found: Found, snapshot: Snapshot) -> Hit:
        title, body, heading, first, text, *damage = snapshot.shown(number)
        region = snapshot.paths[snapshot.regions.codes[number]]
        return Hit(
            report=snapshot.reports.values[snapshot.reports.codes[number]],
            title=title,
            year=int(snapshot.year[number]) or None,
            district=region.name if region else "",
            region=region.path if region else (),
            body=body,
            kind=snapshot.kinds.values[snapshot.kinds.codes[number]],
            section=int(snapshot.section[number]),
            heading=heading,
            score=float(found.scores[number]),
            snippet=snippet.best(query.tree, text, first),
            damage=sum(damage),  # an index of before damage was counted has none
        )

    def _suggestion(self, tree: Node, masks: list[NDArray[np.bool_]], snapshot: Snapshot) -> str | None:
        for typed, milder in relaxed(tree):
            mask = snapshot.find(milder).mask
            for other in masks:
                mask &= other
            if mask.any():
                return typed
        return None


def _ordered(
    hits: NDArray[np.intp], sort: Sort, found: Found, snapshot: Snapshot, most: int
) -> NDArray[np.intp]:
    """The first `most` hits in order; equal ones by report id and position in the report."""
    place, year = snapshot.place[hits], snapshot.year[hits].astype(np.int64)
    if sort is Sort.RELEVANCE:
        keys: tuple[NDArray[np.generic], ...] = (place, -found.scores[hits])
    elif sort is Sort.NEWEST:
        keys = (place, -year)
    else:
        keys = (place, np.where(year == 0, 10_000, year))
    return hits[np.lexsort(keys)[:most]]
