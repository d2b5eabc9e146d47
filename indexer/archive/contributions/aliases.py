"""What staff say of bodies that have several names: kept as a document, and heeded by every reindexing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, CorrectionError
from indexer.report.regions import read_divisions
from indexer.report.series import Aliases, strip_place

_NAME = "aliases.json"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class StatedAlias:
    """That a body is meant by another name.

    Attributes:
        region: code of the division whose body it is, "" for those of all divisions.
        alias: the name, without its place.
        name: the name of the series; the same as `alias` where the body is to be one by itself.
        who: name of the person who says so.
    """

    region: str
    alias: str
    name: str
    who: str


class AliasStore:
    """The names that staff stated, in one document of a home."""

    def __init__(self, home: Home) -> None:
        self._documents = home.documents

    def load(self) -> tuple[StatedAlias, ...]:
        """Return what is stated, () where nothing is.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        try:
            return tuple(StatedAlias(**entry) for entry in json.loads(self._documents.read(_NAME)))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError):
            shown = self._documents.show(_NAME)
            raise ArchiveDamaged(
                f"机构别名的记录 {shown} 已损坏，请从备份恢复，或删去它后重新登记。"
            ) from None

    def put(self, stated: StatedAlias) -> None:
        """Store a statement in place of the one of the same name and division."""
        with self._documents.lock(_NAME):
            self._write([*self._without(stated.region, stated.alias), stated])

    def drop(self, region: str, alias: str) -> bool:
        """Remove a statement; return whether there was one."""
        with self._documents.lock(_NAME):
            left = self._without(region, alias)
            there = len(left) < len(self.load())
            if there:
                self._write(left)
        return there

    def _without(self, region: str, alias: str) -> list[StatedAlias]:
        return [each for each in self.load() if (each.region, each.alias) != (region, alias)]

    def _write(self, stated: Sequence[StatedAlias]) -> None:
        text = json.dumps([asdict(each) for each in stated], ensure_ascii=False, indent=1)
        self._documents.write(_NAME, text.encode())


def load_aliases(home: Home) -> Aliases:
    """Return the names of bodies that hold in a home: what its staff stated, over the register that ships."""
    return Aliases({(each.region, each.alias): each.name for each in AliasStore(home).load()})


def parse_alias(alias: str, name: str, region: str, who: str) -> StatedAlias:
    """Return a statement as typed; names may be led by their places.

    Raises:
        CorrectionError: a name is empty or too long, or the division unknown or ambiguous.
    """
    found = read_divisions().find(region) if region else ()
    if region and len(found) != 1:
        raise CorrectionError(f"“{region[:40]}”不是唯一的行政区划，请写全，例如 南京市/鼓楼区。")
    names = ["".join(each.split()) for each in (alias, name)]
    if not all(names) or max(map(len, names)) > _LONGEST:
        raise CorrectionError(f"机构名称不能为空，也不能超过 {_LONGEST} 个字。")
    bare = [strip_place(each, found[0]) for each in names] if found else names
    return StatedAlias(found[0].code if found else "", bare[0], bare[1], who)
