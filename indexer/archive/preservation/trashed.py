"""Originals that were taken out: kept until somebody deletes them, so that taking out can be undone.

::

    trash/<sha256>.bin      bytes, with <sha256>.json beside them: their source, and who took them out

What is moved is for a moment at both places where a store cannot rename: the order of steps makes that
harmless.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import suppress

from indexer.archive.preservation.originals import Originals, find_sum, load_source, make_key
from indexer.archive.preservation.source import Source, Withdrawal
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.ahead import ask_ahead
from indexer.errors import ArchiveDamaged, NotFound

_FEW = 8
"""Files that are asked for one by one."""
_TRASHED = re.compile(r"trash/([^/]+)\.(bin|json)")


class TrashedOriginals:
    """The originals of one home that were taken out."""

    def __init__(self, home: Home) -> None:
        self._store, self._originals = home.objects, Originals(home)

    def trash(self, sha256: str, withdrawal: Withdrawal | None = None) -> None:
        """Move bytes and source to the trash.

        Args:
            withdrawal: what is recorded beside them of who did it.
        """
        with suppress(ArchiveDamaged):  # goes as it is
            if withdrawal:
                self._originals.store_source(
                    dataclasses.replace(self._originals.read_source(sha256), withdrawn=withdrawal)
                )
        # The bytes go last: as long as their record is not in the trash too, the move can be completed.
        for suffix in ("json", "bin"):
            self._store.move(make_key(sha256, suffix), _trash_key(sha256, suffix))

    def recover(self, source: Source) -> None:
        """Put bytes and source of something in the trash back to their place; the source stays in the trash
        too, until it is published (`delete_record`).

        Raises:
            NotFound: the bytes are gone, or not those that were taken in.
            ArchiveError: they cannot be moved.
        """
        kept = _trash_key(source.sha256, "bin")
        if self._sum(kept) != source.sha256:
            raise NotFound(f"原文件 {source.name} 已不在 trash 文件夹中，或已损坏，不能恢复；请重新上传。")
        # The record first, as a withdrawal moves it first: bytes alone are nobody's.
        self._originals.store_source(source)
        self._store.move(kept, make_key(source.sha256, "bin"))

    def delete_record(self, sha256: str) -> None:
        """Delete the record in the trash of something that is published again."""
        self._store.delete(_trash_key(sha256, "json"))

    def list_all(self) -> list[Source]:
        """Return those in the trash; a record that cannot be read is of no use there."""
        found = []
        for key, data in self._store.read_all("trash", ".json"):
            if _TRASHED.fullmatch(key):
                with suppress(ArchiveDamaged):
                    found.append(load_source(self._store, key, data))
        return found

    def read(self, sha256: str) -> Source | None:
        """Return the source of something in the trash; None where it is not there, or cannot be read."""
        try:
            return load_source(self._store, key := _trash_key(sha256, "json"), self._store.read(key))
        except (OSError, ArchiveDamaged):
            return None

    def read_some(self, sums: Collection[str]) -> dict[str, Source]:
        """Return the sources of those of some files that are in the trash, by their SHA-256."""
        if len(sums) > _FEW:  # to ask what there is costs as much as to ask for one
            keys = set(self._store.list_keys("trash"))
            sums = [sha256 for sha256 in sums if _trash_key(sha256, "json") in keys]
        found = ask_ahead(self.read, sums, self._store.width)
        return {sha256: source for sha256, source in found if source}

    def find(self, report_id: str) -> Source | None:
        """Return the source of what was trashed last of those that had this id; None where there is none."""
        found = [each for each in self.list_all() if report_id in (each.report, *each.former)]
        return max(found, key=_find_time, default=None)

    def list_bytes(self) -> set[str]:
        """Return SHA-256 of those in the trash whose bytes are kept."""
        found = (_TRASHED.fullmatch(key) for key in self._store.list_keys("trash"))
        return {match[1] for match in found if match and match[2] == "bin"}

    def list_half_trashed(self) -> set[str]:
        """Return SHA-256 of those whose record is in the trash and not here: their withdrawal was stopped."""
        keys = self._store.list_keys("originals")
        here = {find_sum(key) for key in keys if key.endswith(".json")}
        found = (_TRASHED.fullmatch(key) for key in self._store.list_keys("trash"))
        return {match[1] for match in found if match and match[2] == "json"} - here

    def find_faults(self) -> Iterator[str]:
        """Yield a sentence for each object of what was taken out that is not as it was."""
        known = {source.sha256 for source in self.list_all()}
        keys = sorted(key for key in self._store.list_keys("trash") if _TRASHED.fullmatch(key))
        records, others = (
            [key for key in keys if key.endswith(".json")],
            [key for key in keys if key.endswith(".bin")],
        )
        unsound = [key for key in records if _stem(key) not in known]
        unsound += [
            key
            for key, data in ask_ahead(self._sum, others, self._store.width)
            if data not in ("", _stem(key))
        ]
        for key in sorted(unsound):
            path = f"{self._store.shown}/{key}"
            yield f"已撤下的文件 {path} 已损坏，若还要用，请从原处重新取得；不再需要的，请删除它。"

    def _sum(self, key: str) -> str:
        """The SHA-256 of an object; "" where it is gone meanwhile, `-` where it cannot be read."""
        try:
            return hashlib.sha256(self._store.read(key)).hexdigest()
        except FileNotFoundError:
            return ""
        except OSError:
            return "-"


def _trash_key(sha256: str, suffix: str) -> str:
    return f"trash/{sha256}.{suffix}"


def _stem(key: str) -> str:
    return key.rpartition("/")[2].partition(".")[0]


def _find_time(source: Source) -> str:
    return source.withdrawn.at if source.withdrawn else ""
