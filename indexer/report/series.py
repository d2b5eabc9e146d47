"""One body, one series: what all reports of a body share, under whichever of its names they were made.

A department calls itself with or without its city (云泽市西岭区教育局, 西岭区教育局), adds in brackets
what else it is (教育局（体育局）), is renamed (卫生计生局, 卫生健康局) or called for short (发改局). Its id
keeps the name that a report states; its series goes by the name in `data/body-aliases.tsv`, and by what staff
say besides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from indexer.report.regions import COUNTRY, read_divisions, shorten
from indexer.report.report import Region, Report

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_LONGEST_CHAIN = 5
# 高新区, 高新区管委会 and 高新区管理委员会 report as one.
_COMMITTEE = re.compile(r"(?<=[区园])(?:党工委)?(?:管委会|管理委员会)$")


@dataclass(frozen=True, slots=True)
class Aliases:
    """Which names are of one body.

    Attributes:
        local: by the code of a division ("" for all) and a name without its place, the name of the series;
            its own name where it is to be one by itself. Stronger than the register that ships.
    """

    local: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def resolve(self, name: str, code: str) -> str:
        """Return the name under which the body of a division goes that has this name, places left out."""
        for _ in range(_LONGEST_CHAIN):
            known = self.local.get((code, name), self.local.get(("", name)))
            following = known if known is not None else load_register().get(name, _COMMITTEE.sub("", name))
            if following == name:
                break
            name = following
        return name


@cache
def load_register() -> Mapping[str, str]:
    """Return the register that ships: by a name without its place, the name of its series."""
    text = files("indexer.data").joinpath("body-aliases.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def strip_place(body: str, region: Region) -> str:
    """A body's name without brackets and without the names, present, former or short, of its places."""
    bare = _BRACKETS.sub("", body)
    table = read_divisions()
    for code, name in zip(region.codes, region.path, strict=True):
        names = sorted((name, *table.find_former(code), shorten(name)), key=len, reverse=True)
        found = next((each for each in names if len(each) > 1 and bare.startswith(each)), "")
        # 南浦 is not the place in 南浦桥中心, but in 南浦教育局; a name may be nothing but its place.
        if found and len(bare) > len(found) + 1:
            bare = bare[len(found) :]
    return bare


def is_of_government(series: str) -> bool:
    """Return whether reports of a series are by a division's own government.

    Args:
        series: kind and division, and the body where it is another one.
    """
    return series.count("-") < 2


def find_series(report: Report, identity: str, aliases: Aliases) -> str:
    """Return what all reports of a report's body and kind share: its identity without the year, by one name.

    Args:
        identity: as `identifier.identify` makes it; holds the body only where that is no government itself.
    """
    plain = identity.rpartition("-")[0]
    region = report.region
    if region is None or not report.body or is_of_government(plain):
        return plain
    name = aliases.resolve(strip_place(report.body, region), region.code)
    place = "" if read_divisions().find_level(region.code) == COUNTRY else region.name
    return "-".join((report.kind.value, region.code, re.sub(r"[^\w]", "", f"{place}{name}")[:40]))
