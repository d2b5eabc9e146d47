"""Monthly manifests: which originals were added, by their sums, for outsiders to keep and compare.

A manifest is written once, when its month is over, and never again; each names the sum of the one before, so
that who keeps the last one can tell of all. A public body may change what it published, and so may a portal:
what was added is in a manifest for good, also where it was withdrawn since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.source import Source
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.storage.home import Home
from indexer.errors import NotFound, UnreadableSource

_FOLDER = "manifests/"
_NAME = re.compile(r"\d{4}-(0[1-9]|1[0-2])\.tsv")
_HEAD = "# nianbao manifest "
_PREVIOUS = "# previous sha256:"
_COLUMNS = "sha256\tsize\tadded\treport\tsource"
_NONE = "0" * 64
"""The sum of the manifest before the first one."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest: its month (`2026-11`), the sum of its bytes, the number of originals in it."""

    month: str
    sha256: str
    originals: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an archive has of the originals of a manifest.

    Attributes:
        originals: number of originals in the manifest.
        withdrawn: those that are not held any more, by the ids that their reports had.
        faults: a sentence for each original that is not what it was, or whose manifest the archive has in
            other words.
    """

    originals: int
    withdrawn: tuple[str, ...]
    faults: tuple[str, ...]


class Manifests:
    """The manifests of one home."""

    def __init__(self, home: Home) -> None:
        self._home, self._documents = home, home.documents

    def write_missing(self, now: datetime | None = None) -> tuple[Manifest, ...]:
        """Write the manifests of all months that are over and have none; return those that were written.

        Raises:
            ArchiveDamaged: the record of an original cannot be read.
            ArchiveError: one cannot be written.
        """
        this_month = (now or datetime.now(UTC)).strftime("%Y-%m")
        by_month: dict[str, list[Source]] = {}
        originals, trashed = Originals(self._home), TrashedOriginals(self._home)
        for source in {
            each.sha256: each for each in (*trashed.list_all(), *originals.list_sources())
        }.values():
            by_month.setdefault(source.added[:7], []).append(source)
        written = []
        last = max((manifest.month for manifest in self.list_all()), default="")
        for month in sorted(each for each in by_month if last < each < this_month):
            data = self._make(month, by_month[month])
            self._documents.write(f"{_FOLDER}{month}.tsv", data)
            written.append(_describe(month, data))
        return tuple(written)

    def list_all(self) -> tuple[Manifest, ...]:
        """Return all manifests, the last one first."""
        names = self._documents.list_names(_FOLDER, ".tsv")
        chosen = sorted((each for each in names if _NAME.fullmatch(each.removeprefix(_FOLDER))), reverse=True)
        return tuple(
            _describe(name.removeprefix(_FOLDER).removesuffix(".tsv"), data)
            for name, data in self._documents.read_all(chosen)
            if data is not None
        )

    def read(self, name: str) -> bytes:
        """Return a manifest as it was written.

        Raises:
            NotFound: there is none of this name.
        """
        if _NAME.fullmatch(name):
            with suppress(FileNotFoundError):
                return self._documents.read(f"{_FOLDER}{name}")
        raise NotFound("没有这个月的清单，请从清单的页面上选择。")

    def compare(self, file: Path) -> Comparison:
        """Compare a manifest that somebody kept with what the archive has now.

        Raises:
            UnreadableSource: it is no manifest.
        """
        try:
            data = file.read_bytes()
            month, _, rows = _parse(data.decode("utf-8"))
        except (OSError, ValueError):
            raise UnreadableSource(f"{file} 不是摘要清单，请用从本站 /manifests 下载的文件。") from None
        faults = []
        try:
            if self._documents.read(f"{_FOLDER}{month}.tsv") != data:
                faults.append(f"档案中 {month} 的清单与这一份不同。")
        except FileNotFoundError:
            faults.append(f"档案中没有 {month} 的清单。")
        withdrawn = []
        originals = Originals(self._home)
        for sha256, report in rows:
            if not originals.has(sha256):
                withdrawn.append(report)
            elif fault := originals.find_fault(sha256):
                faults.append(fault)
        return Comparison(len(rows), tuple(withdrawn), tuple(faults))

    def _make(self, month: str, sources: Iterable[Source]) -> bytes:
        before = self.list_all()
        previous = before[0].sha256 if before else _NONE
        lines = [f"{_HEAD}{month}", f"{_PREVIOUS}{previous}", _COLUMNS]
        for source in sorted(sources, key=lambda each: (each.added, each.sha256)):
            origin = source.address or source.name
            values = (source.sha256, str(source.size), source.added, source.report, origin)
            lines.append("\t".join(" ".join(value.split()) for value in values))
        return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def find_broken_link(manifests: Sequence[bytes]) -> str:
    """Return the month of the first manifest that does not name the sum of the one before; "" where all do.

    Args:
        manifests: the first one first.

    Raises:
        ValueError: one is no manifest.
    """
    previous = _NONE
    for data in manifests:
        month, said, _ = _parse(data.decode("utf-8"))
        if said != previous:
            return month
        previous = hashlib.sha256(data).hexdigest()
    return ""


def _parse(text: str) -> tuple[str, str, list[tuple[str, str]]]:
    """The month, the sum of the manifest before, and the sum and report of each original.

    Raises:
        ValueError: it is no manifest.
    """
    head, previous, columns, *rows = text.splitlines()
    if not head.startswith(_HEAD) or not previous.startswith(_PREVIOUS) or columns != _COLUMNS:
        raise ValueError("no manifest")
    found = []
    for row in rows:
        sha256, _, _, report, _ = row.split("\t")
        found.append((sha256, report))
    return head.removeprefix(_HEAD), previous.removeprefix(_PREVIOUS), found


def _describe(month: str, data: bytes) -> Manifest:
    return Manifest(month, hashlib.sha256(data).hexdigest(), data.count(b"\n") - 3)
