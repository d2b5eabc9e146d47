"""The provinces as tiles, each about where it lies, shaded by the number of its reports.

The arrangement is our own: it needs no data of borders, gives each province the same room, and can be read
as text. Shades are quarters of the provinces that have reports, for a few hold most of an archive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.archive.catalogue.coverage import Coverage

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
_PROVINCES = {
    "京": ("110000", "北京"),
    "津": ("120000", "天津"),
    "冀": ("130000", "河北"),
    "晋": ("140000", "山西"),
    "蒙": ("150000", "内蒙古"),
    "辽": ("210000", "辽宁"),
    "吉": ("220000", "吉林"),
    "黑": ("230000", "黑龙江"),
    "沪": ("310000", "上海"),
    "苏": ("320000", "江苏"),
    "浙": ("330000", "浙江"),
    "皖": ("340000", "安徽"),
    "闽": ("350000", "福建"),
    "赣": ("360000", "江西"),
    "鲁": ("370000", "山东"),
    "豫": ("410000", "河南"),
    "鄂": ("420000", "湖北"),
    "湘": ("430000", "湖南"),
    "粤": ("440000", "广东"),
    "桂": ("450000", "广西"),
    "琼": ("460000", "海南"),
    "渝": ("500000", "重庆"),
    "川": ("510000", "四川"),
    "贵": ("520000", "贵州"),
    "云": ("530000", "云南"),
    "藏": ("540000", "西藏"),
    "陕": ("610000", "陕西"),
    "甘": ("620000", "甘肃"),
    "青": ("630000", "青海"),
    "宁": ("640000", "宁夏"),
    "新": ("650000", "新疆"),
    "台": ("710000", "台湾"),
    "港": ("810000", "香港"),
    "澳": ("820000", "澳门"),
}
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
        (_PROVINCES[char], column, row)
        for row, line in enumerate(ROWS.split())
        for column, char in enumerate(line)
        if char in _PROVINCES
    ]
    held = sorted(counts[code] for (code, _), _, _ in places if counts.get(code))
    if len(held) < _FEWEST:
        return None
    borders = sorted({held[len(held) * part // SHADES] for part in range(1, SHADES)})
    tiles = tuple(
        Tile(code, name, column, row, count := counts.get(code, 0), _shade(count, borders))
        for (code, name), column, row in places
    )
    shades = sorted({tile.shade for tile in tiles if tile.shade})
    key = []
    for shade in shades:
        those = [tile.reports for tile in tiles if tile.shade == shade]
        key.append((shade, min(those), max(those)))
    return TileMap(tiles, tuple(key))


def _shade(count: int, borders: list[int]) -> int:
    """The shade of a number: 0 for none, otherwise from 1, the last one always `SHADES`."""
    return 0 if not count else SHADES - len(borders) + bisect_right(borders, count)
