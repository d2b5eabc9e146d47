"""Reads a waiting file: what is understood of it, or why it cannot be taken in."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from indexer.archive.contributions.corrections import Corrections
from indexer.archive.storage.home import Home
from indexer.errors import NianbaoError, NotAReport
from indexer.extraction.formats import is_workbook
from indexer.ingest.reading.readers import Readers
from indexer.ingest.staging.item import Waiting, describe
from indexer.ingest.tables.joining import NO_TABLES
from indexer.ingest.tables.owner import read_owner
from indexer.sources import files


class ItemReader:
    """Reads the waiting files of one home."""

    def __init__(self, home: Home, readers: Readers) -> None:
        """Read nothing yet."""
        self._readers, self._corrections = readers, Corrections(home)

    def read(self, item: Waiting, path: Path, postpones: bool) -> Waiting:
        """Return an item with what is understood of it now.

        Args:
            path: where its bytes are.
            postpones: leave it unread where pages of it are pictures that are still to be recognised.
        """
        came = (item.sha256, item.name, item.size, item.who, item.at)
        known = Waiting(*came, path=item.path)
        try:
            data = files.read(path, self._readers.settings.max_file_bytes).data
            if is_workbook(data, item.name):
                return self._read_workbook(known, data)
            if postpones and (pages := self._readers.list_unrecognised(data, item.name)):
                return dataclasses.replace(known, unrecognised=pages)
            report, _ = self._readers.inspect(path, item.name)
            return describe(known, report, self._corrections.read(item.sha256).parts)
        except NianbaoError as error:
            return dataclasses.replace(known, problem=error.message.replace(str(path), item.name))

    def _read_workbook(self, item: Waiting, data: bytes) -> Waiting:
        loose = self._readers.read_tables(data, item.name)
        if not loose.tables:
            raise NotAReport(NO_TABLES)
        correction = self._corrections.read(item.sha256)
        stated = read_owner(loose.lines, item.name, correction)
        known = describe(item, stated, correction.parts)
        return dataclasses.replace(known, loose=tuple(sorted(loose.tables)), tables=len(loose.tables))
