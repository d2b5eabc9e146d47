"""Division names to regions, by present and former names. An ambiguous name gives several.

The table is made by `python -m indexer.data.divisions`; `divisions-extra.tsv` adds what it lacks,
`divisions-short.tsv` how banners and autonomous counties are called for short.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from indexer.report.report import UNKNOWN, Region
from indexer.text.fold import fold

PROVINCE, PREFECTURE, COUNTY, TOWN, ZONE, COUNTRY = "1", "2", "3", "4", "zone", "0"
"""Levels of divisions."""
WHOLE = "100000"
"""Code of the whole country."""

_LONGEST_PATH = 80
"""Characters of the names of a division and of those above it together: nothing longer is looked for."""

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜"
    "|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
_SELF_RULE = "自治"
_AUTONOMOUS = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族?){{0,8}}自治[区州县旗]$")
_SUFFIX = re.compile(r"(?<=..)(?:特别行政区|省|市|地区|盟|林区|县|区|旗|街道|镇|乡)$")


class Division(NamedTuple):
    """A line of the table.

    Attributes:
        code: six digits, towns nine, zones `Z` and a number.
        above: code of the division above, "" at the top.
        level: one of the levels of this module.
        former: former names with the last year in force, "" where not known.
    """

    code: str
    name: str
    above: str
    level: str
    former: tuple[tuple[str, str], ...]


class Divisions:
    """All divisions, by code and by name."""

    def __init__(self, lines: Iterable[str], shorts: Mapping[str, str]) -> None:
        """Args:
        lines: those of the table: code, name, code of the division above, level, former names.
        shorts: by code, a name that is in use for a division and is in no list (莫旗).
        """
        # Of forty thousand few are ever asked for: each becomes a `Division` when it is.
        rows = [line.split("\t", 5)[:5] for line in lines]
        self._rows = {row[0]: row for row in rows}
        self._known: dict[str, Division] = {}
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._by_short: dict[str, tuple[str, ...]] = {}
        self._values: dict[str, str] = {}
        changing = {char for char in set("".join(row[1] for row in rows)) if fold(char) != char}
        for code, name, _, level, former in rows:
            is_plain = level == TOWN and not former and code not in shorts and _SELF_RULE not in name
            if is_plain and changing.isdisjoint(name):  # nearly all
                self._by_name[name] = (*self._by_name.get(name, ()), code)
                continue
            for spelling in _list_spellings(self._find_division(code), shorts):
                self._by_name[spelling] = (*self._by_name.get(spelling, ()), code)
                if level != TOWN and (short := shorten(spelling)) != spelling:
                    self._by_short[short] = (*self._by_short.get(short, ()), code)

    def _find_division(self, code: str) -> Division:
        """The line of a code, read when it is first asked for.

        Raises:
            KeyError: there is none.
        """
        if code not in self._known:
            self._known[code] = _read_division(self._rows[code])
        return self._known[code]

    def find_by_code(self, code: str) -> Region | None:
        """Return the region of a code; None where there is none."""
        if code not in self._rows:
            return None
        chain = [self._find_division(code)]
        while chain[-1].above:
            chain.append(self._find_division(chain[-1].above))
        chain.reverse()
        return Region(tuple(d.code for d in chain), tuple(d.name for d in chain))

    def find_level(self, code: str) -> str:
        """Return the level of a code."""
        return self._find_division(code).level

    def find_former(self, code: str) -> tuple[str, ...]:
        """Former names of a division."""
        return tuple(name for name, _ in self._find_division(code).former)

    def find(self, name: str, within: Region | None = None) -> tuple[Region, ...]:
        """Return all regions that a name may mean, present or former; several where it is ambiguous.

        Args:
            name: a full name (从化区, 从化市), one without its last word (从化), or one led by a
                division above it (`广州市/从化区`, `广州市从化区`), in simplified or traditional script.
            within: only this region and those below it.
        """
        name = name.strip()
        codes = list(self._codes(name)) or self._codes(fold(name))
        regions = [region for code in codes if (region := self.find_by_code(code))]
        if within is not None:
            regions = [r for r in regions if r.codes[: len(within.codes)] == within.codes]
        return tuple(regions)

    def list_below(self, code: str) -> tuple[str, ...]:
        """Return the codes of the divisions right below one, in their order; provinces for the country."""
        return self._below.get("" if code == WHOLE else code, ())

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        below: dict[str, list[str]] = {}
        for code, _, above, level, _ in self._rows.values():
            if level != COUNTRY:
                below.setdefault(above, []).append(code)
        return {code: tuple(codes) for code, codes in below.items()}

    def list_codes(self) -> tuple[str, ...]:
        """Return the codes of all divisions."""
        return tuple(self._rows)

    def find_codes(self, name: str) -> tuple[str, ...]:
        """Codes of all regions that a name may mean; () where it is unknown."""
        return tuple(region.code for region in self.find(name))

    def to_value(self, code: str, otherwise: str = UNKNOWN) -> str:
        """Return the shortest spelling that means just this region: 从化区, but 南京市/鼓楼区.

        Args:
            otherwise: returned for a code that is in no list, as those of development zones.
        """
        if code not in self._rows:
            return otherwise
        if code not in self._values:
            self._values[code] = self._find_value(code)
        return self._values[code]

    def _find_value(self, code: str) -> str:
        region = self.find_by_code(code)
        if region is None:
            return UNKNOWN
        spellings = [region.name, *(f"{name}/{region.name}" for name in reversed(region.path[:-1]))]
        spellings.append("/".join(region.path))
        return next((s for s in spellings if self.find_codes(s) == (code,)), spellings[-1])

    def find_exact_codes(self, name: str) -> tuple[str, ...]:
        """Codes of the divisions that bear exactly this name, present or former."""
        return self._by_name.get(name, ())

    def find_short_codes(self, name: str) -> tuple[str, ...]:
        """Codes of the divisions above towns that bear this name without its last word."""
        return self._by_short.get(name, ())

    def list_names(self) -> tuple[str, ...]:
        """Return every full name, present or former."""
        return tuple(self._by_name)

    def list_shorts(self) -> tuple[str, ...]:
        """Return every name without its last word."""
        return tuple(self._by_short)

    def _codes(self, name: str, known: dict[str, tuple[str, ...]] | None = None) -> tuple[str, ...]:
        """Codes that a name may mean. `known` keeps what its beginnings mean: each is worked out once."""
        known = {} if known is None else known
        if name not in known:
            found = self._by_name.get(name) or self._by_short.get(name) or self._led(name, known)
            known[name] = tuple(dict.fromkeys(found))
        return known[name]

    def _led(self, name: str, known: dict[str, tuple[str, ...]]) -> Iterator[str]:
        """Yield names led by a division above: cut where the longest lower name begins."""
        if len(name) > _LONGEST_PATH:
            return
        for cut in range(2, len(name) - 1):
            above, below = name[:cut].rstrip("/›> "), name[cut:].lstrip("/›> ")
            if above not in self._by_name and above not in self._by_short and "/" not in above:
                continue
            uppers = set(self._codes(above, known))
            found = [
                code
                for code in (*self._by_name.get(below, ()), *self._by_short.get(below, ()))
                if (region := self.find_by_code(code)) and uppers & set(region.codes[:-1])
            ]
            if found:
                yield from found
                return


def shorten(name: str) -> str:
    """Return a name without its last word: 广州, 恩施, 新疆; two characters at least are left."""
    if _SELF_RULE not in name or not _AUTONOMOUS.search(name):
        return _SUFFIX.sub("", name)
    return _AUTONOMOUS.sub("", name)


def _list_spellings(division: Division, shorts: Mapping[str, str]) -> Iterator[str]:
    """Yield all names of a division, each once, and what they are in folded texts: 乾县, 干县."""
    names = [division.name, *(name for name, _ in division.former)]
    names += [common for name in names for common in _shorten_autonomous(name)]
    names += [shorts[division.code]] if division.code in shorts else []
    for name in dict.fromkeys(names):
        yield from dict.fromkeys((name, fold(name)))


def _shorten_autonomous(name: str) -> list[str]:
    """Return how everyone writes an autonomous prefecture, county or banner: 凉山州, 峨边县, 峨边自治县."""
    if _SELF_RULE not in name:
        return []
    found = re.search(r"自治([州县旗])$", name)
    place = shorten(name).removesuffix("族")
    return [f"{place}{found[1]}", f"{place}{found[0]}"] if found else []


@cache
def read_divisions() -> Divisions:
    """Return the packaged table, read when first asked for."""
    data = files("indexer.data")
    table = gzip.decompress(data.joinpath("divisions.tsv.gz").read_bytes()).decode()
    extra = data.joinpath("divisions-extra.tsv").read_text("utf-8")
    lines = [*table.splitlines(), *(line for line in extra.splitlines() if not line.startswith("#"))]
    shorts = data.joinpath("divisions-short.tsv").read_text("utf-8")
    pairs = (line.partition("\t") for line in shorts.splitlines() if not line.startswith("#"))
    return Divisions(lines, {code: name for code, _, name in pairs})


def _read_division(row: Sequence[str]) -> Division:
    code, name, above, level, former = row
    names = (part.split(":") for part in former.split(";") if part)
    return Division(code, name, above, level, tuple((n, year) for n, year in names))
