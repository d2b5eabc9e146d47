"""The provinces as tiles, each about where it lies, shaded by the number of its reports.

The arrangement is our own: it needs no data of borders, gives each province the same room, and can be read
as text. Shades are quarters of the provinces that have reports, for a few hold most of an archive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.archive.catalogue.coverage import Coverage
from indexer.report.regions import read_divisions, shorten

ROWS = """
........黑
新....蒙.辽吉
.青甘宁晋冀京津.
藏..陕豫鲁...
..川渝鄂皖苏沪.
..云贵湘赣浙..
...桂粤闽.台.
...琼澳港...
"""
"""A province a character, a row a line."""
_CODES = dict(
    re.findall(
        r"(\D)(\d\d)",
        "京11津12冀13晋14蒙15辽21吉22黑23沪31苏32浙33皖34闽35赣36鲁37豫41鄂42湘43粤44桂45琼46"
        "渝50川51贵52云53藏54陕61甘62青63宁64新65台71港81澳82",
    )
)
"""What begins the code of each province (GB/T 2260)."""
SHADES = 4
"""Shades of tiles with reports, 1 for the fewest; 0 is for none."""
_FEWEST = 2
"""A map of one province says nothing."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A province: its code and short name, its column and row from 0, its reports, and its shade."""

    code: str
    name: str
    column: int
    row: int
    reports: int
    shade: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """All provinces, and the fewest and most reports of each shade that is used."""

    tiles: tuple[Tile, ...]
    key: tuple[tuple[int, int, int], ...]

    @property
    def columns(self) -> int:
        """Number of columns."""
        return max(tile.column for tile in self.tiles) + 1

    @property
    def rows(self) -> int:
        """Number of rows."""
        return max(tile.row for tile in self.tiles) + 1


def draw_tile_map(provinces: Iterable[Coverage]) -> TileMap | None:
    """Return the map of what an archive holds, what lies below each province included; None where less than
    two provinces of the map have a report.

    Args:
        provinces: reports by year of each province.
    """
    counts = {
        each.area.codes[0]: sum(count.reports for count in each.years.values())
        for each in provinces
        if each.area.codes
    }
    places = [
        (f"{_CODES[char]}0000", column, row)
        for row, line in enumerate(ROWS.split())
        for column, char in enumerate(line)
        if char in _CODES
    ]
    held = sorted(counts[code] for code, _, _ in places if counts.get(code))
    if len(held) < _FEWEST:
        return None
    borders = sorted({held[len(held) * part // SHADES] for part in range(1, SHADES)})
    tiles = tuple(
        Tile(code, _name(code), column, row, count := counts.get(code, 0), _shade(count, borders))
        for code, column, row in places
    )
    shades = sorted({tile.shade for tile in tiles if tile.shade})
    key = []
    for shade in shades:
        those = [tile.reports for tile in tiles if tile.shade == shade]
        key.append((shade, min(those), max(those)))
    return TileMap(tiles, tuple(key))


def list_provinces() -> list[str]:
    """Return the names that tiles can bear."""
    return [_name(f"{code}0000") for code in _CODES.values()]


def _name(code: str) -> str:
    region = read_divisions().find_by_code(code)
    return shorten(region.name) if region else ""


def _shade(count: int, borders: list[int]) -> int:
    """The shade of a number: 0 for none, otherwise from 1, the last one always `SHADES`."""
    return 0 if not count else SHADES - len(borders) + bisect_right(borders, count)
