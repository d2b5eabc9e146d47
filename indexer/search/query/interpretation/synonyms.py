"""What else is said for a word: the packaged list, and what staff add in a file of the home."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from indexer.errors import SettingError
from indexer.text.fold import fold

_log = logging.getLogger(__name__)
_MOST_BYTES = 1024 * 1024

Synonyms = Mapping[str, tuple[str, ...]]
"""For each folded word what else is said for it, the nearest first."""


def parse(lines: Iterable[str], source: str) -> dict[str, tuple[str, ...]]:
    """Read a list: words separated by blanks, a tab, `=` (each finds the others) or `>` (the first does).

    Args:
        lines: of the file; blank ones and those that begin with `#` say nothing; what follows a second tab is
            a reason.
        source: what messages call the file.

    Raises:
        SettingError: a line says neither.
    """
    found: dict[str, dict[str, None]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        words, _, rest = line.partition("\t")
        group = [fold(word) for word in words.split()]
        direction = rest.split("\t")[0].strip()
        if len(group) < 2 or direction not in ("=", ">"):
            raise SettingError(f"{source} 第 {number} 行无法理解，请写成“词 词<制表符>=”或“词 词<制表符>>”。")
        for word in group if direction == "=" else group[:1]:
            found.setdefault(word, {}).update(dict.fromkeys(other for other in group if other != word))
    return {word: tuple(others) for word, others in found.items()}


class SynonymFile:
    """The packaged list with what staff add in a file of their own; read anew when that changes."""

    def __init__(self, path: Path) -> None:
        """Args:
        path: of the file, which need not be there.
        """
        self._path = path
        self._known: tuple[tuple[int, int], Synonyms] = (0, 0), read_synonyms()

    def read(self) -> Synonyms:
        """Return both lists as one; the packaged one alone where the file cannot be understood, which is
        logged once.
        """
        try:
            found = self._path.stat()
            stamp = found.st_mtime_ns, found.st_size
        except OSError:
            return read_synonyms()
        if self._known[0] != stamp:
            self._known = stamp, self._merged(found.st_size)
        return self._known[1]

    def _merged(self, size: int) -> Synonyms:
        try:
            if size > _MOST_BYTES:
                raise SettingError(f"{self._path} 超过上限 {_MOST_BYTES // 1024} KB，没有采用。")
            added = parse(self._path.read_text("utf-8-sig").splitlines(), str(self._path))
        except UnicodeDecodeError as error:
            _log.warning("近义词文件 %s 没有采用：第 %d 个字节起不是 UTF-8。", self._path, error.start + 1)
            return read_synonyms()
        except (OSError, SettingError) as error:
            _log.warning("近义词文件 %s 没有采用：%s", self._path, error)
            return read_synonyms()
        merged = dict(read_synonyms())
        for word, others in added.items():
            merged[word] = tuple(dict.fromkeys((*others, *merged.get(word, ()))))
        return MappingProxyType(merged)


@cache
def read_synonyms() -> Synonyms:
    """The list that ships, read when first asked for."""
    lines = (files("indexer") / "data" / "synonyms.tsv").read_text("utf-8").splitlines()
    return MappingProxyType(parse(lines, "synonyms.tsv"))
