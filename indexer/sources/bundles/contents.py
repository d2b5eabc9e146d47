"""What is found in an archive, archives inside it opened too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from indexer.errors import EmptySource, OversizedSource, SourceError, UnreadableSource
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.sources.bundles.base import Member, Packed, Refused
from indexer.sources.bundles.budget import Budget
from indexer.sources.bundles.confined import unpack
from indexer.sources.bundles.kinds import HEAD, find_kind, find_suffix
from indexer.sources.bundles.label import make_label
from indexer.sources.bundles.zip import is_document, open_zip

DEEPEST = 3
"""Archives inside archives that are opened, the outermost counted."""


def open_bundle(path: Path) -> dict[str, Member]:
    """Open an archive and all archives inside it, and return the files by their labels.

    Raises:
        EmptySource: it holds no files.
        OversizedSource: it goes beyond a limit (`budget`), or holds archives more than three deep.
        UnreadableSource: locked, of a kind for which a program is missing, or files in it overlap.
        OSError, zipfile.BadZipFile, …: damaged (`extraction.zip_errors`).
    """
    contents = _Contents(path)
    with path.open("rb") as file:
        kind = find_kind(file.read(HEAD), path.name)
    budget = contents.budget
    contents.collect(unpack(path, kind, budget) if kind.unpacker else open_zip(path, budget), "", 1)
    if not contents.found:
        raise EmptySource(f"压缩包 {path} 中没有文件。")
    return contents.found


class _Contents:
    def __init__(self, path: Path) -> None:
        self.found: dict[str, Member] = {}
        self.budget = Budget(path)
        self._path = path
        self._numbers: Counter[str] = Counter()

    def collect(self, entries: Iterable[Packed], above: str, depth: int) -> None:
        """Add the files of an archive, under the label of the archive that it is in."""
        for entry in entries:
            own = make_label(entry.name)
            if not own:
                continue
            label = f"{above}/{own}" if above else own
            inner = self._open_inner(entry, label) if find_suffix(label) else entry.member
            if isinstance(inner, list):
                if depth == DEEPEST:
                    raise OversizedSource(
                        f"压缩包 {self._path} 中的压缩包超过 {DEEPEST} 层，请解压后再收录。"
                    )
                self.collect(inner, label, depth + 1)
                continue
            self.found[self._find_free(label)] = inner

    def _open_inner(self, entry: Packed, label: str) -> list[Packed] | Member:
        """The files of an archive inside an archive; where it cannot be opened, what says why.

        Raises:
            OversizedSource: with it there is too much.
            UnreadableSource: its files overlap.
        """
        self.budget.spend_inner(entry.size)
        damaged = UnreadableSource(
            f"压缩包 {self._path.name} 中的 {label} 已损坏，请重新下载或打包后再收录。"
        )
        try:
            data = entry.member.read(entry.size)
            kind = find_kind(data[:HEAD], label)
            if not kind.unpacker:
                return entry.member if is_document(data) else list(open_zip(data, self.budget))
        except ZIP_ERRORS:
            return Refused(damaged)
        try:
            return list(unpack(data, kind, self.budget))
        except OversizedSource:
            raise
        except SourceError as error:
            return Refused(error)

    def _find_free(self, label: str) -> str:
        """Return a label that no other file has: an archive may hold one name many times."""
        stem, dot, suffix = label.rpartition(".")
        free = label
        while free in self.found:
            self._numbers[label] += 1
            free = f"{stem or label}({self._numbers[label] + 1}){dot}{suffix if stem else ''}"
        return free
